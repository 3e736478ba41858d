import { renameSync } from 'node:fs';
import { link, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import { checkFolder, checkPath, checkRange, comparePaths, temporaryPrefix } from '../core/storage/paths.ts';
import type { ByteRange, Move, Storage, StoredFile, WriteOptions } from '../core/storage/storage.ts';
import {
  attempt,
  isSystemError,
  removeQuietly,
  syncFile,
  syncFolder,
  type TemporaryOptions,
  writeTemporary,
} from './atomic.ts';
import { eachOf, ignoreAbsence, inFolder, removeAll, removeEmptied, statFile, walk } from './folders.ts';
import { readNow } from './read-now.ts';

const blockSize = 512 * 1024;

export interface FileStorageOptions {
  /** What errors of the system put before paths, so that people find them. @default nothing */
  prefix?: string;
  /** Whether reads, and writes that need not last, keep this thread waiting: faster where it has nothing else to do. @default false */
  waits?: boolean;
}

/** A storage over a folder of this machine, which is made when something is first written. Memory: a block a stream. */
export function fileStorage(root: string, { prefix = '', waits = false }: FileStorageOptions = {}): Storage {
  const top = path.resolve(root);

  function locate(name: string): string {
    return path.join(top, checkPath(name));
  }

  function blocksOf(name: string, range: ByteRange | undefined, most: number): AsyncGenerator<Uint8Array> {
    return readBlocks(name, { file: locate(name), what: `read ${prefix}${name}` }, range, most);
  }

  async function move(moves: readonly Move[], { durable = true }: WriteOptions = {}): Promise<void> {
    const changed = new Set<string>();
    await eachOf(moves, async ({ from, to }) => {
      const [source, target] = [locate(from), locate(to)];
      await attempt(`move ${prefix}${from} to ${prefix}${to}`, async () => {
        try {
          if (durable) await syncFile(source);
          await inFolder(top, path.dirname(target), durable, () => rename(source, target));
        } catch (error) {
          if (isSystemError(error, 'ENOENT')) throw new NotFoundError(from, { cause: error });
          throw error;
        }
      });
      changed.add(path.dirname(source)).add(path.dirname(target));
    });
    if (durable) await eachOf([...changed], (folder) => attempt(`keep ${folder}`, () => syncFolder(folder)));
  }

  return {
    async read(name, range, { arena } = {}) {
      if (waits) return readNow(name, { file: locate(name), what: `read ${prefix}${name}` }, range, arena);
      const blocks: Uint8Array[] = [];
      for await (const block of blocksOf(name, range, Infinity)) blocks.push(block);
      return blocks[0] ?? new Uint8Array();
    },
    readStream(name, range) {
      return blocksOf(name, range, blockSize);
    },
    async write(name, data, { durable = true } = {}) {
      const target = locate(name);
      const folder = path.dirname(target);
      const what = `write ${prefix}${name}`;
      const isQuick = waits && !durable;
      const { file, size } = await openIn(top, folder, data, { durable, what, waits: isQuick });
      try {
        await attempt(what, async () => (isQuick ? renameSync(file, target) : rename(file, target)));
      } catch (error) {
        await removeQuietly(file);
        throw error;
      }
      if (durable) await attempt(what, () => syncFolder(folder));
      return size;
    },
    async writeNew(name, data) {
      const target = locate(name);
      const folder = path.dirname(target);
      const what = `write ${prefix}${name}`;
      const { file } = await openIn(top, folder, data, { durable: true, what });
      try {
        await attempt(what, () => createFrom(file, target, data));
      } catch (error) {
        const taken = error instanceof Error && isSystemError(error.cause, 'EEXIST');
        throw taken ? new ConflictError(name, { cause: error.cause }) : error;
      } finally {
        await removeQuietly(file);
      }
      await attempt(what, () => syncFolder(folder));
    },
    rename(from, to, options) {
      return move([{ from, to }], options);
    },
    renameAll: move,
    async list(folder) {
      const found: StoredFile[] = [];
      const start = path.join(top, checkFolder(folder));
      await attempt(`list ${folder === '' ? root : prefix + folder}`, () => walk(start, folder, found));
      return found.toSorted(comparePaths);
    },
    async names(folder) {
      const start = path.join(top, checkFolder(folder));
      const what = `list ${folder === '' ? root : prefix + folder}`;
      const names = await attempt(what, () => readdir(start).catch(ignoreAbsence));
      return (names ?? []).filter((name) => !name.startsWith(temporaryPrefix)).toSorted();
    },
    async stat(name) {
      const found = await attempt(`read ${prefix}${name}`, () => statFile(locate(name)));
      return found && { size: found.size };
    },
    async remove(name) {
      const target = locate(name);
      await attempt(`remove ${prefix}${name}`, () => removeAll(target));
      await removeEmptied(top, path.dirname(target));
    },
    async sweep(folder) {
      const start = path.join(top, checkFolder(folder));
      const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(ignoreAbsence);
      const stale = (entries ?? []).filter(
        (entry) => entry.isFile() && entry.name.startsWith(temporaryPrefix),
      );
      await eachOf(stale, async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        await attempt(`remove ${file}`, () => rm(file, { force: true }));
        await removeEmptied(top, entry.parentPath);
      });
    },
  };
}

async function* readBlocks(
  name: string,
  { file, what }: { file: string; what: string },
  range: ByteRange | undefined,
  most: number,
): AsyncGenerator<Uint8Array> {
  if (range !== undefined) checkRange(range);
  const handle = await attempt(what, () => open(file, 'r').catch(ignoreAbsence));
  if (handle === undefined) throw new NotFoundError(name);
  try {
    const { size } = await attempt(what, () => handle.stat());
    const end = Math.min(range?.end ?? size, size);
    for (let start = range?.start ?? 0; start < end;) {
      const block = new Uint8Array(Math.min(most, end - start));
      let filled = 0;
      while (filled < block.length) {
        const rest = block.length - filled;
        const { bytesRead } = await attempt(what, () => handle.read(block, filled, rest, start + filled));
        if (bytesRead === 0) throw new Error(`Cannot ${what}: it became shorter while it was read`);
        filled += bytesRead;
      }
      start += filled;
      yield block;
    }
  } finally {
    await handle.close();
  }
}

function openIn(
  top: string,
  folder: string,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  options: TemporaryOptions,
): ReturnType<typeof writeTemporary> {
  return attempt(options.what, () =>
    inFolder(top, folder, options.durable, () => writeTemporary(folder, data, options)),
  );
}

async function createFrom(file: string, target: string, data: Uint8Array): Promise<void> {
  try {
    await link(file, target);
  } catch (error) {
    if (!isSystemError(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK')) throw error;
    // Without hard links the name is still won by one writer only, but a crash can leave it with half of the bytes.
    await writeFile(target, data, { flag: 'wx', flush: true });
  }
}
