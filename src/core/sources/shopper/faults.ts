import { Draws } from '../../random/draws.ts';
import { FAULT_KINDS, type FaultKind } from '../../truth.ts';
import type { Scenario } from './options.ts';
import type { Timed } from './queue.ts';
import { STREAMS } from './streams.ts';
import type { Visit } from './visits.ts';

/** An event on its way: `at` is when it arrives, which is when it happens unless something befalls it. */
export interface Sending extends Timed {
  visit: Visit;
  /** Index of the step in the visit. */
  step: number;
  fault: FaultKind | null;
}

const SECOND = 1_000_000;
const [LEAST_LATE, MOST_LATE] = [600 * SECOND, 21_600 * SECOND];
const [LEAST_COPY, MOST_COPY] = [0.2 * SECOND, 600 * SECOND];
/** Copies come after what they copy, should they arrive at once. */
const AFTER = 0.5;

/** No sending arrives later than this after it happened, in microseconds. */
export function longestDelay({ chaos, profile }: Scenario, longestSession: number): number {
  const delays = [
    (chaos.late ?? 0) > 0 ? MOST_LATE : 0,
    (chaos.duplicate ?? 0) + (chaos.conflict ?? 0) > 0 ? MOST_COPY : 0,
    (chaos.out_of_order ?? 0) > 0 ? (profile === 'uniform' ? MOST_COPY : longestSession) : 0,
  ];
  return Math.max(...delays);
}

/** Makes the function that sends a step: once, or more often, or late, as chaos will have it. */
export function sender(
  scenario: Scenario,
): (visit: Visit, step: number, send: (sending: Sending) => void) => void {
  const draws = new Draws(scenario.key);
  const kinds = FAULT_KINDS.filter((kind) => (scenario.chaos[kind] ?? 0) > 0);
  let sum = 0;
  const ends = kinds.map((kind) => (sum += scenario.chaos[kind] ?? 0));
  const isUniform = scenario.profile === 'uniform';

  return (visit, step, send) => {
    const rank = visit.number + step;
    const at = visit.steps[step]!.at;
    const fault = kinds.length === 0 ? null : befall(rank);
    if (fault === 'duplicate' || fault === 'conflict') {
      send({ at, rank, visit, step, fault: null });
      send({ at: at + delay(LEAST_COPY, MOST_COPY), rank: rank + AFTER, visit, step, fault });
    } else if (fault === 'late') {
      send({ at: at + delay(LEAST_LATE, MOST_LATE), rank, visit, step, fault });
    } else if (fault === 'out_of_order') {
      // Behind the event that follows in its session, unless that is moved itself; the last of a session stays.
      const drawn = isUniform ? at + delay(LEAST_COPY, MOST_COPY) : null;
      const next = isMoved(befall(rank + 1)) ? null : (visit.steps[step + 1]?.at ?? drawn);
      if (next === null) send({ at, rank, visit, step, fault: null });
      else send({ at: next, rank: rank + 1 + AFTER, visit, step, fault });
    } else {
      send({ at, rank, visit, step, fault });
    }
  };

  function befall(rank: number): FaultKind | null {
    const roll = draws.seek(STREAMS.fault, rank).unit();
    const fault = kinds[ends.findIndex((end) => roll < end)] ?? null;
    // The first event of all is there in time, so that every part knows whether something comes before it.
    return rank === 0 && isMoved(fault) ? null : fault;
  }

  function delay(least: number, most: number): number {
    return least + Math.floor((most - least) * draws.unit());
  }
}

function isMoved(fault: FaultKind | null): boolean {
  return fault === 'late' || fault === 'out_of_order';
}
