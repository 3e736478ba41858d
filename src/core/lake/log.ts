import type { Storage } from '../storage/storage.ts';
import {
  type Action,
  type AddFile,
  type CommitInfo,
  formatActions,
  type Metadata,
  parseActions,
  type Protocol,
} from './actions.ts';
import { type Ancestry, ancestryOf } from './ancestry.ts';
import { decodePath } from './uri.ts';

/** A table at one version. */
export interface Snapshot {
  /** -1 where there is no table. */
  version: number;
  protocol: Protocol | undefined;
  metadata: Metadata | undefined;
  /** The table's data files by their path below its folder, decoded. */
  files: Map<string, AddFile>;
  /** Files that have left the table by their path, decoded, with the first version that is without them. */
  tombstones: Map<string, number>;
  /** The newest version of every appId. */
  transactions: Map<string, number>;
  /** Versions of the table that hold a transaction of an appId. */
  committedIn: Map<string, number[]>;
  /** Every version from 0 to this one. */
  history: Ancestry[];
  /** What the newest commit says of itself. */
  lastCommit: CommitInfo | undefined;
}

/** A version by its number, or the newest that was there at a time in microseconds since 1970-01-01T00:00Z. */
export type SnapshotAt = { version: number } | { time: number };

/** The version that was asked for is not there. */
export class MissingVersionError extends RangeError {
  override name = 'MissingVersionError';
}

/** Path of the entry that makes a version. */
export function entryPath(table: string, version: number): string {
  return `${table}/_delta_log/${String(version).padStart(20, '0')}.json`;
}

/**
 * The newest version of a table, or an older one, by replaying its log. A version is there from the time that its commit
 * states; one that states an earlier time than a version before it is there from the time of that one. Memory: the actions of
 * 16 entries, one action a file, and a path for each that has left.
 *
 * @throws {Error} naming the file, where the log has a gap, is broken, or asks for more than reader 1 and writer 2
 * @throws {MissingVersionError} where `at` names a version that is not there
 */
export async function readSnapshot(storage: Storage, table: string, at?: SnapshotAt): Promise<Snapshot> {
  const newest = await countEntries(storage, table);
  const last = at !== undefined && 'version' in at ? checkVersion(table, at.version, newest) : newest;
  const until = at !== undefined && 'time' in at ? at.time : Number.POSITIVE_INFINITY;
  const snapshot: Snapshot = {
    version: -1,
    protocol: undefined,
    metadata: undefined,
    files: new Map(),
    tombstones: new Map(),
    transactions: new Map(),
    committedIn: new Map(),
    history: [],
    lastCommit: undefined,
  };
  let isOver = false;
  while (!isOver && snapshot.version < last) {
    const next = snapshot.version + 1;
    const paths = Array.from({ length: Math.min(16, last - next + 1) }, (_, i) => entryPath(table, next + i));
    for (const actions of await Promise.all(paths.map((path) => readEntry(storage, path)))) {
      isOver = !(timeOf(actions) <= until);
      if (isOver) break;
      apply(snapshot, actions, entryPath(table, snapshot.version + 1));
    }
  }
  if (snapshot.version < 0 && at !== undefined && 'time' in at) {
    throw new MissingVersionError(
      `Cannot read ${table} as of ${describeTime(at.time)} as it must have a version by then: it has none`,
    );
  }
  if (last >= 0 && (snapshot.protocol === undefined || snapshot.metadata === undefined)) {
    throw new Error(`Cannot read ${table} as its log must have protocol and metaData: one is missing`);
  }
  return snapshot;
}

/** Makes a version of a table, all of it or nothing. @throws {ConflictError} if somebody else made that version first */
export async function commit(
  storage: Storage,
  table: string,
  version: number,
  actions: readonly Action[],
): Promise<void> {
  await storage.writeNew(entryPath(table, version), new TextEncoder().encode(formatActions(actions)));
}

/** The version of the newest entry, after making sure that those before it are all there. */
async function countEntries(storage: Storage, table: string): Promise<number> {
  const names = await storage.names(`${table}/_delta_log`);
  const entries = names.filter((name) => /^\d{20}\.json$/.test(name));
  for (const [index, name] of entries.entries()) {
    if (Number(name.slice(0, 20)) === index) continue;
    throw new Error(
      `Cannot read ${table} as ${entryPath(table, index)} must be there: the log goes on with ${name}`,
    );
  }
  if (entries.length === 0 && names.some((name) => name.includes('.checkpoint.'))) {
    throw new Error(`Cannot read ${table} as its log must begin with version 0: it has only checkpoints`);
  }
  return entries.length - 1;
}

function checkVersion(table: string, version: number, newest: number): number {
  if (Number.isSafeInteger(version) && version >= 0 && version <= newest) return version;
  const actual = newest < 0 ? 'there is none' : `there are 0 to ${newest}`;
  throw new MissingVersionError(`Cannot read version ${version} of ${table} as it must be there: ${actual}`);
}

/** Microseconds at which an entry was committed; those that do not say it are as old as the one before. */
function timeOf(actions: readonly Action[]): number {
  const stamp = actions.find(({ commitInfo }) => commitInfo)?.commitInfo?.timestamp;
  return typeof stamp === 'number' ? stamp * 1000 : Number.NEGATIVE_INFINITY;
}

function describeTime(micros: number): string {
  const millis = Math.floor(micros / 1000);
  return Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : `${micros} microseconds`;
}

async function readEntry(storage: Storage, path: string): Promise<Action[]> {
  return parseActions(new TextDecoder().decode(await storage.read(path)), path);
}

function apply(snapshot: Snapshot, actions: readonly Action[], file: string): void {
  const { files, tombstones, transactions, committedIn, history } = snapshot;
  const version = ++snapshot.version;
  snapshot.lastCommit = undefined;
  history.push(ancestryOf(actions, history));
  // Actions of one entry have no order among themselves; a path that moves from remove to add stays.
  for (const { remove } of actions) {
    if (!remove) continue;
    const path = locate(remove.path, file);
    if (files.delete(path)) tombstones.set(path, version);
  }
  for (const { protocol, metaData, add, txn, commitInfo } of actions) {
    if (protocol) snapshot.protocol = checkProtocol(protocol, file);
    if (metaData) snapshot.metadata = metaData;
    if (add) {
      const path = locate(add.path, file);
      files.set(path, add);
      tombstones.delete(path);
    }
    if (txn) {
      transactions.set(txn.appId, txn.version);
      const versions = committedIn.get(txn.appId);
      if (versions === undefined) committedIn.set(txn.appId, [version]);
      else versions.push(version);
    }
    if (commitInfo) snapshot.lastCommit = commitInfo;
  }
}

function locate(path: string, file: string): string {
  try {
    return decodePath(path);
  } catch (error) {
    throw new Error(`Cannot read ${file} as its data files must lie in the table: ${path}`, { cause: error });
  }
}

function checkProtocol(protocol: Protocol, file: string): Protocol {
  const { minReaderVersion, minWriterVersion, readerFeatures = [], writerFeatures = [] } = protocol;
  const features = [...readerFeatures, ...writerFeatures];
  if (minReaderVersion <= 1 && minWriterVersion <= 2 && features.length === 0) return protocol;
  const asked = [`reader ${minReaderVersion}`, `writer ${minWriterVersion}`, ...features].join(', ');
  throw new Error(
    `Cannot use ${file} as the table must need no more than reader 1 and writer 2: it asks for ${asked}`,
  );
}
