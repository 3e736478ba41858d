import { compareNames } from '../../aggregates/ranking.ts';
import type { StoredEvent } from '../answers.ts';
import type { Page, Position } from '../page.ts';
import { checkPage } from '../plain/order.ts';
import type { EventsQuestion } from '../questions.ts';
import { textAt } from './columns.ts';
import { EVENT_COLUMNS, pickRows } from './pick-rows.ts';
import { loadSelection, selectRows } from './select.ts';
import { sliceOf } from './slice.ts';
import { orderOf, type Stretch, stretchesOf } from './stretches.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { View } from './view.ts';

/** A stretch and which of its rows are wanted; undefined for all of them. */
interface Wanted {
  stretch: Stretch;
  mask: Uint8Array | undefined;
  count: number;
}

/** A page of the events of a filter. Memory: a byte a row of files that hold some of them. */
export async function pageOfEvents(view: View, question: EventsQuestion): Promise<Page<StoredEvent>> {
  const { filter, order = 'newest', page } = question;
  checkPage(page);
  await loadSelection(view, filter);
  const wanted: Wanted[] = [];
  for (const stretch of stretchesOf(view.files)) wanted.push(await select(view, stretch, filter));
  const total = wanted.reduce((sum, { count }) => sum + count, 0);

  const before = (position: Position | undefined, inclusive: boolean): Promise<number> =>
    countBefore(view, wanted, position, inclusive);
  const isNewest = order === 'newest';
  const passed =
    page.after === undefined
      ? 0
      : isNewest
        ? total - (await before(page.after, false))
        : await before(page.after, true);
  const cut =
    page.before === undefined
      ? 0
      : isNewest
        ? await before(page.before, true)
        : total - (await before(page.before, false));
  const { start, end } = sliceOf(page, total, passed, cut);
  const rows = isNewest
    ? (await rowsBetween(view, wanted, total - end, total - start)).toReversed()
    : await rowsBetween(view, wanted, start, end);
  const events = (await pickRows(view, rows, EVENT_COLUMNS)) as StoredEvent[];
  return {
    rows: events.map((row) => ({ row, position: { key: row.timestamp, id: row.event_id } })),
    total,
    hasNext: end < total,
    hasPrevious: start > 0,
    version: view.version,
  };
}

async function select(view: View, stretch: Stretch, filter: EventsQuestion['filter']): Promise<Wanted> {
  let count = 0;
  let mask: Uint8Array | undefined;
  for (const file of stretch.files) {
    const rows = await selectRows(view, file, filter);
    count += rows.length;
    // Most stretches hold all or nothing.
    if (rows.length === 0 || (stretch.files.length === 1 && rows.length === file.rows)) continue;
    mask ??= new Uint8Array(stretch.rows);
    const base = file.base - stretch.base;
    for (let i = 0; i < rows.length; i++) mask[base + (rows[i] as number)] = 1;
  }
  return { stretch, mask: count === stretch.rows ? undefined : mask, count };
}

/** How many of the wanted rows stand before a position in order of time, or at it. */
async function countBefore(
  view: View,
  wanted: readonly Wanted[],
  position: Position | undefined,
  inclusive: boolean,
): Promise<number> {
  if (position === undefined) return 0;
  let found = 0;
  for (const { stretch, mask, count } of wanted) {
    if (count === 0 || stretch.from > position.key) continue;
    if (stretch.to < position.key) {
      found += count;
      continue;
    }
    const order = await orderOf(view, stretch);
    const end = await placeOf(view, stretch, order, position, inclusive);
    if (mask === undefined) found += end;
    else for (let i = 0; i < end; i++) found += mask[order[i] as number] as number;
  }
  return found;
}

/** The first place of an order at or after a position; after it, with `inclusive`. */
async function placeOf(
  view: View,
  { base }: Stretch,
  order: Uint32Array,
  { key, id }: Position,
  inclusive: boolean,
): Promise<number> {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = base + (order[middle] as number);
    const file = view.files[fileOfRow(view.files, row)] as TableFile;
    const time = (await view.numbers(file, 'timestamp'))[row - file.base] as number;
    const compared = time - key || compareNames(textAt(await view.ids(file), row - file.base), id);
    if (compared < 0 || (inclusive && compared === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows of the table: the wanted ones from one place to another in order of time. */
async function rowsBetween(
  view: View,
  wanted: readonly Wanted[],
  start: number,
  end: number,
): Promise<number[]> {
  const rows: number[] = [];
  let first = 0;
  for (const { stretch, mask, count } of wanted) {
    const [from, to] = [Math.max(0, start - first), Math.min(count, end - first)];
    first += count;
    if (from >= to) continue;
    const order = await orderOf(view, stretch);
    if (mask === undefined) for (let i = from; i < to; i++) rows.push(stretch.base + (order[i] as number));
    else {
      for (let i = 0, seen = 0; seen < to; i++) {
        const row = order[i] as number;
        if (mask[row] === 1 && seen++ >= from) rows.push(stretch.base + row);
      }
    }
  }
  return rows;
}
