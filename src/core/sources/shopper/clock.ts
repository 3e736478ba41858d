import type { Draws } from '../../random/draws.ts';
import { STREAMS } from './streams.ts';

const SECOND = 1_000_000;
/** A pause lets the coffee get cold, but no session of web analytics ends before half an hour of silence. */
const PAUSES = 2;
const [SHORTEST_PAUSE, PAUSE_SPREAD] = [180 * SECOND, 720 * SECOND];
const PAUSE_CHANCE = 0.012;
const [SHORTEST_GAP, GAP_SPREAD] = [1.5 * SECOND, 120 * SECOND];
const [FASTEST, PACE_SPREAD] = [0.5, 1.5];

/** No session lasts longer: 62 gaps at the slowest pace and two pauses, in microseconds. */
export const LONGEST_SESSION =
  62 * (SHORTEST_GAP + GAP_SPREAD) * (FASTEST + PACE_SPREAD) + PAUSES * (SHORTEST_PAUSE + PAUSE_SPREAD);

/**
 * When the events of a session happen, rising, in microseconds: gaps of seconds to minutes at the shopper's own pace, now and
 * then a pause. Who comes shortly before the end of the period hurries to be done before it.
 */
export function sessionTimes(
  draws: Draws,
  session: number,
  length: number,
  start: number,
  until: number,
): number[] {
  draws.seek(STREAMS.clock, session);
  const pace = FASTEST + PACE_SPREAD * draws.unit() * draws.unit();
  const times = [start];
  let at = 0;
  let pauses = 0;
  for (let step = 1; step < length; step++) {
    at += pace * (SHORTEST_GAP + GAP_SPREAD * draws.unit() * draws.unit());
    if (pauses < PAUSES && draws.chance(PAUSE_CHANCE)) {
      at += SHORTEST_PAUSE + PAUSE_SPREAD * draws.unit();
      pauses++;
    }
    times.push(at);
  }
  const room = until - start;
  const scale = at < room ? 1 : (room - 1) / (at + SECOND);
  for (let step = 1; step < length; step++) times[step] = start + Math.floor((times[step] as number) * scale);
  return times;
}
