import { HashTable } from '../hash/hash-table.ts';
import { hashText } from '../hash/hash-text.ts';
import type { Snapshot } from '../lake/log.ts';
import { readParquet } from '../lake/read-parquet.ts';
import type { Storage } from '../storage/storage.ts';

export interface KnownIdsOptions {
  /** Is told how many of the table's files are read. */
  onFile?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * The hash of every event_id of a table, out of all its files. Memory: up to 37 bytes an id, and a row group of ids.
 *
 * @throws {NotFoundError} when a file of the table is gone
 */
export async function readKnownIds(
  storage: Storage,
  table: string,
  { files }: Snapshot,
  { onFile, signal }: KnownIdsOptions = {},
): Promise<HashTable> {
  const ids = new HashTable(countRows(files.values()));
  const hash = new Uint32Array(4);
  let done = 0;
  for (const path of files.keys()) {
    for await (const rows of readParquet(storage, `${table}/${path}`, ['event_id'])) {
      signal?.throwIfAborted();
      for (const { event_id } of rows) {
        hashText(event_id as string, hash, 0);
        ids.add(hash, 0);
      }
    }
    onFile?.(++done, files.size);
  }
  return ids;
}

/** Rows of some files as the log states them; files of which it says nothing count as none. */
export function countRows(files: Iterable<{ stats?: string }>): number {
  let rows = 0;
  for (const { stats } of files) {
    const { numRecords = 0 } = JSON.parse(stats ?? '{}') as { numRecords?: number };
    rows += numRecords;
  }
  return rows;
}
