import type { EventFacts } from '../aggregates/facts.ts';
import { sealDates, statistics, type StatisticsPart } from '../aggregates/statistics.ts';
import type { NumberColumn, TextColumn } from '../columns/column.ts';
import { FIELDS, JOURNEY_FIELDS } from '../fields.ts';
import { fileStats } from '../lake/stats.ts';
import { partitionFolder } from '../lake/uri.ts';
import { ParquetFile } from '../sinks/parquet.ts';
import type { Storage } from '../storage/storage.ts';
import { formatDay } from '../time/timestamp.ts';
import { hashing, type Hasher } from './hashing.ts';
import type { DayRange, Section, Sections } from './sections.ts';

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

/**
 * Writes one Parquet file a date, rows in input order, and folds the statistics of what it writes. Memory: one row group and
 * one section.
 */
export async function writeDays(
  days: readonly number[],
  sections: Sections,
  output: Storage,
  options: { staging: string; createHasher: () => Hasher },
): Promise<{ files: WrittenDay[]; part: StatisticsPart }> {
  const files: WrittenDay[] = [];
  const part = statistics.create();
  for (const day of days) {
    const date = formatDay(day);
    const staged = `${options.staging}/${date}.part`;
    const file = new ParquetFile(TABLE_FIELDS);
    const hasher = options.createHasher();
    async function* content(): AsyncGenerator<Uint8Array> {
      for await (const section of sections.of(day)) {
        if (section.kept.length === 0) continue;
        statistics.add(part, factsOf(section, date));
        file.append(section.columns, section.kept);
        const bytes = file.take();
        if (bytes.length > 0) yield bytes;
      }
      if (file.rows > 0 || file.pending > 0) yield file.finish();
    }
    const bytes = await output.write(staged, hashing(content(), hasher), { durable: false });
    if (bytes === 0) {
      await output.remove(staged);
      continue;
    }
    const sha256 = hasher.digest();
    const path = `${partitionFolder('date', date)}/part-00000-${sha256.slice(0, 32)}.snappy.parquet`;
    files.push({
      date,
      rows: file.rows,
      bytes,
      sha256,
      staged,
      path,
      stats: fileStats(file.rows, file.bounds(), STATS_COLUMNS),
    });
  }
  sealDates(part);
  return { files, part };
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

const COLUMN = Object.fromEntries(FIELDS.map(({ name }, i) => [name, i])) as Record<string, number>;

function factsOf({ columns, kept, session, facts }: Section, date: string): EventFacts[] {
  const text = (name: string): ((row: number) => string | null) => {
    const { codes, values } = columns[COLUMN[name] as number] as TextColumn;
    return (row) => values[(codes[row] as number) - 1] ?? null;
  };
  const number = (name: string): ((row: number) => number | null) => {
    const { values } = columns[COLUMN[name] as number] as NumberColumn;
    return (row) => (Number.isNaN(values[row]) ? null : (values[row] as number));
  };
  const [type, source, device, productName] = [
    text('event_type'),
    text('source'),
    text('device'),
    text('product_name'),
  ];
  const [hour, customer, product] = [number('hour'), number('customer_id'), number('product_id')];
  return Array.from(kept, (row) => ({
    event_type: type(row) as string,
    source: source(row),
    device: device(row),
    date,
    hour: hour(row) as number,
    customer_id: customer(row),
    product_id: product(row),
    product_name: productName(row),
    session: facts.numbers[session[row] as number] as number,
  }));
}
