import { compareNames } from '../../aggregates/ranking.ts';
import type { StoredEvent } from '../answers.ts';
import type { Page, PageRequest, Position } from '../page.ts';

const LIMIT = 1000;
const DEFAULT_FIRST = 50;

/** How two places of an order compare: below 0 where the first comes before the second. */
export type ComparePositions = (a: Position, b: Position) => number;

/** Key rising, then id rising in code unit order. */
export function rising(a: Position, b: Position): number {
  return a.key - b.key || compareNames(a.id, b.id);
}

/** The exact reverse of `rising`. */
export function falling(a: Position, b: Position): number {
  return rising(b, a);
}

/** Key falling, then id rising. */
export function keyFalling(a: Position, b: Position): number {
  return b.key - a.key || compareNames(a.id, b.id);
}

/** Where an event stands in time. */
export function timePosition(event: StoredEvent): Position {
  return { key: event.timestamp, id: event.event_id };
}

export interface Order<Row> {
  position: (row: Row) => Position;
  compare: ComparePositions;
}

/**
 * The stretch of rows that a page asks for. With `after`, all up to it is passed over, with `before` all from it on; then
 * `first` or `last` cuts what is left. Neither position has to be of a row that is there.
 *
 * @throws {RangeError} for a page out of its bounds
 */
export function pageOf<Row>(
  rows: readonly Row[],
  order: Order<Row>,
  request: PageRequest,
  version: number,
): Page<Row> {
  checkPage(request);
  const { compare } = order;
  const { after, before, last, offset = 0 } = request;
  const sorted = rows
    .map((row) => ({ row, position: order.position(row) }))
    .toSorted((a, b) => compare(a.position, b.position));
  const passed = sorted.filter(({ position }) => after && compare(position, after) <= 0).length;
  const cut = sorted.filter(({ position }) => before && compare(position, before) >= 0).length;
  let start = Math.min(passed + offset, sorted.length);
  let end = Math.max(start, sorted.length - cut);
  if (last === undefined) end = Math.min(end, start + (request.first ?? DEFAULT_FIRST));
  else start = Math.max(start, end - last);
  return {
    rows: sorted.slice(start, end),
    total: sorted.length,
    hasNext: end < sorted.length,
    hasPrevious: start > 0,
    version,
  };
}

/** Refuses a page that says too much or contradicts itself. @throws {RangeError} naming what is wrong */
export function checkPage({ first, after, last, before, offset = 0 }: PageRequest): void {
  if (first !== undefined) checkCount('page', 'first', first, 0, LIMIT);
  if (last !== undefined) checkCount('page', 'last', last, 0, LIMIT);
  checkCount('page', 'offset', offset, 0, Number.MAX_SAFE_INTEGER);
  if (first !== undefined && last !== undefined) {
    throw new RangeError(`Cannot page as first and last must not be given together: ${first} and ${last}`);
  }
  if (offset > 0 && (last !== undefined || after !== undefined || before !== undefined)) {
    throw new RangeError(
      `Cannot page as offset must not be given with last, after or before: offset is ${offset}`,
    );
  }
  for (const [name, position] of Object.entries({ after, before })) {
    if (position !== undefined && Number.isNaN(position.key)) {
      throw new RangeError(`Cannot page as the key of ${name} must be a number: ${position.key}`);
    }
  }
}

/** Refuses a number that is not whole or not from `low` to `high`. @throws {RangeError} naming it */
export function checkCount(action: string, name: string, value: number, low: number, high: number): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  throw new RangeError(`Cannot ${action} as ${name} must be a whole number from ${low} to ${high}: ${value}`);
}
