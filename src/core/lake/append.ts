import { ConflictError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Action } from './actions.ts';
import { commit, entryPath, readSnapshot, type Snapshot } from './log.ts';
import {
  addOf,
  checkPaths,
  checkReplaceable,
  metadataOf,
  metricsOf,
  type PublishRequest,
  removeOf,
  risingTime,
} from './overwrite.ts';
import { finish, type Publication, readIntent, writeIntent } from './publication.ts';
import { schemaString } from './schema.ts';
import { checkFolder, checkSize, takeBack } from './staged.ts';

export interface AppendRequest extends Omit<PublishRequest, 'obsolete'> {
  /** The version that the append makes: one more than the version it was worked out for. */
  version: number;
  /** Whether the files of the version before stay in the table, or leave it. */
  mode: 'append' | 'replace';
  /** Configuration of a new table, beside `statsColumns`; a table that is there must have the same. */
  configuration: Readonly<Record<string, string>>;
}

/** Where appends to a table stage their files, a folder each: apart from overwrites, which put other tables in order. */
export function appendRoot(table: string): string {
  return `.staging-${table}`;
}

/**
 * Adds staged files to a table, or lets them take the place of those that it has, and files beside it. Readers see the old version
 * or the new one; older versions stay readable, as no file is removed from the storage: `expire` does that in time. What is
 * interrupted after the commit is finished by `recoverAppends`. A transaction that is committed again needs a version of its own,
 * and files new names (`nextTransaction`).
 *
 * @throws {ConflictError} if somebody else committed since; everything is staged as before
 * @throws {RangeError} if the table is not of the schema, partitions and configuration of the request
 */
export async function append(storage: Storage, request: AppendRequest): Promise<void> {
  const { table, staging, files, sides, transaction, version } = request;
  const before = await readSnapshot(storage, table);
  if (before.version >= version) throw new ConflictError(entryPath(table, version));
  checkAppend(request, before);
  await checkStaged(storage, request);
  if (before.version < 0) await checkFolder(storage, request, before);

  const publication: Publication = { staging, sides, removed: [], transaction };
  const moves = files.map(({ staged, path }) => ({ from: staged, to: `${table}/${path}` }));
  await writeIntent(storage, staging, { version, moves, publication });
  await storage.renameAll(moves);
  try {
    await commit(storage, table, version, actionsOf(request, before));
  } catch (error) {
    if (error instanceof ConflictError) await takeBack(storage, table, staging, before, true);
    throw error;
  }
  await finish(storage, publication, []);
  await storage.remove(staging);
}

/**
 * Puts in order what killed appends have left: what was committed is finished, the files of what was not are removed, but those of
 * runs to `keep`: they get back what they had moved. Nobody may be appending. Returns whether there was something to finish.
 */
export async function recoverAppends(
  storage: Storage,
  table: string,
  options: { keep?: (run: string) => boolean } = {},
): Promise<'clean' | 'finished'> {
  const snapshot = await readSnapshot(storage, table);
  const root = appendRoot(table);
  await storage.sweep(table);
  await storage.sweep(root);
  let outcome: 'clean' | 'finished' = 'clean';
  let isEmpty = true;
  for (const run of await storage.names(root)) {
    const staging = `${root}/${run}`;
    const publication = (await readIntent(storage, staging))?.publication;
    if (publication !== undefined && isCommitted(publication, snapshot)) {
      await finish(storage, publication, []);
      outcome = 'finished';
    } else if (options.keep?.(run) === true) {
      await takeBack(storage, table, staging, snapshot, true);
      isEmpty = false;
      continue;
    } else {
      await takeBack(storage, table, staging, snapshot, false);
    }
    // Storages over folders keep those that lost their last file to a move.
    await storage.remove(staging);
  }
  if (isEmpty) await storage.remove(root);
  return outcome;
}

/** Whether a transaction was committed, whatever became of its rows since: `isHeld` tells that. */
export function isCommitted(
  { transaction }: Pick<PublishRequest, 'transaction'>,
  { transactions }: Snapshot,
): boolean {
  return (transactions.get(transaction.appId) ?? Number.NEGATIVE_INFINITY) >= transaction.version;
}

function checkAppend(request: AppendRequest, before: Snapshot): void {
  const { table, version, mode, schema, partitionColumns, configuration, files } = request;
  checkPaths(request, appendRoot(table));
  if (mode === 'replace') checkReplaceable(table, before);
  if (before.version !== version - 1) {
    throw new RangeError(
      `Cannot append to ${table} as version ${version} must come next: the newest is ${before.version}`,
    );
  }
  if (isCommitted(request, before)) {
    const { appId, version: wanted } = request.transaction;
    throw new RangeError(
      `Cannot append to ${table} as transaction ${appId} must be newer than ${before.transactions.get(appId)}: it is ${wanted}`,
    );
  }
  for (const { path } of files) {
    // Older versions need the file of a name that has left the table, and questions know files by their names.
    if (!before.files.has(path) && !before.tombstones.has(path)) continue;
    throw new RangeError(`Cannot append ${path} to ${table} as its name must be new: it is taken`);
  }
  if (before.metadata === undefined) return;
  if (before.metadata.schemaString !== schemaString(schema)) {
    throw new RangeError(`Cannot append to ${table} as it must have our columns: it has others`);
  }
  const partitions = before.metadata.partitionColumns.join(', ');
  if (partitions !== partitionColumns.join(', ')) {
    throw new RangeError(
      `Cannot append to ${table} as it must be partitioned by ${partitionColumns.join(', ')}: it is by ${partitions}`,
    );
  }
  for (const [key, wanted] of Object.entries(configuration)) {
    const actual = before.metadata.configuration?.[key];
    if (actual === wanted) continue;
    throw new RangeError(
      `Cannot append to ${table} as its ${key} must be ${wanted}: it is ${actual ?? 'not set'}`,
    );
  }
}

async function checkStaged(storage: Storage, { staging, files, sides }: AppendRequest): Promise<void> {
  const sizes = new Map((await storage.list(staging)).map(({ path, size }) => [path, size]));
  for (const { staged, size } of [...files, ...sides]) checkSize(staged, size, sizes.get(staged));
}

/** The log entry that adds the files of a request to a table, and takes out the others where it replaces them. */
function actionsOf(request: AppendRequest, before: Snapshot): Action[] {
  const { files, mode, partitionColumns, transaction } = request;
  const now = request.now.getTime();
  const commitInfo = {
    timestamp: risingTime(request.now, before),
    operation: request.operation ?? 'WRITE',
    operationParameters: {
      mode: mode === 'replace' ? 'Overwrite' : 'Append',
      partitionBy: JSON.stringify(partitionColumns),
    },
    ...(before.version >= 0 ? { readVersion: before.version } : {}),
    // What is added depends on what is there.
    isBlindAppend: false,
    operationMetrics: metricsOf(request),
    engineInfo: 'Cartograph',
  };
  const actions: Action[] = [{ commitInfo }];
  if (before.version < 0) {
    const metaData = metadataOf(request, undefined);
    metaData.configuration = { ...metaData.configuration, ...request.configuration };
    actions.push({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } }, { metaData });
  }
  actions.push({ txn: { ...transaction, lastUpdated: now } });
  if (mode === 'replace')
    for (const file of before.files.values()) actions.push({ remove: removeOf(file, now) });
  for (const file of files) actions.push({ add: addOf(file, now) });
  return actions;
}
