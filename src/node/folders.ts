import { lstat, mkdir, readdir, rm, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { temporaryPrefix } from '../core/storage/paths.ts';
import type { StoredFile } from '../core/storage/storage.ts';
import { isSystemError, syncFolder } from './atomic.ts';

const lanes = 8;

/**
 * Makes a folder and those above it, and returns the outermost that it made. One at a time, as Node's own recursive way never
 * ends where a folder cannot be made for want of itself, below /proc for one.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    if (isSystemError(error, 'EEXIST') && (await stat(folder)).isDirectory()) return undefined;
    if (!isSystemError(error, 'ENOENT') || path.dirname(folder) === folder) throw error;
  }
  const above = await makeFolder(path.dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    if (!isSystemError(error, 'EEXIST')) throw error;
  });
  return above ?? folder;
}

/** Runs a step that needs a folder, and makes the folder where there is none: others may remove it meanwhile. */
export async function inFolder<T>(
  top: string,
  folder: string,
  durable: boolean,
  step: () => Promise<T>,
): Promise<T> {
  for (let tries = 3; ; tries--) {
    try {
      return await step();
    } catch (error) {
      if (tries === 0 || !isSystemError(error, 'ENOENT')) throw error;
    }
    const first = await makeFolder(folder);
    if (!durable || first === undefined) continue;
    const outermost = path.dirname(first.length > top.length ? first : top);
    for (let made = folder; made.length > outermost.length; made = path.dirname(made)) {
      await syncFolder(path.dirname(made));
    }
  }
}

/** Adds all files below a folder, named from `name` on, but for unfinished ones. */
export async function walk(folder: string, name: string, found: StoredFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreAbsence);
  await eachOf(entries ?? [], async (entry) => {
    if (entry.name.startsWith(temporaryPrefix)) return;
    const inner = name === '' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) return walk(`${folder}/${entry.name}`, inner, found);
    const stats = entry.isFile() ? await statFile(`${folder}/${entry.name}`) : undefined;
    if (stats !== undefined) found.push({ path: inner, size: stats.size });
  });
}

/** The size of a plain file; undefined where there is none. */
export async function statFile(file: string): Promise<{ size: number } | undefined> {
  const stats = await stat(file).catch(ignoreAbsence);
  return stats?.isFile() ? stats : undefined;
}

/**
 * Removes a file, or a folder with all that is in it; what is not there is passed over. Node's own recursive way tries the folder
 * again after each file.
 */
export async function removeAll(target: string): Promise<void> {
  const found = await lstat(target).catch(ignoreAbsence);
  if (found === undefined) return;
  // Of a link only itself, wherever it leads.
  if (!found.isDirectory()) return rm(target, { force: true });
  const entries = await readdir(target, { withFileTypes: true }).catch(ignoreAbsence);
  await eachOf(entries ?? [], (entry) => {
    const inner = `${target}/${entry.name}`;
    return entry.isDirectory() ? removeAll(inner) : unlink(inner).catch(ignoreAbsence);
  });
  // What was added meanwhile, and what could not be removed as it seemed, is for Node to say.
  await rmdir(target).catch(() => rm(target, { recursive: true, force: true }));
}

/** Removes a folder that is empty, and those above it that then are, up to the top. */
export async function removeEmptied(top: string, folder: string): Promise<void> {
  try {
    for (let empty = folder; empty.length > top.length; empty = path.dirname(empty)) await rmdir(empty);
  } catch (error) {
    // A folder that is not empty or not there ends the climb; an empty one that stays does no harm.
    if (!isSystemError(error)) throw error;
  }
}

/** Turns the error of a file that is not there into undefined. */
export function ignoreAbsence(error: unknown): undefined {
  if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error;
}

/** Takes a step for every item, a few at a time. */
export async function eachOf<T>(items: readonly T[], step: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(lanes, items.length) }, async () => {
      for (const item of queue) await step(item);
    }),
  );
}
