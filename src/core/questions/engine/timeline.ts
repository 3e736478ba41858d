import type { TimelinePoint } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import { startsOf } from '../plain/timeline.ts';
import type { TimelineQuestion } from '../questions.ts';
import { codeOf, loadSelection, selectRows } from './select.ts';
import { sessionNumbers } from './session-numbers.ts';
import type { View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

/** What happened interval by interval, in one pass. Memory: 12 bytes an event of the filter, and 4 a session. */
export async function answerTimeline(view: View, question: TimelineQuestion): Promise<TimelinePoint[]> {
  const { interval, from, to, filter = {} } = question;
  for (const [name, time] of Object.entries({ from, to })) {
    checkCount('draw a timeline', name, time, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }
  if (to <= from) return [];
  const starts = startsOf(interval, from, to, view.zone);
  const { ids, ofRow } = await sessionNumbers(view);
  const points = starts.map((start) => ({
    start,
    events: 0,
    sessions: 0,
    adds: 0,
    purchases: 0,
    revenue_vnd: 0,
  }));
  const revenues = starts.map(() => new VndSum());
  const within = {
    ...filter,
    from: Math.max(filter.from ?? Number.NEGATIVE_INFINITY, starts[0] as number),
    to: Math.min(filter.to ?? Number.POSITIVE_INFINITY, to),
  };
  await loadSelection(view, within, ['timestamp', 'total_amount_vnd', 'event_type']);
  const parts: { point: Uint32Array; session: Uint32Array }[] = [];
  for (const file of view.files) {
    const rows = await selectRows(view, file, within);
    if (rows.length === 0) continue;
    await view.load(file, ['timestamp', 'total_amount_vnd', 'event_type']);
    const [times, amounts, type] = await Promise.all([
      view.numbers(file, 'timestamp'),
      view.numbers(file, 'total_amount_vnd'),
      view.texts(file, 'event_type'),
    ]);
    const add = codeOf(type, 'add_to_cart');
    const purchase = codeOf(type, 'purchase');
    const part = { point: new Uint32Array(rows.length), session: new Uint32Array(rows.length) };
    let at = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      at = intervalOf(starts, times[row] as number, at);
      const point = points[at] as TimelinePoint;
      point.events++;
      part.point[i] = at;
      part.session[i] = ofRow[file.base + row] as number;
      const code = type.codes[row] as number;
      if (code === add) point.adds++;
      if (code !== purchase) continue;
      point.purchases++;
      if ((amounts[row] as number) > 0) (revenues[at] as VndSum).add(amounts[row] as number);
    }
    parts.push(part);
    await view.pace.step(rows.length * 2);
  }
  const sessions = countSessions(parts, points, ids.length);
  await view.pace.step(ofRow.length);
  for (const [at, point] of points.entries()) {
    point.sessions = sessions[at] as number;
    point.revenue_vnd = (revenues[at] as VndSum).value();
  }
  return points;
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

/** Different sessions of each interval: sessions are put in the order of intervals, where a session's last one tells. */
function countSessions(
  parts: readonly { point: Uint32Array; session: Uint32Array }[],
  points: readonly { events: number }[],
  sessions: number,
): Uint32Array {
  const next = new Uint32Array(points.length);
  let total = 0;
  points.forEach(({ events }, at) => {
    next[at] = total;
    total += events;
  });
  const ordered = new Uint32Array(total);
  for (const { point, session } of parts) {
    for (let i = 0; i < point.length; i++) ordered[next[point[i] as number]!++] = session[i] as number;
  }
  const counts = new Uint32Array(points.length);
  // One more than the last interval that a session was seen in.
  const seen = new Uint32Array(sessions);
  for (let at = 0, i = 0; at < points.length; at++) {
    for (const end = next[at] as number; i < end; i++) {
      const session = ordered[i] as number;
      if (seen[session] === at + 1) continue;
      seen[session] = at + 1;
      counts[at]!++;
    }
  }
  return counts;
}
