import type { Storage } from '../storage/storage.ts';
import type { Snapshot } from './log.ts';
import type { DataFile } from './overwrite.ts';
import { findStrays, readIntent } from './publication.ts';

/**
 * Undoes the moves of a run that did not commit: its files are removed, or go back to where they were staged if they are to be
 * kept.
 */
export async function takeBack(
  storage: Storage,
  table: string,
  staging: string,
  snapshot: Snapshot,
  keep: boolean,
): Promise<void> {
  const intent = await readIntent(storage, staging);
  for (const { from, to } of intent?.moves ?? []) {
    if (snapshot.files.has(to.slice(table.length + 1)) || (await storage.stat(to)) === undefined) continue;
    if (keep && (await storage.stat(from)) === undefined) await storage.rename(to, from);
    else await storage.remove(to);
  }
}

/** @throws {Error} if a file that waits has not the size that was stated */
export function checkSize(path: string, wanted: number, found: number | undefined): void {
  if (found === wanted) return;
  const actual = found === undefined ? 'it is not there' : `it has ${found}`;
  throw new Error(`Cannot publish ${path} as it must have ${wanted} bytes: ${actual}`);
}

/** A folder with files of somebody else's must not become a table: they would be read, and removed, as ours. */
export async function checkFolder(
  storage: Storage,
  { table, files }: { table: string; files: readonly DataFile[] },
  before: Snapshot,
): Promise<void> {
  const ours = new Set(files.map(({ path }) => `${table}/${path}`));
  const foreign = (await findStrays(storage, table, before)).filter((path) => !ours.has(path));
  if (foreign.length === 0) return;
  throw new Error(`Cannot publish into ${table} as it must be a table or empty: it holds ${foreign[0]}`);
}
