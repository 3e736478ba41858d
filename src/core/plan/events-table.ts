import { FIELDS } from '../fields.ts';
import { type AppendRequest, appendRoot } from '../lake/append.ts';
import { tagValues } from '../lake/history.ts';
import type { Snapshot } from '../lake/log.ts';
import { openZone } from '../time/zone.ts';
import type { ImportMode, ImportRecord } from './import-record.ts';
import { countRows } from './known-ids.ts';
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

/** Tags of data files: the import that wrote them, and the seed where their events were generated. */
export const IMPORT_TAG = 'cartograph.import';
export const SEED_TAG = 'cartograph.seed';

/** Seeds of the generations whose files are in a version of the table. */
export function seedsOf(snapshot: Snapshot): Set<string> {
  return tagValues(snapshot, SEED_TAG);
}

/** Rows of a version of the table. */
export function rowsOf({ files }: Snapshot): number {
  return countRows(files.values());
}

/** How an import goes into the table. */
export interface Commit {
  mode: ImportMode;
  transaction: AppendRequest['transaction'];
  tags: Readonly<Record<string, string>>;
  now: Date;
}

/** What is asked of the lake for an import: its dates as files of the table, everything else beside it, its record last. */
export function appendOf(
  record: ImportRecord,
  days: readonly WrittenDay[],
  sides: readonly StagedFile[],
  { mode, transaction, tags, now }: Commit,
): AppendRequest {
  const { read, written, duplicates, already_there, conflicts, quarantined } = record.counts;
  const fates = { read, duplicates, already_there, conflicts, quarantined };
  return {
    table: EVENTS,
    staging: importStaging(record.import),
    version: record.table_version,
    mode,
    schema: schemaOf(FIELDS),
    partitionColumns: ['date'],
    statsColumns: FIELDS.map(({ name }) => name).filter((name) => STATS_COLUMNS.has(name)),
    configuration: { [ZONE_KEY]: record.options.timeZone },
    files: dataFilesOf(days, tags),
    sides: sideFilesOf(sides),
    transaction,
    operation: 'WRITE',
    metrics: { numFiles: days.length, numOutputRows: written, ...fates },
    now,
  };
}

/** What the log calls an import: of its transactions the newest counts. */
export function importAppId(name: string): string {
  return `cartograph-import/${name}`;
}
