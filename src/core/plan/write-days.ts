import type { Column } from '../columns/column.ts';
import { type Field, FIELDS, JOURNEY_FIELDS } from '../fields.ts';
import { fileStats } from '../lake/stats.ts';
import { partitionFolder } from '../lake/uri.ts';
import { ParquetFile } from '../sinks/parquet.ts';
import type { Storage } from '../storage/storage.ts';
import { formatDay } from '../time/timestamp.ts';
import { hashing, type Hasher } from './hashing.ts';
import type { DayRange } from './day-spans.ts';

/** The columns of cart_events_cleaned but its partition date. */
export const TABLE_FIELDS = [...FIELDS, ...JOURNEY_FIELDS];

/** Columns by whose range readers of the log may pass a file over. */
export const STATS_COLUMNS: ReadonlySet<string> = new Set([
  'event_type',
  'timestamp',
  'timestamp_unix',
  'customer_id',
  'product_id',
  'product_price_vnd',
  'quantity',
  'line_total_vnd',
  'hour',
  'event_sequence_num',
  'session_start',
  'session_end',
  'total_events',
]);

/** A staged Parquet file: all events of one date. */
export interface WrittenDay {
  date: string;
  rows: number;
  bytes: number;
  sha256: string;
  staged: string;
  /** Its path in the table, which says what is in it. */
  path: string;
  /** Delta Lake statistics, JSON text. */
  stats: string;
}

/** Rows of one date, in input order. */
export interface RowSection {
  /** In the order of the fields that are written. */
  columns: Column[];
  /** Rows that are not dropped. */
  kept: Uint32Array;
}

export interface WriteDaysOptions<Section> {
  staging: string;
  createHasher: () => Hasher;
  fields: readonly Field[];
  /** Begins the names of files; their hash follows. */
  prefix: string;
  /** Is shown what is written of a date, section by section. */
  onSection?: (section: Section, date: string) => void;
}

/** Writes one Parquet file a date, rows in input order. Memory: one row group and one section. */
export async function writeDays<Section extends RowSection>(
  days: readonly number[],
  sections: { of(day: number): AsyncIterable<Section> },
  output: Storage,
  options: WriteDaysOptions<Section>,
): Promise<WrittenDay[]> {
  const { staging, createHasher, fields, prefix, onSection } = options;
  const files: WrittenDay[] = [];
  for (const day of days) {
    const date = formatDay(day);
    const staged = `${staging}/${date}.part`;
    const file = new ParquetFile(fields);
    const hasher = createHasher();
    async function* content(): AsyncGenerator<Uint8Array> {
      for await (const section of sections.of(day)) {
        if (section.kept.length === 0) continue;
        onSection?.(section, date);
        file.append(section.columns, section.kept);
        const bytes = file.take();
        if (bytes.length > 0) yield bytes;
      }
      if (file.rows > 0 || file.pending > 0) yield file.finish();
      file.release();
    }
    const bytes = await output.write(staged, hashing(content(), hasher), { durable: false });
    if (bytes === 0) {
      await output.remove(staged);
      continue;
    }
    const sha256 = hasher.digest();
    const path = `${partitionFolder('date', date)}/${prefix}-${sha256.slice(0, 32)}.snappy.parquet`;
    const stats = fileStats(file.rows, file.bounds(), STATS_COLUMNS);
    files.push({ date, rows: file.rows, bytes, sha256, staged, path, stats });
  }
  return files;
}

/** Cuts days into runs of neighbours with at most `budget` rows each, as far as single days allow. */
export function groupDays(rowsOfDays: ReadonlyMap<number, number>, budget: number): number[][] {
  const groups: number[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const [day, count] of [...rowsOfDays].sort(([a], [b]) => a - b)) {
    if (rows + count > budget) {
      groups.push([]);
      rows = 0;
    }
    (groups.at(-1) as number[]).push(day);
    rows += count;
  }
  return groups;
}

/** The first and last of days that rise. */
export function rangeOf(days: readonly number[]): DayRange {
  return { first: days[0] as number, last: days.at(-1) as number };
}
