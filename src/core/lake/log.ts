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
import { decodePath } from './uri.ts';

/** A table at one version. */
export interface Snapshot {
  /** -1 where there is no table. */
  version: number;
  protocol: Protocol | undefined;
  metadata: Metadata | undefined;
  /** The table's data files by their path below its folder, decoded. */
  files: Map<string, AddFile>;
  /** The newest version of every appId. */
  transactions: Map<string, number>;
  /** What the newest commit says of itself. */
  lastCommit: CommitInfo | undefined;
}

/** Path of the entry that makes a version. */
export function entryPath(table: string, version: number): string {
  return `${table}/_delta_log/${String(version).padStart(20, '0')}.json`;
}

/**
 * The newest version of a table, by replaying its whole log. Memory: the actions of 16 entries and one action a file.
 *
 * @throws {Error} naming the file, where the log has a gap, is broken, or asks for more than reader 1 and writer 2
 */
export async function readSnapshot(storage: Storage, table: string): Promise<Snapshot> {
  const last = await countEntries(storage, table);
  const snapshot: Snapshot = {
    version: -1,
    protocol: undefined,
    metadata: undefined,
    files: new Map(),
    transactions: new Map(),
    lastCommit: undefined,
  };
  while (snapshot.version < last) {
    const next = snapshot.version + 1;
    const paths = Array.from({ length: Math.min(16, last - next + 1) }, (_, i) => entryPath(table, next + i));
    for (const actions of await Promise.all(paths.map((path) => readEntry(storage, path)))) {
      apply(snapshot, actions, entryPath(table, snapshot.version + 1));
    }
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
  const names = (await storage.list(`${table}/_delta_log`)).map(({ path }) =>
    path.slice(path.lastIndexOf('/') + 1),
  );
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

async function readEntry(storage: Storage, path: string): Promise<Action[]> {
  return parseActions(new TextDecoder().decode(await storage.read(path)), path);
}

function apply(snapshot: Snapshot, actions: readonly Action[], file: string): void {
  snapshot.lastCommit = undefined;
  // Actions of one entry have no order among themselves; a path that moves from remove to add stays.
  for (const { remove } of actions) if (remove) snapshot.files.delete(locate(remove.path, file));
  for (const { protocol, metaData, add, txn, commitInfo } of actions) {
    if (protocol) snapshot.protocol = checkProtocol(protocol, file);
    if (metaData) snapshot.metadata = metaData;
    if (add) snapshot.files.set(locate(add.path, file), add);
    if (txn) snapshot.transactions.set(txn.appId, txn.version);
    if (commitInfo) snapshot.lastCommit = commitInfo;
  }
  snapshot.version++;
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
