import type { ColumnBounds } from '../columns/bounds.ts';

const ASCII = /^[\x20-\x7e]*$/;

/**
 * The `stats` of an add action as JSON text: rows, and smallest and largest values and nulls of the columns that the table
 * names as having them (Delta protocol, Per-file Statistics).
 *
 * @throws {RangeError} for text with other characters than ASCII, whose order readers do not agree on
 */
export function fileStats(
  rows: number,
  bounds: readonly ColumnBounds[],
  columns: ReadonlySet<string>,
): string {
  const minValues: Record<string, unknown> = {};
  const maxValues: Record<string, unknown> = {};
  const nullCount: Record<string, number> = {};
  for (const { field, min, max, nulls } of bounds) {
    if (!columns.has(field.name)) continue;
    nullCount[field.name] = nulls;
    if (min === undefined || max === undefined) continue;
    minValues[field.name] = statistic(min, field.kind, Math.floor);
    maxValues[field.name] = statistic(max, field.kind, Math.ceil);
  }
  return JSON.stringify({ numRecords: rows, minValues, maxValues, nullCount });
}

/** A bound as the log writes it. Time stamps have milliseconds there, so that bounds are rounded away from the values. */
function statistic(value: unknown, kind: string, round: (millis: number) => number): unknown {
  if (kind === 'time') return new Date(round(Number(value) / 1000)).toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && !ASCII.test(value)) {
    throw new RangeError(`Cannot state a bound as it must be ASCII: ${JSON.stringify(value)}`);
  }
  return value;
}
