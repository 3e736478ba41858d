import { readSnapshot } from '../lake/log.ts';
import { EVENTS, rowsOf, seedsOf, zoneOf } from '../plan/events-table.ts';
import type { Storage } from '../storage/storage.ts';

/** What of the table of events decides about jobs. */
export interface TableState {
  /** -1 where there is no table. */
  version: number;
  rows: number;
  /** Seeds of the generations that its rows come from, in decimal digits. */
  seeds: ReadonlySet<string>;
  /** Its own zone; undefined where it has none. */
  timeZone: string | undefined;
}

/** The newest version of the table of events, as far as jobs ask. */
export async function readTable(storage: Storage): Promise<TableState> {
  const snapshot = await readSnapshot(storage, EVENTS);
  return {
    version: snapshot.version,
    rows: rowsOf(snapshot),
    seeds: seedsOf(snapshot),
    timeZone: zoneOf(snapshot),
  };
}
