import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { ConflictError } from '../core/errors.ts';
import { temporaryPrefix } from '../core/storage/paths.ts';
import { fileStorage } from './files.ts';
import { isSystemError, removeQuietly } from './atomic.ts';

/** Who holds a folder. */
interface Holder {
  pid: number;
  host: string;
  /** Tells a process from a later one of the same pid; null where the system does not say. */
  born: string | null;
  /** When the folder was locked, ISO 8601. */
  since: string;
  /** What the folder was locked for. */
  what: string;
}

/** Somebody else holds the folder. */
export class LockedError extends Error {
  override name = 'LockedError';
  /** Who it is, for those who know nothing of this machine: `import since 2025-11-24T00:00:00.000Z`. */
  readonly holder: string;

  constructor(message: string, holder: string) {
    super(message);
    this.holder = holder;
  }
}

/** A folder that is held until it is released. */
export interface FolderLock {
  /** Lets the next one in; a second call does nothing. */
  release: () => Promise<void>;
}

/** Bytes that a lock has at most. */
const MOST_OF_LOCK = 4096;

/**
 * Locks a folder for this process until it releases it or dies. Locks are files `.lock-1`, `.lock-2` ...: whoever finds
 * the newest one left by a dead process creates the next, which only one can, so no living lock is ever removed.
 *
 * @param what is told to others who want the folder: the command, say
 * @throws {LockedError} naming pid, host, time and purpose of the one who holds it
 */
export async function lockFolder(folder: string, what: string): Promise<FolderLock> {
  const storage = fileStorage(folder, { prefix: `${folder}/` });
  const born = (await findProcess(process.pid))?.born ?? null;
  const since = new Date().toISOString();
  const self: Holder = { pid: process.pid, host: hostname(), born, since, what };
  for (;;) {
    const left = await findLocks(folder);
    await refuseLiving(folder, left);
    const own = `.lock-${Math.max(0, ...left) + 1}`;
    try {
      await storage.writeNew(own, new TextEncoder().encode(`${JSON.stringify(self)}\n`));
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    const release = async (): Promise<void> => rm(path.join(folder, own), { force: true });
    const others = (await findLocks(folder)).filter((number) => own !== `.lock-${number}`);
    try {
      // Somebody may have come in through a lower number while the folder was free.
      await refuseLiving(folder, others);
    } catch (error) {
      await release();
      throw error;
    }
    for (const number of others) await removeQuietly(path.join(folder, `.lock-${number}`));
    await removeUnfinished(folder);
    return { release };
  }
}

/** Removes what those have left who died while they wrote a lock; whatever else is being written there is larger, or no lock. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!name.startsWith(temporaryPrefix)) continue;
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true || found.size > MOST_OF_LOCK) continue;
    const holder = parseHolder((await readText(file)) ?? '');
    if (holder !== undefined && !(await isAlive(holder))) await removeQuietly(file);
  }
}

/** Refuses a folder that somebody else holds, and locks nothing. @throws {LockedError} */
export async function checkUnlocked(folder: string): Promise<void> {
  await refuseLiving(folder, await findLocks(folder));
}

/** Takes a step while the folder is locked for it. @throws {LockedError} */
export async function whileLocked<T>(folder: string, what: string, step: () => Promise<T>): Promise<T> {
  const lock = await lockFolder(folder, what);
  try {
    return await step();
  } finally {
    await lock.release();
  }
}

async function findLocks(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  });
  return names.flatMap((name) => /^\.lock-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

async function refuseLiving(folder: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const file = path.join(folder, `.lock-${number}`);
    const text = await readText(file);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder !== undefined && !(await isAlive(holder))) continue;
    const who = holder && `process ${holder.pid} on ${holder.host} since ${holder.since} (${holder.what})`;
    const help = `if that one is gone, remove ${file}`;
    throw new LockedError(
      `Cannot lock ${folder} as one run at a time may use it: held by ${who ?? 'somebody'}; ${help}`,
      holder === undefined ? 'somebody' : `${kindOf(holder)} since ${holder.since}`,
    );
  }
}

/** What a folder was locked for, without what it was told: names of files are nobody else's. */
function kindOf({ what }: Holder): string {
  return /^[a-z]+/.exec(what)?.[0] ?? 'a run';
}

async function isAlive({ pid, host, born }: Holder): Promise<boolean> {
  // Processes of another machine cannot be asked.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) return false;
  }
  const found = await findProcess(pid);
  // A killed process stays in the list until its parent has asked for its end.
  if (found?.state === 'Z') return false;
  return born === null || found === undefined || born === found.born;
}

/** State and birth (boot, and clock ticks since then) of a process; undefined outside Linux, or when it is gone. */
async function findProcess(pid: number): Promise<{ state: string; born: string } | undefined> {
  const [boot, line] = await Promise.all([
    readText('/proc/sys/kernel/random/boot_id'),
    readText(`/proc/${pid}/stat`),
  ]);
  // The second field is the program's name in brackets, with any signs in it; what counts comes after it.
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields?.[0], fields?.[19]];
  if (boot === undefined || state === undefined || ticks === undefined) return undefined;
  return { state, born: `${boot.trim()} ${ticks}` };
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  });
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}
