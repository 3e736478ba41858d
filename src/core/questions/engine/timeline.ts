import type { TimelinePoint } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import { startsOf } from '../plain/timeline.ts';
import type { TimelineQuestion } from '../questions.ts';
import type { TextColumn } from './columns.ts';
import { loadSelection, rowsWith, selectRows } from './select.ts';
import { sessionNumbers } from './session-numbers.ts';
import type { TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

/** In microseconds: what some writers of logs cut off of bounds. */
const MILLISECOND = 1000;

const COLUMNS = ['event_type', 'session_id', 'total_amount_vnd'] as const satisfies readonly ColumnName[];

/** What happened interval by interval, in one pass. Memory: 12 bytes an event of the filter, and 4 a session. */
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
  const visits: Visits[] = [];
  for (const [index, file] of view.files.entries()) {
    const rows = await selectRows(view, file, within);
    if (rows.length === 0) continue;
    await view.load(file, COLUMNS);
    const [amounts, type, session] = await Promise.all([
      view.coded(file, 'total_amount_vnd'),
      view.texts(file, 'event_type'),
      view.texts(file, 'session_id'),
    ]);
    const at = await intervalsOf(view, file, starts);
    for (let i = 0; i < rows.length; i++) points[at(rows[i] as number)]!.events++;
    for (const row of rowsWith(type, 'add_to_cart', rows)) points[at(row)]!.adds++;
    for (const row of rowsWith(type, 'purchase', rows)) {
      points[at(row)]!.purchases++;
      if (amounts.at(row) > 0) revenues[at(row)]!.add(amounts.at(row));
    }
    visits.push(visitsOf(session, numbers.ofCode[index] as Uint32Array, rows, at));
    await view.pace.step(rows.length * 2);
  }
  const sessions = countSessions(visits, points.length, numbers.count);
  await view.pace.step(view.rows);
  for (const [at, point] of points.entries()) {
    point.sessions = sessions[at] as number;
    point.revenue_vnd = (revenues[at] as VndSum).value();
  }
  return points;
}

/** Tells the interval of a row of a file; times are read only where the log does not put all of them into one. */
async function intervalsOf(
  view: View,
  file: TableFile,
  starts: readonly number[],
): Promise<(row: number) => number> {
  const first = intervalOf(starts, file.from, 0);
  if ((starts[first] as number) <= file.from && file.to + MILLISECOND < (starts[first + 1] ?? Infinity)) {
    return () => first;
  }
  const times = await view.numbers(file, 'timestamp');
  let near = 0;
  return (row) => (near = intervalOf(starts, times[row] as number, near));
}

/** Which sessions were there in which intervals, of one file; some of them more than once. */
interface Visits {
  points: Uint32Array;
  sessions: Uint32Array;
}

/** A session is told once as long as the interval stays the same. */
function visitsOf(
  { codes, texts }: TextColumn,
  numbers: Uint32Array,
  rows: Uint32Array,
  at: (row: number) => number,
): Visits {
  // One more than the interval that a session was seen in last, by code.
  const seen = new Uint32Array(texts.size + 1);
  const points = new Uint32Array(rows.length);
  const sessions = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const code = codes[row] as number;
    const point = at(row);
    if (seen[code] === point + 1) continue;
    seen[code] = point + 1;
    points[count] = point;
    sessions[count++] = numbers[code] as number;
  }
  return { points: points.slice(0, count), sessions: sessions.slice(0, count) };
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

/** Different sessions of each interval: visits are put in the order of intervals, where a session's last one tells. */
function countSessions(visits: readonly Visits[], points: number, sessions: number): Uint32Array {
  const next = new Uint32Array(points + 1);
  for (const { points: of } of visits) for (const point of of) next[point + 1]!++;
  for (let point = 0; point < points; point++) next[point + 1]! += next[point] as number;
  const ordered = new Uint32Array(next[points] as number);
  for (const visit of visits) {
    for (let i = 0; i < visit.points.length; i++) {
      ordered[next[visit.points[i] as number]!++] = visit.sessions[i] as number;
    }
  }
  const counts = new Uint32Array(points);
  // One more than the last interval that a session was seen in.
  const seen = new Uint32Array(sessions);
  for (let at = 0, i = 0; at < points; at++) {
    for (const end = next[at] as number; i < end; i++) {
      const session = ordered[i] as number;
      if (seen[session] === at + 1) continue;
      seen[session] = at + 1;
      counts[at]!++;
    }
  }
  return counts;
}
