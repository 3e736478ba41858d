import type { FunnelAnswer } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import type { FunnelQuestion } from '../questions.ts';
import { type FilteredSessions, filteredSessions } from './filtered-sessions.ts';
import type { View } from './view.ts';

/** Sessions looked at between two looks at who else is waiting. */
const STEP = 32_768;
const MOST_STEPS = 10;

/** How many steps a session comes to whose events are at `start` to `end`. */
type Depth = (sessions: FilteredSessions, start: number, end: number) => number;

/** How far sessions come, in one pass. */
export async function answerFunnel(view: View, question: FunnelQuestion): Promise<FunnelAnswer> {
  const { steps, mode = 'ordered', within = Number.POSITIVE_INFINITY, filter } = question;
  checkCount('follow a funnel', 'the number of steps', steps.length, 1, MOST_STEPS);
  if (question.within !== undefined) {
    checkCount('follow a funnel', 'within', question.within, 0, Number.MAX_SAFE_INTEGER);
  }
  const sessions = await filteredSessions(view, filter);
  const { starts, types } = sessions;
  const codes = steps.map((type) => types.indexOf(type));
  const depthOf = DEPTHS[mode](codes, within);
  const reached = new Uint32Array(steps.length + 1);
  let count = 0;
  for (let session = 0; session + 1 < starts.length; session++) {
    const [start, end] = [starts[session] as number, starts[session + 1] as number];
    if (start < end) {
      count++;
      reached[depthOf(sessions, start, end)]!++;
    }
    if (session % STEP === 0) await view.pace.step(STEP * 10);
  }
  for (let depth = steps.length - 1; depth >= 0; depth--) reached[depth]! += reached[depth + 1] as number;
  return {
    sessions: count,
    steps: steps.map((type, at) => ({ type, sessions: reached[at + 1] as number })),
    version: view.version,
  };
}

const DEPTHS: Readonly<
  Record<NonNullable<FunnelQuestion['mode']>, (steps: readonly number[], within: number) => Depth>
> = { ordered: orderedDepth, strict: strictDepth, any: anyDepth };

/** Of all ways to come to a depth the one that began last leaves the most time: only that is remembered. */
function orderedDepth(steps: readonly number[], within: number): Depth {
  const begun = new Float64Array(steps.length);
  return ({ times, steps: events }, start, end) => {
    begun.fill(Number.NEGATIVE_INFINITY);
    let deepest = 0;
    for (let i = start; i < end; i++) {
      const type = events[i] as number;
      const time = times[i] as number;
      for (let depth = Math.min(deepest, steps.length - 1); depth >= 0; depth--) {
        if (steps[depth] !== type) continue;
        const begin = depth === 0 ? time : (begun[depth - 1] as number);
        if (!(time <= begin + within) || begin === Number.NEGATIVE_INFINITY) continue;
        if (begin > (begun[depth] as number)) begun[depth] = begin;
        if (depth === deepest) deepest++;
      }
    }
    return deepest;
  };
}

function strictDepth(steps: readonly number[], within: number): Depth {
  return ({ times, steps: events }, start, end) => {
    let deepest = 0;
    for (let i = start; i < end && deepest < steps.length; i++) {
      const until = (times[i] as number) + within;
      let depth = 0;
      while (
        depth < steps.length &&
        i + depth < end &&
        events[i + depth] === steps[depth] &&
        (times[i + depth] as number) <= until
      ) {
        depth++;
      }
      if (depth > deepest) deepest = depth;
    }
    return deepest;
  };
}

/** A window moves over the session; steps that are asked for twice have to be in it twice. */
function anyDepth(steps: readonly number[], within: number): Depth {
  // How many events of its type each step asks for, those before it among them, and where its type is counted.
  const asked = steps.map((type, at) => steps.slice(0, at + 1).filter((other) => other === type).length);
  const slots = steps.map((type) => steps.indexOf(type));
  const slotOf = new Map(steps.map((type, at) => [type, slots[at] as number]));
  const counts = new Uint32Array(steps.length);
  return ({ times, steps: events }, start, end) => {
    counts.fill(0);
    let deepest = 0;
    for (let first = start, next = start; first < end && deepest < steps.length; first++) {
      const until = (times[first] as number) + within;
      for (; next < end && (times[next] as number) <= until; next++) {
        const slot = slotOf.get(events[next] as number);
        if (slot !== undefined) counts[slot]!++;
      }
      let depth = 0;
      while (depth < steps.length && (counts[slots[depth] as number] as number) >= (asked[depth] as number))
        depth++;
      if (depth > deepest) deepest = depth;
      if (next === end && within === Number.POSITIVE_INFINITY) break;
      const slot = slotOf.get(events[first] as number);
      if (slot !== undefined) counts[slot]!--;
    }
    return deepest;
  };
}
