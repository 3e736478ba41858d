import { FIELDS } from '../fields.ts';
import { type AppendRequest, appendRoot } from '../lake/append.ts';
import type { Snapshot } from '../lake/log.ts';
import { openZone } from '../time/zone.ts';
import type { ImportRecord } from './import-record.ts';
import type { StagedFile } from './side-files.ts';
import { dataFilesOf, schemaOf, sideFilesOf } from './table-publication.ts';
import { STATS_COLUMNS, type WrittenDay } from './write-days.ts';

/** The folder of the table of events in a data folder. */
export const EVENTS = 'events';

/** Under this key the log says in whose zone the dates and hours of the table are. */
export const ZONE_KEY = 'cartograph.timeZone';

/** The zone of a table's dates and hours; undefined where the log says nothing of it. */
export function zoneOf({ metadata }: Snapshot): string | undefined {
  return metadata?.configuration?.[ZONE_KEY];
}

/**
 * The zone in which events go into a table: its own, or the one that is wanted for a new one.
 *
 * @throws {RangeError} for another one than the table has, or a table that says none
 */
export function settleZone(snapshot: Snapshot, wanted: string): string {
  if (snapshot.version < 0) return openZone(wanted).name;
  const held = zoneOf(snapshot);
  if (held === undefined) {
    throw new RangeError(`Cannot import into ${EVENTS} as its log must state ${ZONE_KEY}: it does not`);
  }
  // Engines differ in which of two names for a zone they go by.
  if (openZone(held).name === openZone(wanted).name) return held;
  throw new RangeError(
    `Cannot import with time zone ${wanted} as the dates of ${EVENTS} are in another one: ${held}`,
  );
}

/** Where an import stages its files. */
export function importStaging(name: string): string {
  return `${appendRoot(EVENTS)}/${name}`;
}

/** What is asked of the lake to append an import: its dates as files of the table, everything else beside it, its record last. */
export function appendOf(
  record: ImportRecord,
  days: readonly WrittenDay[],
  sides: readonly StagedFile[],
  now: Date,
): AppendRequest {
  const { read, written, duplicates, already_there, conflicts, quarantined } = record.counts;
  const fates = { read, duplicates, already_there, conflicts, quarantined };
  return {
    table: EVENTS,
    staging: importStaging(record.import),
    version: record.table_version,
    mode: 'append',
    schema: schemaOf(FIELDS),
    partitionColumns: ['date'],
    statsColumns: FIELDS.map(({ name }) => name).filter((name) => STATS_COLUMNS.has(name)),
    configuration: { [ZONE_KEY]: record.options.timeZone },
    files: dataFilesOf(days),
    sides: sideFilesOf(sides),
    transaction: importTransaction(record.import),
    operation: 'WRITE',
    metrics: { numFiles: days.length, numOutputRows: written, ...fates },
    now,
  };
}

/** The transaction of an import: the table holds it once. */
export function importTransaction(name: string): { appId: string; version: number } {
  return { appId: `cartograph-import/${name}`, version: 1 };
}
