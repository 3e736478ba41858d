import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { getSystemErrorMessage } from 'node:util';
import { temporaryPrefix } from '../core/storage/paths.ts';
import { takeTurns } from './turn.ts';

/** An error of the operating system, as node throws it. */
export interface SystemError extends Error {
  code: string;
  errno: number;
}

/** Whether an error came from the operating system, with one of these codes if any are given. */
export function isSystemError(error: unknown, ...codes: string[]): error is SystemError {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return false;
  return codes.length === 0 || codes.includes(String(error.code));
}

/** Runs a step of the operating system's; an error of it says what failed: `Cannot write a.txt: no space left on device`. */
export async function attempt<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Error(`Cannot ${what}: ${getSystemErrorMessage(error.errno)}`, { cause: error });
  }
}

export interface TemporaryOptions {
  /** Whether the bytes must survive a power cut. */
  durable: boolean;
  /** For errors: `write a.txt`. */
  what: string;
  /**
   * Whether this thread does it itself: a write that the system only takes note of takes a fraction of what it takes to have another
   * thread do it. For threads with nothing else to do.
   *
   * @default false
   */
  waits?: boolean;
}

/** What is asked of a handle of node's. */
interface Handle {
  write(block: Uint8Array, offset: number, length: number): Awaitable<{ bytesWritten: number }>;
  sync(): Awaitable<void>;
  close(): Awaitable<void>;
}

type Awaitable<T> = T | Promise<T>;

/** Writes into a file with a name of its own in the folder, and removes it again if anything fails. */
export async function writeTemporary(
  folder: string,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  { durable, what, waits = false }: TemporaryOptions,
): Promise<{ file: string; size: number }> {
  const file = path.join(folder, temporaryPrefix + randomUUID());
  const handle = waits ? openNow(file) : await open(file, 'wx');
  let size = 0;
  try {
    try {
      const blocks = data instanceof Uint8Array ? [data] : data;
      // An error of the source's is thrown by the loop, outside of attempt, and so keeps its class.
      for await (const block of blocks) {
        if (waits) await takeTurns();
        await attempt(what, () => writeFully(handle, block));
        size += block.length;
      }
      if (durable) await attempt(what, async () => handle.sync());
    } finally {
      await attempt(what, async () => handle.close());
    }
  } catch (error) {
    await removeQuietly(file);
    throw error;
  }
  return { file, size };
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    // Some file systems have no such thing for folders, and one that is gone has nothing to keep.
    if (!isSystemError(error, 'EINVAL', 'EISDIR', 'EPERM', 'ENOTSUP', 'ENOENT')) throw error;
  }
}

/** Makes the bytes of a file survive a power cut. */
export async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r+');
  await handle.sync();
}

/** Removes a file where another error is already on its way and must not be covered up. */
export async function removeQuietly(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

function openNow(file: string): Handle {
  const handle = openSync(file, 'wx');
  return {
    write: (block, offset, length) => ({ bytesWritten: writeSync(handle, block, offset, length) }),
    sync: () => fsyncSync(handle),
    close: () => closeSync(handle),
  };
}

async function writeFully(handle: Handle, block: Uint8Array): Promise<void> {
  for (let offset = 0; offset < block.length;) {
    const { bytesWritten } = await handle.write(block, offset, block.length - offset);
    offset += bytesWritten;
  }
}
