import { DAY } from '../../time/timestamp.ts';
import type { Zone } from '../../time/zone.ts';
import type { StoredEvent, TimelinePoint } from '../answers.ts';
import type { TimelineQuestion } from '../questions.ts';
import { checkCount } from './order.ts';
import { bySession, revenueOf } from './sessions.ts';
import { ofType } from './statistics.ts';

const MOST_POINTS = 10_000;
const MINUTE = 60_000_000;
const HOUR = 3_600_000_000;
const MILLISECOND = 1000;

/** What happened interval by interval. `events` are those of the filter. @throws {RangeError} for over 10,000 points */
export function timelineOf(
  events: readonly StoredEvent[],
  question: Pick<TimelineQuestion, 'interval' | 'from' | 'to'>,
  zone: Zone,
): TimelinePoint[] {
  const { interval, from, to } = question;
  for (const [name, time] of Object.entries({ from, to })) {
    checkCount('draw a timeline', name, time, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }
  if (to <= from) return [];
  const starts = startsOf(interval, from, to, zone);
  const points = Array.from(starts, (): StoredEvent[] => []);
  for (const event of events) {
    if (event.timestamp >= to) continue;
    const at = starts.findLastIndex((start) => start <= event.timestamp);
    points[at]?.push(event);
  }
  return points.map((inside, at) => ({
    start: starts[at] as number,
    events: inside.length,
    sessions: bySession(inside).size,
    adds: ofType(inside, 'add_to_cart').length,
    purchases: ofType(inside, 'purchase').length,
    revenue_vnd: revenueOf(inside),
  }));
}

/** The starts of all intervals with a time from `from` to before `to` in them, rising. */
export function startsOf(
  interval: TimelineQuestion['interval'],
  from: number,
  to: number,
  zone: Zone,
): number[] {
  const starts: number[] = [];
  for (let at = 0; ; at++) {
    const start = startOf(interval, from, at, zone);
    if (start >= to) return starts;
    // A day that the zone leaves out has no length.
    if (start !== starts.at(-1)) starts.push(start);
    if (starts.length > MOST_POINTS) {
      throw new RangeError(
        `Cannot draw a timeline as it must have at most ${MOST_POINTS} points: every ${interval} from ${from} to ${to}`,
      );
    }
  }
}

/** Start of the `at`-th interval from the one that has `from` in it on. */
function startOf(interval: TimelineQuestion['interval'], from: number, at: number, zone: Zone): number {
  const local = zone.toLocal(from);
  if (interval === 'minute') return from - modulo(local, MINUTE) + at * MINUTE;
  if (interval === 'hour') return from - modulo(local, HOUR) + at * HOUR;
  const date = new Date(Math.floor(local / DAY) * (DAY / MILLISECOND));
  if (interval === 'day') date.setUTCDate(date.getUTCDate() + at);
  // 1970-01-01 was a Thursday; getUTCDay() says 1 on a Monday.
  if (interval === 'week') date.setUTCDate(date.getUTCDate() - modulo(date.getUTCDay() - 1, 7) + at * 7);
  if (interval === 'month') date.setUTCMonth(date.getUTCMonth() + at, 1);
  return zone.toUtc(date.getTime() * MILLISECOND);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
