import type { AddFile } from '../../lake/actions.ts';
import type { Snapshot } from '../../lake/log.ts';

/** A data file of a version of the table. */
export interface TableFile {
  /** From the root of the storage. */
  path: string;
  bytes: number;
  rows: number;
  /** Number of its first row among the rows of all files. */
  base: number;
  /** Bounds of its events' times in microseconds; infinite where the log does not say. */
  from: number;
  to: number;
  customers: Bounds;
  products: Bounds;
}

/** Both inclusive. */
export interface Bounds {
  low: number;
  high: number;
}

/** The files of a version, by the time of their first event; `countRows` tells the rows of those that the log does not count. */
export async function tableFiles(
  table: string,
  { files }: Snapshot,
  countRows: (path: string, bytes: number) => Promise<number>,
): Promise<TableFile[]> {
  const found: TableFile[] = [];
  for (const [name, add] of files) {
    const stats = readStats(add);
    const path = `${table}/${name}`;
    const rows = stats.numRecords ?? (await countRows(path, add.size));
    const time = boundsOf(stats, 'timestamp');
    found.push({
      path,
      bytes: add.size,
      rows,
      base: 0,
      from: time.low,
      to: time.high,
      customers: boundsOf(stats, 'customer_id'),
      products: boundsOf(stats, 'product_id'),
    });
  }
  found.sort((a, b) => a.from - b.from || (a.path < b.path ? -1 : 1));
  let base = 0;
  for (const file of found) {
    file.base = base;
    base += file.rows;
  }
  return found;
}

/** The file that holds a row of the table; `files` by base. */
export function fileOfRow(files: readonly TableFile[], row: number): number {
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((files[middle] as TableFile).base <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Stats {
  numRecords?: number;
  minValues?: Record<string, unknown>;
  maxValues?: Record<string, unknown>;
}

function readStats({ stats }: AddFile): Stats {
  try {
    return (JSON.parse(stats ?? '{}') ?? {}) as Stats;
  } catch {
    // Statistics are a help that may be missing.
    return {};
  }
}

function boundsOf({ minValues, maxValues }: Stats, name: string): Bounds {
  return {
    low: bound(minValues?.[name]) ?? Number.NEGATIVE_INFINITY,
    high: bound(maxValues?.[name]) ?? Number.POSITIVE_INFINITY,
  };
}

/** Times have milliseconds in the log. */
function bound(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const millis = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(millis) ? undefined : millis * 1000;
}
