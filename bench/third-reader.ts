import { deepStrictEqual } from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

const EVENTS = ['event_id', 'event_journey', 'event_sequence_num', 'line_total_vnd', 'session_start'];
const SESSIONS = ['session_id', 'event_journey', 'total_events', 'order_value_vnd', 'session_end'];

/** Rows, and what does not depend on their order. */
interface Tally {
  rows: number;
  /** Sum of the rows' hashes, 48 bits of each, modulo 2^48. */
  checksum: number;
  /** Sum of the numbers of each column. */
  sums: Record<string, bigint>;
}

/**
 * Rejects with the difference when a reader that neither side is made of, hyparquet, does not find the same events and sessions
 * in two output folders. Memory: a row group.
 */
export async function checkByThird(ours: string, peer: string): Promise<void> {
  const [mine, theirs] = [await tallyOutput(ours), await tallyOutput(peer)];
  deepStrictEqual(mine, theirs, `${ours} and ${peer} differ`);
}

/** The data files of an output. @throws {Error} where there are more than two a date */
export function countFiles(folder: string): number {
  const files = dataFiles(folder);
  const dates = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))));
  if (files.length > 2 * dates.size)
    throw new Error(`Cannot accept ${folder} as it may have two files a date: ${files.length} files`);
  return files.length;
}

async function tallyOutput(folder: string): Promise<Record<'events' | 'sessions', Tally>> {
  const events: Tally = { rows: 0, checksum: 0, sums: {} };
  for (const file of dataFiles(folder)) await tallyFile(file, EVENTS, events);
  const sessions: Tally = { rows: 0, checksum: 0, sums: {} };
  await tallyFile(`${folder}/session_metrics.parquet`, SESSIONS, sessions);
  return { events, sessions };
}

async function tallyFile(path: string, columns: string[], tally: Tally): Promise<void> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd, parsers: MICROS });
    for (const row of rows) addRow(tally, columns, row);
    rowStart = rowEnd;
  }
}

/** Times as they are stored: a Date would cut them to milliseconds. */
const MICROS = { timestampFromMicroseconds: (micros: bigint) => micros };

function addRow(tally: Tally, columns: readonly string[], row: Record<string, unknown>): void {
  tally.rows++;
  // Neither side stores every number in the same type, and text shows them alike.
  const text = columns.map((name) => String(row[name])).join('|');
  tally.checksum = (tally.checksum + hash('sha1', text, 'buffer').readUIntBE(0, 6)) % 2 ** 48;
  for (const name of columns) {
    const value = row[name];
    if (typeof value !== 'number' && typeof value !== 'bigint') continue;
    tally.sums[name] = (tally.sums[name] ?? 0n) + BigInt(value);
  }
}

function dataFiles(folder: string): string[] {
  return readdirSync(`${folder}/cart_events_cleaned`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^date=[^/]+\/[^/]+\.parquet$/.test(name))
    .map((name) => `${folder}/cart_events_cleaned/${name}`);
}
