import { compareNames } from '../../aggregates/ranking.ts';
import type { PageRequest, Position } from '../page.ts';
import { checkPage } from '../plain/order.ts';
import { sortRows, sortTies } from './sort-rows.ts';

const DEFAULT_FIRST = 50;

/** A stretch of an order, by index. */
export interface Slice {
  start: number;
  end: number;
}

/**
 * The stretch of `total` rows that a page asks for; `passed` rows lie at or before its `after`, `cut` at or after its `before`.
 *
 * @throws {RangeError} for a page out of its bounds
 */
export function sliceOf(request: PageRequest, total: number, passed: number, cut: number): Slice {
  checkPage(request);
  const { last, offset = 0 } = request;
  let start = Math.min(passed + offset, total);
  let end = Math.max(start, total - cut);
  if (last === undefined) end = Math.min(end, start + (request.first ?? DEFAULT_FIRST));
  else start = Math.max(start, end - last);
  return { start, end };
}

/** How an order runs: by key, then by id. */
export interface Direction {
  key: 'rising' | 'falling';
  id: 'rising' | 'falling';
}

/** Numbers of rows in the order of their keys, and ids where keys are equal; ids are looked at only near the page. */
export function pageOfKeys(
  keys: Float64Array,
  idOf: (row: number) => string,
  direction: Direction,
  request: PageRequest,
): { rows: Uint32Array; slice: Slice } {
  checkPage(request);
  const keySign = direction.key === 'rising' ? 1 : -1;
  const idSign = direction.id === 'rising' ? 1 : -1;
  const { after, before } = request;

  /** Rows whose place compares with a position as asked, or is the same. */
  function count(position: Position | undefined, sign: number): number {
    if (position === undefined) return 0;
    let found = 0;
    for (let row = 0; row < keys.length; row++) {
      const byKey = ((keys[row] as number) - position.key) * keySign;
      const order = byKey || compareNames(idOf(row), position.id) * idSign;
      if (order * sign >= 0) found++;
    }
    return found;
  }

  const slice = sliceOf(request, keys.length, count(after, -1), count(before, 1));
  const rows = sortRows(keys);
  if (direction.key === 'falling') rows.reverse();
  const keyOf = (row: number): number => keys[row] as number;
  let { start: from, end: to } = slice;
  while (from > 0 && from < rows.length && keyOf(rows[from - 1]!) === keyOf(rows[from]!)) from--;
  while (to > 0 && to < rows.length && keyOf(rows[to]!) === keyOf(rows[to - 1]!)) to++;
  sortTies(rows, keyOf, (a, b) => compareNames(idOf(a), idOf(b)) * idSign, { from, to });
  return { rows, slice };
}
