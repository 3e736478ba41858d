import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Arena } from '../core/columns/arena.ts';
import { NotFoundError } from '../core/errors.ts';
import { checkRange } from '../core/storage/paths.ts';
import type { ByteRange } from '../core/storage/storage.ts';
import { attempt, isSystemError } from './atomic.ts';
import { takeTurns } from './turn.ts';

/**
 * Reads a file, or a part of it, in this thread: a small read that the system has at hand takes a tenth of what it takes to have
 * another thread do it. For threads with nothing else to do.
 *
 * @throws {NotFoundError}
 */
export async function readNow(
  name: string,
  { file, what }: { file: string; what: string },
  range: ByteRange | undefined,
  arena: Arena | undefined,
): Promise<Uint8Array> {
  if (range !== undefined) checkRange(range);
  await takeTurns();
  return attempt(what, async () => {
    const handle = openFile(name, file);
    try {
      const { size } = fstatSync(handle);
      const start = Math.min(range?.start ?? 0, size);
      const length = Math.max(0, Math.min(range?.end ?? size, size) - start);
      const bytes = arena?.bytes(length) ?? new Uint8Array(length);
      for (let filled = 0; filled < bytes.length;) {
        const count = readSync(handle, bytes, filled, bytes.length - filled, start + filled);
        if (count === 0) throw new Error(`Cannot ${what}: it became shorter while it was read`);
        filled += count;
      }
      return bytes;
    } finally {
      closeSync(handle);
    }
  });
}

function openFile(name: string, file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) throw new NotFoundError(name);
    throw error;
  }
}
