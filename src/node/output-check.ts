import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { RUN_FILE } from '../core/plan/run-file.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import { ignoreAbsence } from './folders.ts';

/**
 * Says what is in the way of a path below a folder where a folder is to be: a file, or a link that leads nowhere; undefined where
 * it is there or can be made.
 */
export async function findBlocker(root: string, path: string): Promise<string | undefined> {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const name = parts.slice(0, count).join('/');
    const found = await stat(join(root, name)).catch(() => undefined);
    const shown = name === path ? 'it' : name;
    if (found?.isDirectory() === true) continue;
    if (found !== undefined) return `${shown} is a file`;
    const entry = await lstat(join(root, name)).catch(() => undefined);
    return entry === undefined ? undefined : `${shown} is a link that leads nowhere`;
  }
  return undefined;
}

/**
 * Names the run.json of another output that lies around an output or in its table, which one of the two would remove; undefined
 * where they lie apart. Within a data folder, `root`, any run.json is one; elsewhere only one that has a table beside it.
 */
export async function findOtherOutput(target: string, root?: string): Promise<string | undefined> {
  for (let above = dirname(target); above !== root && above !== dirname(above); above = dirname(above)) {
    const isOutput = await isThere(join(above, RUN_FILE));
    if (isOutput && (root !== undefined || (await isThere(join(above, TABLE))))) return join(above, RUN_FILE);
  }
  return findRunFile(join(target, TABLE));
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function findRunFile(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreAbsence);
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    if (basename(path) === RUN_FILE) return path;
    const found = entry.isDirectory() ? await findRunFile(path) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Why a folder cannot be an output, as people read it. */
export function nested(output: string, other: string, base = ''): string {
  const shown = base === '' ? other : relative(base, other);
  return `Cannot write to ${output} as outputs must lie apart: ${shown} is that of another one`;
}
