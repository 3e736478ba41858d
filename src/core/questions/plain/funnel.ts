import type { FunnelAnswer, StoredEvent } from '../answers.ts';
import type { FunnelQuestion } from '../questions.ts';
import { checkCount } from './order.ts';
import { bySession } from './sessions.ts';

const MOST_STEPS = 10;

/** How many steps a session comes to from its event `start` on, all of them by the time `until`. */
type Depth = (
  session: readonly StoredEvent[],
  start: number,
  steps: readonly string[],
  until: number,
) => number;

const DEPTHS: Readonly<Record<NonNullable<FunnelQuestion['mode']>, Depth>> = {
  ordered: orderedDepth,
  strict: strictDepth,
  any: anyDepth,
};

/** How far sessions come. `events` are those of the filter, in order of time. @throws {RangeError} for 0 or over 10 steps */
export function funnelOf(
  events: readonly StoredEvent[],
  question: FunnelQuestion,
): Omit<FunnelAnswer, 'version'> {
  const { steps, mode = 'ordered', within } = question;
  checkCount('follow a funnel', 'the number of steps', steps.length, 1, MOST_STEPS);
  if (within !== undefined) {
    checkCount('follow a funnel', 'within', within, 0, Number.MAX_SAFE_INTEGER);
  }
  const sessions = [...bySession(events).values()];
  const patience = within ?? Number.POSITIVE_INFINITY;
  const depths = sessions.map((session) =>
    session
      .map((event, start) => DEPTHS[mode](session, start, steps, event.timestamp + patience))
      .reduce((deepest, depth) => Math.max(deepest, depth), 0),
  );
  return {
    sessions: sessions.length,
    steps: steps.map((type, at) => ({ type, sessions: depths.filter((depth) => depth > at).length })),
  };
}

/** The first step at `start`, then each next one as early as it comes. */
function orderedDepth(
  session: readonly StoredEvent[],
  start: number,
  steps: readonly string[],
  until: number,
): number {
  if (session[start]?.event_type !== steps[0]) return 0;
  let depth = 0;
  for (const event of session.slice(start)) {
    if (event.timestamp <= until && event.event_type === steps[depth]) depth++;
  }
  return depth;
}

/** The steps at `start`, `start + 1` and so on. */
function strictDepth(
  session: readonly StoredEvent[],
  start: number,
  steps: readonly string[],
  until: number,
): number {
  let depth = 0;
  for (const event of session.slice(start, start + steps.length)) {
    if (event.timestamp > until || event.event_type !== steps[depth]) break;
    depth++;
  }
  return depth;
}

/** The steps in whatever order, from `start` on; a type that is asked for twice has to come twice. */
function anyDepth(
  session: readonly StoredEvent[],
  start: number,
  steps: readonly string[],
  until: number,
): number {
  const left = session
    .slice(start)
    .filter((event) => event.timestamp <= until)
    .map((event) => event.event_type);
  let depth = 0;
  for (const step of steps) {
    const found = left.indexOf(step);
    if (found === -1) break;
    left.splice(found, 1);
    depth++;
  }
  return depth;
}
