import { RULES, type CoherenceRule } from './rules.ts';

/** How often a rule was broken, with the first events that did. */
export interface BrokenRule {
  rule: CoherenceRule;
  /** Events that break it. */
  count: number;
  examples: { event_id: string; detail: string }[];
}

/** Texts in examples are cut to this many UTF-16 code units. */
const TEXT_LENGTH = 100;

interface Tally extends BrokenRule {
  /** Number of the event that broke it last. */
  last: number;
}

/** Counts broken rules, each once an event. Memory: the examples. */
export class Faults {
  events = 0;
  /** Events with at least one fault. */
  impossible = 0;
  readonly #kept: number;
  readonly #tallies: Readonly<Record<CoherenceRule, Tally>>;
  #id: unknown;
  #isBroken = false;

  constructor(kept: number) {
    this.#kept = kept;
    const rules = Object.keys(RULES) as CoherenceRule[];
    this.#tallies = Object.fromEntries(
      rules.map((rule): [CoherenceRule, Tally] => [rule, { rule, count: 0, examples: [], last: 0 }]),
    ) as Record<CoherenceRule, Tally>;
  }

  /** The faults that follow are those of another event. */
  begin(id: unknown): void {
    this.events++;
    this.#id = id;
    this.#isBroken = false;
  }

  /** The event breaks a rule: what a field holds, and what it should hold where that is known. */
  note(rule: CoherenceRule, field: string, actual: unknown, expected?: unknown): void {
    const tally = this.#tallies[rule];
    if (tally.last === this.events) return;
    tally.last = this.events;
    tally.count++;
    if (!this.#isBroken) this.impossible++;
    this.#isBroken = true;
    if (tally.examples.length >= this.#kept) return;
    const wanted = expected === undefined ? '' : `, expected ${show(expected)}`;
    tally.examples.push({
      event_id: typeof this.#id === 'string' ? this.#id.slice(0, TEXT_LENGTH) : '',
      detail: `${field}: ${show(actual)}${wanted}`,
    });
  }

  /** The rules that were broken, in the order of RULES. */
  broken(): BrokenRule[] {
    return Object.values(this.#tallies)
      .filter(({ count }) => count > 0)
      .map(({ rule, count, examples }) => ({ rule, count, examples: [...examples] }));
  }
}

/** A value in a few words; texts are cut, what is inside objects is left out. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, TEXT_LENGTH));
  if (Array.isArray(value)) return `${value.length} elements`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, TEXT_LENGTH);
}
