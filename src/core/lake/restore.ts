import { ConflictError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Action, AddFile } from './actions.ts';
import { commit, entryPath, MissingVersionError, readSnapshot, type Snapshot } from './log.ts';
import { checkReplaceable, removeOf, risingTime } from './overwrite.ts';
import { countRows } from './read-parquet.ts';
import { describeKept, oldestKept } from './retention.ts';

export interface RestoreRequest {
  /** The version whose content the table shall have again. */
  version: number;
  /** The newest version, as far as the caller knows. */
  expectedVersion: number;
  now: Date;
}

/**
 * Makes a version of a table that has the files and the metadata of an earlier one, all of it or nothing; the versions between stay
 * as they are. Restoring the newest version makes one that differs in nothing. What applications have committed since does not
 * count as held any more (`isHeld`). Memory: two versions of the table.
 *
 * @returns the new version, and its rows
 * @throws {ConflictError} if another version than the expected one is the newest
 * @throws {MissingVersionError} if the version is not there, or not kept any more, or files of it are gone
 * @throws {RangeError} if the table is append-only and would lose files
 */
export async function restore(
  storage: Storage,
  table: string,
  { version, expectedVersion, now }: RestoreRequest,
): Promise<{ version: number; rows: number }> {
  const current = await readSnapshot(storage, table);
  if (current.version !== expectedVersion) throw new ConflictError(entryPath(table, expectedVersion + 1));
  const oldest = oldestKept(current, now);
  if (!Number.isSafeInteger(version) || version < oldest || version > current.version) {
    const actual = current.version < 0 ? 'there is none' : describeKept(oldest, current.version);
    throw new MissingVersionError(
      `Cannot restore version ${version} of ${table} as it must be kept: ${actual}`,
    );
  }
  const earlier = await readSnapshot(storage, table, { version });
  const removed = without(current, earlier);
  const restored = without(earlier, current);
  if (removed.length > 0) checkReplaceable(table, current);
  await checkPresent(storage, table, version, restored);
  const rows = await rowsOf(storage, table, earlier);

  const next = current.version + 1;
  const changes = { version, removed, restored };
  await commit(storage, table, next, actionsOf({ current, earlier, now }, changes));
  return { version: next, rows };
}

type NamedFile = [path: string, file: AddFile];

/** The files of a version that another one has not. */
function without({ files }: Snapshot, other: Snapshot): NamedFile[] {
  return [...files].filter(([path]) => !other.files.has(path));
}

/** Somebody else's tools may have removed files that we keep. */
async function checkPresent(
  storage: Storage,
  table: string,
  version: number,
  files: readonly NamedFile[],
): Promise<void> {
  const sizes = new Map((await storage.list(table)).map(({ path, size }) => [path, size]));
  const gone = files.find(([path, { size }]) => sizes.get(`${table}/${path}`) !== size);
  if (gone === undefined) return;
  throw new MissingVersionError(
    `Cannot restore version ${version} of ${table} as its files must be there: ${gone[0]} is gone`,
  );
}

async function rowsOf(storage: Storage, table: string, { files }: Snapshot): Promise<number> {
  let rows = 0;
  for (const [path, { stats }] of files) {
    const { numRecords } = JSON.parse(stats ?? '{}') as { numRecords?: number };
    rows += numRecords ?? (await countRows(storage, `${table}/${path}`));
  }
  return rows;
}

function actionsOf(
  { current, earlier, now }: { current: Snapshot; earlier: Snapshot; now: Date },
  { version, removed, restored }: { version: number; removed: NamedFile[]; restored: NamedFile[] },
): Action[] {
  const commitInfo = {
    timestamp: risingTime(now, current),
    operation: 'RESTORE',
    operationParameters: { version: String(version) },
    readVersion: current.version,
    isBlindAppend: false,
    // The names that other writers give them.
    operationMetrics: {
      tableSizeAfterRestore: sizeOf([...earlier.files]),
      numOfFilesAfterRestore: String(earlier.files.size),
      numRemovedFiles: String(removed.length),
      numRestoredFiles: String(restored.length),
      removedFilesSize: sizeOf(removed),
      restoredFilesSize: sizeOf(restored),
    },
    engineInfo: 'Cartograph',
  };
  const actions: Action[] = [{ commitInfo }];
  const { metadata } = earlier;
  if (metadata !== undefined && JSON.stringify(metadata) !== JSON.stringify(current.metadata)) {
    actions.push({ metaData: metadata });
  }
  for (const [, file] of removed) actions.push({ remove: removeOf(file, now.getTime()) });
  for (const [, file] of restored) actions.push({ add: { ...file, dataChange: true } });
  return actions;
}

function sizeOf(files: readonly NamedFile[]): string {
  return String(files.reduce((sum, [, { size }]) => sum + size, 0));
}
