import type { TimelinePoint } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import { startsOf } from '../plain/timeline.ts';
import type { TimelineQuestion } from '../questions.ts';
import { codesAt, loadSelection, rowsWith, selectRows } from './select.ts';
import { sessionNumbers } from './session-numbers.ts';
import type { TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

/** In microseconds: what some writers of logs cut off of bounds. */
const MILLISECOND = 1000;

const COLUMNS = ['event_type', 'session_id', 'total_amount_vnd'] as const satisfies readonly ColumnName[];

/** What happened interval by interval, in one pass. Memory: 4 bytes a session and one of its visits to an interval. */
export async function answerTimeline(view: View, question: TimelineQuestion): Promise<TimelinePoint[]> {
  const { interval, from, to, filter = {} } = question;
  for (const [name, time] of Object.entries({ from, to })) {
    checkCount('draw a timeline', name, time, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }
  if (to <= from) return [];
  const starts = startsOf(interval, from, to, view.zone);
  const revenues = starts.map(() => new VndSum());
  const points = starts.map((start) => ({
    start,
    events: 0,
    sessions: 0,
    adds: 0,
    purchases: 0,
    revenue_vnd: 0,
  }));
  const within = {
    ...filter,
    from: Math.max(filter.from ?? Number.NEGATIVE_INFINITY, starts[0] as number),
    to: Math.min(filter.to ?? Number.POSITIVE_INFINITY, to),
  };
  await loadSelection(view, within, COLUMNS);
  const numbers = await sessionNumbers(view);
  // Sessions that were there, interval by interval; some of them more than once.
  const visits: Uint32Array[][] = starts.map(() => []);
  for (const [index, file] of view.files.entries()) {
    const rows = await selectRows(view, file, within);
    if (rows.length === 0) continue;
    await view.load(file, COLUMNS);
    const [amounts, type, session] = await Promise.all([
      view.coded(file, 'total_amount_vnd'),
      view.texts(file, 'event_type'),
      view.texts(file, 'session_id'),
    ]);
    for (const [at, own] of await byInterval(view, file, rows, starts)) {
      const point = points[at] as TimelinePoint;
      point.events += own.length;
      point.adds += rowsWith(type, 'add_to_cart', own).length;
      const purchases = rowsWith(type, 'purchase', own);
      point.purchases += purchases.length;
      for (const row of purchases) if (amounts.at(row) > 0) revenues[at]!.add(amounts.at(row));
      const seen = codesAt(session.codes, session.texts.size, own);
      visits[at]!.push((numbers.ofCode[index] as Uint32Array).filter((_, code) => seen[code] === 1));
    }
    await view.pace.step(rows.length * 2);
  }
  countSessions(points, visits, numbers.count);
  await view.pace.step(view.rows);
  for (const [at, point] of points.entries()) point.revenue_vnd = (revenues[at] as VndSum).value();
  return points;
}

/** Rows of a file by interval, of those that have some; times are read only where the log does not put all of them into one. */
async function byInterval(
  view: View,
  file: TableFile,
  rows: Uint32Array,
  starts: readonly number[],
): Promise<[number, Uint32Array][]> {
  const first = intervalOf(starts, file.from, 0);
  const next = starts[first + 1] ?? Number.POSITIVE_INFINITY;
  if ((starts[first] as number) <= file.from && file.to + MILLISECOND < next) return [[first, rows]];
  return groupRows(await view.numbers(file, 'timestamp'), rows, starts);
}

function groupRows(
  times: Float64Array,
  rows: Uint32Array,
  starts: readonly number[],
): [number, Uint32Array][] {
  const points = new Uint32Array(rows.length);
  const ends = new Uint32Array(starts.length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    points[i] = at = intervalOf(starts, times[rows[i] as number] as number, at);
    ends[at]!++;
  }
  for (let at = 1; at < ends.length; at++) ends[at]! += ends[at - 1] as number;
  const ordered = new Uint32Array(rows.length);
  for (let i = rows.length - 1; i >= 0; i--) ordered[--ends[points[i] as number]!] = rows[i] as number;
  // What were ends are starts by now.
  return Array.from(ends, (start, at): [number, Uint32Array] => [
    at,
    ordered.subarray(start, ends[at + 1] ?? rows.length),
  ]).filter(([, own]) => own.length > 0);
}

/** The last interval that begins by a time, which is in one; `near` is a guess. */
function intervalOf(starts: readonly number[], time: number, near: number): number {
  if ((starts[near] as number) <= time && time < (starts[near + 1] ?? Number.POSITIVE_INFINITY)) return near;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Tells points how many different sessions visited them. Memory: 4 bytes a session. */
function countSessions(
  points: readonly TimelinePoint[],
  visits: readonly (readonly Uint32Array[])[],
  sessions: number,
): void {
  // One more than the last interval that a session was seen in.
  const seen = new Uint32Array(sessions);
  for (const [at, point] of points.entries()) {
    for (const visit of visits[at] ?? []) {
      for (const session of visit) {
        if (seen[session] === at + 1) continue;
        seen[session] = at + 1;
        point.sessions++;
      }
    }
  }
}
