import { ConflictError } from '../errors.ts';
import { MissingVersionError, readSnapshot } from '../lake/log.ts';
import { restore } from '../lake/restore.ts';
import { EVENTS } from '../plan/events-table.ts';
import type { Storage } from '../storage/storage.ts';
import type { RestoreOutcome } from './jobs.ts';

/** Makes a version of the table of events that has the content of an earlier one. */
export async function restoreTable(
  storage: Storage,
  wanted: { version: number; expectedVersion: number },
  now: Date,
): Promise<RestoreOutcome> {
  try {
    return { outcome: 'restored', ...(await restore(storage, EVENTS, { ...wanted, now })) };
  } catch (error) {
    if (error instanceof MissingVersionError) return { outcome: 'version_gone', message: error.message };
    if (!(error instanceof ConflictError)) throw error;
    return { outcome: 'conflict', version: (await readSnapshot(storage, EVENTS)).version };
  }
}
