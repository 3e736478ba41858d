import { checkPath } from '../storage/paths.ts';
import type { Action, AddFile, Metadata, RemoveFile } from './actions.ts';
import type { Snapshot } from './log.ts';
import { type Publication, publicationOf, type SideFile, stagingRoot } from './publication.ts';
import { type Column, schemaString } from './schema.ts';
import { encodePath } from './uri.ts';

/** A staged Parquet file without its partition columns. */
export interface DataFile {
  staged: string;
  /** Below the table's folder, named after its content: `date=2025-08-25/part-3f0a.snappy.parquet`. */
  path: string;
  /** Bytes. */
  size: number;
  rows: number;
  partitionValues: Readonly<Record<string, string | null>>;
  /**
   * Statistics of the log as JSON text.
   *
   * @default the number of rows
   */
  stats?: string;
  /** What the log notes of the file. */
  tags?: Readonly<Record<string, string>>;
}

export interface PublishRequest {
  /** The table's folder. */
  table: string;
  /** `.staging/<run>`: the folder with everything staged. */
  staging: string;
  schema: readonly Column[];
  partitionColumns: readonly string[];
  /** Columns whose bounds the statistics have. @default any */
  statsColumns?: readonly string[];
  /** All that the table will hold. */
  files: readonly DataFile[];
  /** In the order of their appearance; the last one marks the end. */
  sides: readonly SideFile[];
  /** Side files that former runs may have left and this one does not have. */
  obsolete?: readonly string[];
  /** Names what is published; it is not committed twice in a row. */
  transaction: { appId: string; version: number };
  /** @default 'WRITE' */
  operation?: string;
  metrics?: Readonly<Record<string, number>>;
  now: Date;
}

/** @throws {RangeError} if a path is none, or taken, or not where it belongs */
export function checkRequest(request: PublishRequest, before: Snapshot): void {
  checkPaths(request, stagingRoot);
  checkNames(request, before);
  checkReplaceable(request.table, before);
}

/** @throws {RangeError} if a path is none, or not where it belongs, or there twice */
export function checkPaths(
  { table, staging, files, sides, obsolete = [] }: PublishRequest,
  root: string,
): void {
  const run = staging.slice(root.length + 1);
  if (!staging.startsWith(`${root}/`) || run.includes('/')) {
    throw new RangeError(`Cannot publish as staging must be ${root}/<run>: it is ${staging}`);
  }
  for (const { staged } of [...files, ...sides]) {
    if (checkPath(staged).startsWith(`${staging}/`)) continue;
    throw new RangeError(`Cannot publish ${staged} as it must be staged in ${staging}`);
  }
  const targets = [
    ...files.map(({ path }) => `${table}/${path}`),
    ...sides.map(({ path }) => path),
    ...obsolete,
  ];
  const taken = new Set<string>();
  for (const target of targets) {
    if (taken.has(checkPath(target)))
      throw new RangeError(`Cannot publish ${target} as names must be unique`);
    taken.add(target);
  }
}

function checkNames({ table, files }: PublishRequest, before: Snapshot): void {
  for (const { path, size } of files) {
    const held = before.files.get(path);
    if (held === undefined || held.size === size) continue;
    throw new RangeError(
      `Cannot publish ${table}/${path} as a name must stand for one content: it had ${held.size} bytes, now ${size}`,
    );
  }
}

/** Whether the newest version is of the same transaction, with the same files. */
export function isRepeated({ transaction, files }: PublishRequest, before: Snapshot): boolean {
  const newest = publicationOf(before)?.transaction;
  if (newest?.appId !== transaction.appId || newest.version !== transaction.version) return false;
  return files.length === before.files.size && files.every(({ path }) => before.files.has(path));
}

/** The log entry that makes a table hold the files of a request, and nothing else. */
export function actionsOf(request: PublishRequest, before: Snapshot, publication: Publication): Action[] {
  const { files, partitionColumns, transaction } = request;
  const now = request.now.getTime();
  const commitInfo = {
    timestamp: now,
    operation: request.operation ?? 'WRITE',
    operationParameters: { mode: 'Overwrite', partitionBy: JSON.stringify(partitionColumns) },
    ...(before.version >= 0 ? { readVersion: before.version } : {}),
    isBlindAppend: false,
    operationMetrics: metricsOf(request),
    engineInfo: 'Cartograph',
    publication,
  };
  const actions: Action[] = [{ commitInfo }];
  if (before.version < 0) actions.push({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
  const metaData = metadataOf(request, before.metadata);
  if (metaData !== before.metadata) actions.push({ metaData });
  actions.push({ txn: { ...transaction, lastUpdated: now } });
  const kept = new Set(files.map(({ path }) => path));
  for (const [path, file] of before.files) if (!kept.has(path)) actions.push({ remove: removeOf(file, now) });
  for (const file of files) if (!before.files.has(file.path)) actions.push({ add: addOf(file, now) });
  return actions;
}

/** The action that makes a file part of the table; `now` is milliseconds since 1970-01-01T00:00Z. */
export function addOf(
  { path, size, rows, partitionValues, stats = JSON.stringify({ numRecords: rows }), tags }: DataFile,
  now: number,
): AddFile {
  const place = { path: encodePath(path), partitionValues: { ...partitionValues } };
  const noted = tags && { tags: { ...tags } };
  return { ...place, size, modificationTime: now, dataChange: true, stats, ...noted };
}

/** The action that takes a file out of the table; `now` is milliseconds since 1970-01-01T00:00Z. */
export function removeOf({ path, partitionValues, size }: AddFile, now: number): RemoveFile {
  const details = { extendedFileMetadata: true, partitionValues, size };
  return { path, deletionTimestamp: now, dataChange: true, ...details };
}

/** When a commit is made, in milliseconds: versions are asked for by time, so that times rise even where the clock does not. */
export function risingTime(now: Date, { history }: Snapshot): number {
  return Math.max(now.getTime(), (history.at(-1)?.time ?? Number.NEGATIVE_INFINITY) + 1);
}

/** @throws {RangeError} for a table that says that nothing may be taken from it */
export function checkReplaceable(table: string, { metadata }: Snapshot): void {
  if (metadata?.configuration?.['delta.appendOnly'] !== 'true') return;
  throw new RangeError(`Cannot publish into ${table} as its content must be replaceable: it is append-only`);
}

/** Metrics as Delta writers note them: as text. */
export function metricsOf({ metrics = {} }: PublishRequest): Record<string, string> {
  return mapValues(metrics, String);
}

/** The table's metadata as a request wants it; the very object it has where nothing has to change. */
export function metadataOf(
  { schema, partitionColumns, statsColumns, now }: PublishRequest,
  before: Metadata | undefined,
): Metadata {
  const shape = { schemaString: schemaString(schema), partitionColumns: [...partitionColumns] };
  const configuration = {
    ...before?.configuration,
    // Some readers take a column without bounds for one without values, unless the table says which have them.
    ...(statsColumns && { 'delta.dataSkippingStatsColumns': statsColumns.join(',') }),
  };
  const same =
    before?.schemaString === shape.schemaString &&
    before.partitionColumns.join('\n') === shape.partitionColumns.join('\n') &&
    Object.entries(configuration).every(([key, value]) => before.configuration[key] === value);
  if (same) return before;
  const identity = { id: crypto.randomUUID(), format: { provider: 'parquet', options: {} } };
  return { ...identity, createdTime: now.getTime(), ...before, ...shape, configuration };
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
