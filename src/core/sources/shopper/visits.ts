import { Draws } from '../../random/draws.ts';
import { rootOf } from './chain.ts';
import { LONGEST_SESSION, sessionTimes } from './clock.ts';
import { SESSION_ROOM } from './plan.ts';
import { play } from './play.ts';
import type { Shop } from './shop.ts';
import type { Step } from './steps.ts';
import type { Visitor } from './visitors.ts';

/** A session, or a part of one: who, and what happened. */
export interface Visit {
  /** Number of the session; each has an id of its own. */
  session: number;
  sessionId: string;
  visitor: Visitor;
  steps: readonly Step[];
  /** Number of the first step among all events of the run; the others follow. Gaps are possible. */
  number: number;
  /** What a writer of its steps has made of it, for those to come. */
  kept: unknown;
}

/**
 * The sessions with events from one time to before another, by their starts, and some more at the edges. Times are
 * microseconds since 1970-01-01T00:00Z.
 */
export function* visits(shop: Shop, from: number, to: number): Generator<Visit, void, undefined> {
  const { scenario, plans, rhythm, sessions } = shop;
  const draws = new Draws(scenario.key);
  const end = rhythm.firstFrom(to);
  for (let index = rhythm.firstFrom(from - LONGEST_SESSION); index < end; index++) {
    const plan = plans.of(index);
    const start = rhythm.start(index);
    if (start < from) {
      const times = sessionTimes(draws, index, plan.length, start, scenario.until);
      if (times[times.length - 1]! < from) continue;
    }
    const { steps } = play(plan, shop);
    yield {
      session: index,
      sessionId: `sess_${shop.sessionIds.hex(index)}`,
      visitor: shop.visitors.of(index, plan.guest, rootOf(plan, shop)),
      steps: index === sessions - 1 ? steps.slice(0, shop.lastLength) : steps,
      number: index * SESSION_ROOM,
      kept: null,
    };
  }
}
