import type { Storage } from '../storage/storage.ts';
import { commit, readSnapshot, type Snapshot } from './log.ts';
import { actionsOf, checkRequest, isRepeated, type PublishRequest } from './overwrite.ts';
import {
  finish,
  findStrays,
  type Publication,
  publicationOf,
  readIntent,
  removeAll,
  stagingRoot,
  writeIntent,
} from './publication.ts';
import { checkFolder, checkSize, takeBack } from './staged.ts';

/**
 * Replaces the whole content of a table by staged files, and the files beside it. Delta readers see the old version or
 * the new one at any moment; a plain reader of the folder can be wrong until the promise settles. What is interrupted
 * after the commit is finished by the next call, or by `recover`.
 *
 * @returns the table's version, and whether it is a new one: not if the newest one is of this transaction and these files
 * @throws {ConflictError} if somebody else committed at the same time; the call may be repeated
 */
export async function publish(
  storage: Storage,
  request: PublishRequest,
): Promise<{ version: number; committed: boolean }> {
  const { table, staging, files, sides, obsolete = [], transaction } = request;
  const before = await readSnapshot(storage, table);
  checkRequest(request, before);
  await finishPending(storage, table, before);
  const publication: Publication = { staging, sides, removed: obsolete, transaction };
  const repeated = isRepeated(request, before);
  const version = repeated ? before.version : before.version + 1;
  const waiting = await findStaged(storage, request, repeated);
  if (before.version < 0) await checkFolder(storage, request, before);

  const moves = files.map(({ staged, path }) => ({ from: staged, to: `${table}/${path}` }));
  await writeIntent(storage, staging, { version, moves });
  await storage.renameAll(moves.filter(({ from }) => waiting.has(from)));
  if (!repeated) await commit(storage, table, version, actionsOf(request, before, publication));
  const kept = new Set(files.map(({ path }) => path));
  const stale = [...before.files.keys()].filter((path) => !kept.has(path));
  await finish(
    storage,
    publication,
    stale.map((path) => `${table}/${path}`),
  );
  return { version, committed: !repeated };
}

/**
 * Puts in order what killed runs have left: finishes the publication that the newest version names, and removes data
 * files that no version knows, unfinished files, and staging folders but those of the runs to `keep`, which get back
 * the files they had moved but not committed. Nobody may be writing. Returns whether there was a publication to finish.
 */
export async function recover(
  storage: Storage,
  table: string,
  options: { keep?: (run: string) => boolean } = {},
): Promise<'clean' | 'finished'> {
  const snapshot = await readSnapshot(storage, table);
  await storage.sweep(table);
  await storage.sweep(stagingRoot);
  const finished = await finishPending(storage, table, snapshot);
  for (const run of await storage.names(stagingRoot)) {
    const staging = `${stagingRoot}/${run}`;
    const kept = options.keep?.(run) === true;
    await takeBack(storage, table, staging, snapshot, kept);
    if (!kept) await storage.remove(staging);
  }
  // Without a log nobody knows whose files the others are.
  if (snapshot.version >= 0) await removeAll(storage, await findStrays(storage, table, snapshot));
  return finished ? 'finished' : 'clean';
}

async function finishPending(storage: Storage, table: string, snapshot: Snapshot): Promise<boolean> {
  const publication = publicationOf(snapshot);
  if (publication === undefined) return false;
  const intent = await readIntent(storage, publication.staging);
  if (intent?.version !== snapshot.version) return false;
  await finish(storage, publication, await findStrays(storage, table, snapshot));
  return true;
}

/** The staged files that have to move; the others are in their place already. */
async function findStaged(
  storage: Storage,
  request: PublishRequest,
  repeated: boolean,
): Promise<Set<string>> {
  const { table, files, sides } = request;
  const sizeOf = async (path: string): Promise<number | undefined> => (await storage.stat(path))?.size;
  const waiting = new Set<string>();
  for (const { staged, path, size } of files) {
    if ((await sizeOf(`${table}/${path}`)) === size) continue;
    checkSize(staged, size, await sizeOf(staged));
    waiting.add(staged);
  }
  for (const { staged, path, size } of sides)
    checkSize(staged, size, (await sizeOf(staged)) ?? (repeated ? await sizeOf(path) : undefined));
  return waiting;
}
