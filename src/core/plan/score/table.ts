import { HashTable } from '../../hash/hash-table.ts';
import { hashText } from '../../hash/hash-text.ts';
import { readSnapshot } from '../../lake/log.ts';
import { readParquet } from '../../lake/read-parquet.ts';
import type { Storage } from '../../storage/storage.ts';
import { calendar, openZone } from '../../time/zone.ts';
import type { AnswerKey, KnownFault } from './key.ts';
import { TABLE } from '../table-publication.ts';

/** Rows of the table with ids that the truth does not name. */
export interface OtherRows {
  rows: number;
  /** Ids that have one row, in the partition of its date. */
  kept: number;
  /** Rows beyond the first of an id. */
  repeated: number;
  /** Rows that are not in the partition of their date. */
  misplaced: number;
}

export interface MatchTableOptions {
  /** The shop's zone. */
  timeZone: string;
  /** Whether ids without a fault are looked at as well. */
  countOthers: boolean;
  signal?: AbortSignal | undefined;
}

type Row = Record<string, unknown>;

const COLUMNS = ['event_id', 'session_id', 'timestamp', 'timestamp_unix', 'event_sequence_num'];

/**
 * Notes at every fault of the key what the table has of its event, and the times of the key's sessions. Memory: a row group; with
 * `countOthers` 37 bytes an event.
 *
 * @throws {Error} where there is no table
 */
export async function matchTable(
  output: Storage,
  key: AnswerKey,
  { timeZone, countOthers, signal }: MatchTableOptions,
): Promise<OtherRows | null> {
  const { version, files } = await readSnapshot(output, TABLE);
  if (version < 0) throw new Error(`Cannot score as there must be a table ${TABLE}: there is none`);
  const columns = [...new Set([...COLUMNS, ...key.columns])];
  const others = countOthers ? otherIds(timeZone) : null;
  for (const [path, { partitionValues }] of files) {
    const date = partitionValues['date'] ?? '';
    for await (const rows of readParquet(output, `${TABLE}/${path}`, columns)) {
      signal?.throwIfAborted();
      for (const row of rows) {
        const fault = key.byId.get(row['event_id'] as string);
        if (fault === undefined) others?.add(row, date);
        else note(fault, row, date);
        key.sessions.get(row['session_id'] as string)?.push(row['timestamp'] as number);
      }
    }
  }
  return others?.finish() ?? null;
}

function note(fault: KnownFault, row: Row, date: string): void {
  fault.rows++;
  fault.changed ??= fault.payload.find(([column, value]) => row[column] !== value)?.[0] ?? null;
  if (fault.place === null) return;
  fault.found = {
    timestamp: row['timestamp'] as number,
    timestamp_unix: row['timestamp_unix'] as number,
    session_id: row['session_id'] as string,
    date,
    event_sequence_num: row['event_sequence_num'] as number,
  };
}

function otherIds(timeZone: string): { add: (row: Row, date: string) => void; finish: () => OtherRows } {
  const zone = openZone(timeZone);
  const { day } = calendar();
  const hash = new Uint32Array(4);
  const [ids, wrong] = [new HashTable(), new HashTable()];
  let [rows, misplaced] = [0, 0];
  return {
    add(row, date) {
      hashText(row['event_id'] as string, hash, 0);
      const before = ids.size;
      ids.add(hash, 0);
      rows++;
      const isRepeated = ids.size === before;
      const isMisplaced = day(zone.toLocal(row['timestamp'] as number)) !== date;
      if (isMisplaced) misplaced++;
      if (isRepeated || isMisplaced) wrong.add(hash, 0);
    },
    finish: () => ({ rows, kept: ids.size - wrong.size, repeated: rows - ids.size, misplaced }),
  };
}
