import type { ColumnBounds } from '../columns/bounds.ts';

/** Texts longer than this say little about a file, and make the log long. */
const LONGEST_TEXT = 64;
const ASCII = /^[\x20-\x7e]*$/;

/** The `stats` of an add action as JSON text: rows, smallest and largest values, nulls (Delta protocol, Per-file Statistics). */
export function fileStats(rows: number, bounds: readonly ColumnBounds[]): string {
  const minValues: Record<string, unknown> = {};
  const maxValues: Record<string, unknown> = {};
  const nullCount: Record<string, number> = {};
  for (const { field, min, max, nulls } of bounds) {
    nullCount[field.name] = nulls;
    const low = statistic(min, field.kind, Math.floor);
    const high = statistic(max, field.kind, Math.ceil);
    if (low === undefined || high === undefined) continue;
    minValues[field.name] = low;
    maxValues[field.name] = high;
  }
  return JSON.stringify({ numRecords: rows, minValues, maxValues, nullCount });
}

/** A bound as the log writes it. Time stamps have milliseconds there, so that bounds are rounded away from the values. */
function statistic(value: unknown, kind: string, round: (millis: number) => number): unknown {
  if (value === undefined || kind === 'bool') return undefined;
  if (kind === 'time') return new Date(round(Number(value) / 1000)).toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return value.length <= LONGEST_TEXT && ASCII.test(value) ? value : undefined;
  return value;
}
