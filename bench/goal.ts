import type { Answer } from './harness.ts';
import type { Ratios } from './ratios.ts';

/** What an answer has to be to be good: all of these. */
export interface Goal {
  /** Our time as a part of the other side's, or an event where both sides are ours, at most. */
  time?: number;
  /** Our peak memory as a part of the other side's, at most. */
  memory?: number;
  /** Our seconds, at most. */
  seconds?: number;
  /** Our events a second, at least. */
  rate?: number;
  /** Names of our other figures that have to be 0. */
  none?: readonly string[];
}

/** `time ≤ 0.8 x, memory ≤ 0.2 x`. */
export function printGoal({ time, memory, seconds, rate, none = [] }: Goal): string {
  return [
    ...(time === undefined ? [] : [`time ≤ ${time} x`]),
    ...(memory === undefined ? [] : [`memory ≤ ${memory} x`]),
    ...(seconds === undefined ? [] : [seconds < 1 ? `≤ ${seconds * 1000} ms` : `≤ ${seconds} s`]),
    ...(rate === undefined ? [] : [`≥ ${rate.toLocaleString('en')} events/s`]),
    ...none.map((name) => `no ${name}`),
  ].join(', ');
}

/** Whether an answer is as good as wanted; null where there is nothing to compare it with. */
export function isMet(
  goal: Goal,
  { ours, events }: Pick<Answer, 'ours' | 'events'>,
  ratio: Ratios | null,
): boolean | null {
  const { time = Infinity, memory = Infinity, seconds = Infinity, rate = 0, none = [] } = goal;
  if (ratio === null && (goal.time !== undefined || goal.memory !== undefined)) return null;
  return (
    (ratio?.time ?? 0) <= time &&
    (ratio?.memory ?? 0) <= memory &&
    ours.seconds <= seconds &&
    (events ?? 0) / ours.seconds >= rate &&
    none.every((name) => ours.more?.[name] === 0)
  );
}
