import { LONGEST_SESSION } from './clock.ts';
import { longestDelay, sender, type Sending } from './faults.ts';
import type { Scenario } from './options.ts';
import { PROFILES } from './profiles.ts';
import { TimeQueue } from './queue.ts';
import type { Shop } from './shop.ts';
import { uniformVisits } from './uniform.ts';
import { visits } from './visits.ts';

/** A part of a run: what arrives from one time to before another, in microseconds since 1970-01-01T00:00Z. */
export interface Slice {
  from: number;
  to: number;
}

/** Events to a bucket, on average. */
const BUCKET = 1024;

/** Everything that arrives within a slice, in order. Memory: the sessions that are open, and what is late. */
export function* sendings(shop: Shop, { from, to }: Slice): Generator<Sending[], void, undefined> {
  const { scenario } = shop;
  const send = sender(scenario);
  const since = from - longestDelay(scenario, LONGEST_SESSION);
  const queue = new TimeQueue<Sending>(bucketWidth(scenario));
  const take = (sending: Sending): void => {
    if (sending.at >= from && sending.at < to) queue.push(sending);
  };
  const source = PROFILES[scenario.profile].uniform ? uniformVisits : visits;
  for (const visit of source(shop, since, to)) {
    for (let step = 0; step < visit.steps.length; step++) send(visit, step, take);
    yield* queue.takeUntil(visit.steps[0]!.at);
  }
  yield* queue.takeUntil(Infinity);
}

function bucketWidth({ count, from, until }: Scenario): number {
  return Math.max(1000, Math.ceil((BUCKET / count) * (until - from)));
}
