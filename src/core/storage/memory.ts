import { ConflictError, NotFoundError } from '../errors.ts';
import { checkFolder, checkPath, checkRange, comparePaths } from './paths.ts';
import type { ByteRange, Move, Storage, StoredFile } from './storage.ts';

const blockSize = 256 * 1024;

/** A storage that lives and dies with the process: the reference for what the others do. Memory: all that is in it. */
export function memoryStorage(): Storage {
  const files = new Map<string, Uint8Array>();

  function find(path: string, range?: ByteRange): Uint8Array {
    const bytes = files.get(checkPath(path));
    if (range !== undefined) checkRange(range);
    if (bytes === undefined) throw new NotFoundError(path);
    return range === undefined ? bytes : bytes.subarray(range.start, range.end);
  }

  function move({ from, to }: Move): void {
    const bytes = find(from);
    checkPath(to);
    files.delete(from);
    files.set(to, bytes);
  }

  return {
    async read(path, range) {
      return find(path, range).slice();
    },
    async *readStream(path, range) {
      const bytes = find(path, range);
      for (let start = 0; start < bytes.length; start += blockSize)
        yield bytes.slice(start, start + blockSize);
    },
    async write(path, data) {
      checkPath(path);
      const bytes = data instanceof Uint8Array ? data.slice() : await concatenate(data);
      files.set(path, bytes);
      return bytes.length;
    },
    async writeNew(path, data) {
      if (files.has(checkPath(path))) throw new ConflictError(path);
      files.set(path, data.slice());
    },
    async rename(from, to) {
      move({ from, to });
    },
    async renameAll(moves) {
      moves.forEach(move);
    },
    async list(folder) {
      const prefix = checkFolder(folder) === '' ? '' : `${folder}/`;
      const found: StoredFile[] = [];
      for (const [path, { length }] of files) if (path.startsWith(prefix)) found.push({ path, size: length });
      return found.toSorted(comparePaths);
    },
    async names(folder) {
      const prefix = checkFolder(folder) === '' ? '' : `${folder}/`;
      const below = [...files.keys()].filter((path) => path.startsWith(prefix));
      const names = new Set(below.map((path) => path.slice(prefix.length).split('/', 1)[0] as string));
      return [...names].toSorted();
    },
    async stat(path) {
      const bytes = files.get(checkPath(path));
      return bytes && { size: bytes.length };
    },
    async remove(path) {
      checkPath(path);
      for (const name of files.keys()) if (name === path || name.startsWith(`${path}/`)) files.delete(name);
    },
    async sweep(folder) {
      checkFolder(folder);
    },
  };
}

async function concatenate(blocks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const block of blocks) {
    // The source may use its block again once it is asked for the next.
    parts.push(block.slice());
    size += block.length;
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
