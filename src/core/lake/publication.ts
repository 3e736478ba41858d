import type { Move, Storage } from '../storage/storage.ts';
import type { Snapshot } from './log.ts';

/** A file that goes along with a table. */
export interface SideFile {
  staged: string;
  path: string;
  /** Bytes. */
  size: number;
  sha256?: string;
}

/** What a commit says about the files that have still to follow it. */
export interface Publication {
  /** The folder with everything staged; it goes away when all is done. */
  staging: string;
  /** In the order of their appearance; the last one says that all is there. */
  sides: readonly SideFile[];
  /** Side files of former runs that this one does not have. */
  removed: readonly string[];
  transaction: { appId: string; version: number };
}

/** What is about to happen, written into the staging folder before anything else; the last thing to go. */
export interface Intent {
  /** The table's version that will name the publication. */
  version: number;
  /** Data files on their way into the table. */
  moves: Move[];
  /** What follows the commit; an overwrite says it in the commit itself. */
  publication?: Publication;
}

/** Where runs stage their files, a folder each. */
export const stagingRoot = '.staging';

const intentFile = 'publish.json';

/** Notes in the staging folder what is about to happen. */
export async function writeIntent(storage: Storage, staging: string, intent: Intent): Promise<void> {
  await storage.write(`${staging}/${intentFile}`, new TextEncoder().encode(JSON.stringify(intent)));
}

/** What was about to happen in a staging folder; undefined if nothing was. */
export async function readIntent(storage: Storage, staging: string): Promise<Intent | undefined> {
  const path = `${staging}/${intentFile}`;
  if ((await storage.stat(path)) === undefined) return undefined;
  return JSON.parse(new TextDecoder().decode(await storage.read(path))) as Intent;
}

/** What the newest commit of a table published; undefined if it was no publication. */
export function publicationOf({ lastCommit }: Snapshot): Publication | undefined {
  return lastCommit?.['publication'] as Publication | undefined;
}

/**
 * Everything that follows the commit of a publication; doing it again does no harm.
 *
 * @param stale data files of the former version, as paths of the storage
 */
export async function finish(
  storage: Storage,
  { staging, sides, removed }: Publication,
  stale: readonly string[],
): Promise<void> {
  const mark = sides.at(-1);
  const follow = async ({ staged, path }: SideFile): Promise<void> => {
    if ((await storage.stat(staged)) !== undefined) await storage.rename(staged, path);
  };
  for (const side of sides) if (side !== mark) await follow(side);
  await removeAll(storage, removed);
  await removeAll(storage, stale);
  if (mark !== undefined) await follow(mark);
  // The intent goes last: as long as it is there, the rest is known to be left over.
  const left = (await storage.names(staging)).filter((name) => name !== intentFile);
  await removeAll(
    storage,
    left.map((name) => `${staging}/${name}`),
  );
  await storage.remove(`${staging}/${intentFile}`);
}

/** Data files in a table's folder that its newest version does not have, as paths of the storage. */
export async function findStrays(storage: Storage, table: string, snapshot: Snapshot): Promise<string[]> {
  const paths = (await storage.list(table)).map(({ path }) => path.slice(table.length + 1));
  const strays = paths.filter((path) => isDataFile(path) && !snapshot.files.has(path));
  return strays.map((path) => `${table}/${path}`);
}

/** Removes files, some at a time. */
export async function removeAll(storage: Storage, paths: readonly string[]): Promise<void> {
  const queue = paths.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const path of queue) await storage.remove(path);
    }),
  );
}

/** Delta readers pass over names that begin with `_` or `.`; there the log lies, checkpoints in Parquet and all. */
function isDataFile(path: string): boolean {
  return path.endsWith('.parquet') && !path.split('/').some((part) => /^[_.]/.test(part));
}
