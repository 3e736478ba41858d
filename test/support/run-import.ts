import { createHash } from 'node:crypto';
import { EVENTS } from '../../src/core/plan/events-table.ts';
import { importEvents, type ImportRequest } from '../../src/core/plan/import.ts';
import type { ImportResult } from '../../src/core/plan/import-result.ts';
import { FIELDS } from '../../src/core/fields.ts';
import { readSnapshot, type SnapshotAt } from '../../src/core/lake/log.ts';
import { readParquet } from '../../src/core/lake/read-parquet.ts';
import { inputFromBytes } from '../../src/core/sources/input.ts';
import { memoryStorage } from '../../src/core/storage/memory.ts';
import type { Storage } from '../../src/core/storage/storage.ts';

/** Imports bytes into a data folder. */
export function runImport(
  data: Storage,
  bytes: Uint8Array,
  request: Partial<ImportRequest> = {},
): Promise<ImportResult> {
  return importEvents({
    inputs: [inputFromBytes('events.json', bytes)],
    data,
    openTemp: () => ({ storage: memoryStorage(), clear: async () => {} }),
    options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
    resources: { chunkSize: 4096, memory: 512 },
    version: '0.0.0',
    now: () => new Date('2025-11-24T00:00:00Z'),
    createHasher: () => {
      const hash = createHash('sha256');
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') };
    },
    ...request,
  });
}

/** Every row of the table of events at a version, by date, with the columns of FIELDS. */
export async function eventRows(data: Storage, at?: SnapshotAt): Promise<Record<string, unknown>[]> {
  const { files } = await readSnapshot(data, EVENTS, at);
  const rows: Record<string, unknown>[] = [];
  const names = FIELDS.map(({ name }) => name);
  const inOrder = [...files].toSorted(([, a], [, b]) =>
    String(a.partitionValues['date']) < String(b.partitionValues['date']) ? -1 : 1,
  );
  for (const [path, { partitionValues }] of inOrder) {
    for await (const group of readParquet(data, `${EVENTS}/${path}`, names)) {
      for (const row of group) rows.push({ ...row, date: partitionValues['date'] });
    }
  }
  return rows;
}
