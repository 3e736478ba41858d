import { rank } from '../../aggregates/ranking.ts';
import { journeyText, SHOWN_STEPS } from '../../journey-text.ts';
import type { JourneyRow } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import type { JourneysQuestion } from '../questions.ts';
import { type FilteredSessions, filteredSessions } from './filtered-sessions.ts';
import type { View } from './view.ts';

/** Sessions looked at between two looks at who else is waiting. */
const STEP = 32_768;

/** The most frequent journeys. Memory: a few words a journey that occurs. */
export async function answerJourneys(view: View, { first, filter }: JourneysQuestion): Promise<JourneyRow[]> {
  checkCount('list journeys', 'first', first, 0, 1000);
  const sessions = await filteredSessions(view, filter);
  const patterns = new Patterns(sessions);
  for (let session = 0; session + 1 < sessions.starts.length; session++) {
    patterns.add(session);
    if (session % STEP === 0) await view.pace.step(STEP * 20);
  }
  return patterns.top(first);
}

/** Sessions by what they have in their first 1,000 steps, and whether they have more. */
class Patterns {
  readonly #sessions: FilteredSessions;
  /** The session that a pattern was first seen in, and how many have it. */
  readonly #examples: number[] = [];
  readonly #counts: number[] = [];
  /** Patterns by their hash; those of one hash follow one another in `#next`, -1 ends them. */
  readonly #byHash = new Map<number, number>();
  readonly #next: number[] = [];

  constructor(sessions: FilteredSessions) {
    this.#sessions = sessions;
  }

  add(session: number): void {
    const { starts, steps } = this.#sessions;
    const [start, end] = [starts[session] as number, starts[session + 1] as number];
    if (start === end) return;
    let hash = 0;
    const shown = Math.min(end, start + SHOWN_STEPS);
    for (let i = start; i < shown; i++) hash = (Math.imul(hash, 0x01000193) + (steps[i] as number) + 1) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (shown - start);
    const first = this.#byHash.get(hash) ?? -1;
    for (let pattern = first; pattern !== -1; pattern = this.#next[pattern] as number) {
      if (!this.#isSame(this.#examples[pattern] as number, session)) continue;
      this.#counts[pattern]!++;
      return;
    }
    this.#byHash.set(hash, this.#examples.push(session) - 1);
    this.#counts.push(1);
    this.#next.push(first);
  }

  /** By count falling, then by text; texts are made only of those that may be among the first. */
  top(first: number): JourneyRow[] {
    const least = Uint32Array.from(this.#counts).sort().at(-Math.max(1, first)) ?? 0;
    const { starts, steps, types } = this.#sessions;
    const found = this.#counts.flatMap((count, pattern) => {
      if (count < least) return [];
      const example = this.#examples[pattern] as number;
      const own = steps.subarray(starts[example], starts[example + 1]);
      return [{ name: journeyText(types, own, SHOWN_STEPS), count }];
    });
    return rank(found)
      .slice(0, first)
      .map(({ name, count }) => ({ journey: name.split(','), sessions: count }));
  }

  #isSame(a: number, b: number): boolean {
    const { starts, steps } = this.#sessions;
    const [p, q] = [starts[a] as number, starts[b] as number];
    const length = (starts[a + 1] as number) - p;
    const other = (starts[b + 1] as number) - q;
    if (length !== other && (length <= SHOWN_STEPS || other <= SHOWN_STEPS)) return false;
    for (let i = 0; i < Math.min(length, SHOWN_STEPS); i++) if (steps[p + i] !== steps[q + i]) return false;
    return true;
  }
}
