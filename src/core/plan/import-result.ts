import { isHeld } from '../lake/history.ts';
import { readSnapshot, type Snapshot } from '../lake/log.ts';
import type { Storage } from '../storage/storage.ts';
import { EVENTS, importAppId, rowsOf } from './events-table.ts';
import { type ImportRecord, readImport } from './import-record.ts';

export interface ImportResult {
  /** Null where the table holds the import, but its record is gone. */
  record: ImportRecord | null;
  /** Whether the table held the import already, so that nothing had to be done. */
  unchanged: boolean;
  /** The newest version of the table. */
  tableVersion: number;
  /** Events in the table. */
  tableRows: number;
  /** The table's own name for its time zone. */
  timeZone: string;
}

/** The result of an import that the table holds; undefined where it does not, or not any more. */
export async function findImport(
  data: Storage,
  name: string,
  timeZone: string,
): Promise<ImportResult | undefined> {
  const snapshot = await readSnapshot(data, EVENTS);
  if (!isHeld(snapshot, importAppId(name))) return undefined;
  const record = (await readImport(data, name)) ?? null;
  return resultOf(snapshot, { record, unchanged: true, timeZone });
}

/** What an import came to, at a version of the table. */
export function resultOf(
  snapshot: Snapshot,
  result: Pick<ImportResult, 'record' | 'unchanged' | 'timeZone'>,
): ImportResult {
  return { ...result, tableVersion: snapshot.version, tableRows: rowsOf(snapshot) };
}
