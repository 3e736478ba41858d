import { Arena } from '../columns/arena.ts';
import { ByteSource } from '../columns/byte-source.ts';
import type { Storage } from '../storage/storage.ts';
import type { Pieces } from './pieces.ts';

/** Pieces that are joined at once. */
const AT_ONCE = 64;

/** A file that `dropIds` wrote. */
interface DropFile {
  path: string;
  /** Byte at which the part of each piece ends. */
  ends: Float64Array;
}

/** Joins the drops of all buckets into one byte a row, pieces one after another. Memory: a byte a row of 64 pieces, and their drops. */
export async function joinDrops(
  pieces: Pieces,
  paths: readonly string[],
  temp: Storage,
  to: string,
): Promise<void> {
  const files: DropFile[] = [];
  for (const path of paths) files.push({ path, ends: await readEnds(temp, path, pieces.length) });
  await temp.write(to, marks(pieces, files, temp), { durable: false });
}

async function* marks(pieces: Pieces, files: readonly DropFile[], temp: Storage): AsyncGenerator<Uint8Array> {
  const arena = new Arena();
  const { length } = pieces;
  for (let first = 0; first < length; first += AT_ONCE) {
    const after = Math.min(length, first + AT_ONCE);
    const before = pieces.rowsBefore(first);
    arena.clear();
    const marked = arena.bytes(pieces.rowsBefore(after) - before).fill(0);
    for (const { path, ends } of files) {
      let at = ends[first - 1] ?? 0;
      const end = ends[after - 1] as number;
      if (at === end) continue;
      const source = new ByteSource(await temp.read(path, { start: at, end }, { arena }));
      for (let piece = first; piece < after; piece++) {
        const drops = source.u32s(((ends[piece] as number) - at) / 4);
        const start = pieces.rowsBefore(piece) - before;
        for (let i = 0; i < drops.length; i += 2) {
          marked[start + (drops[i] as number)] = drops[i + 1] as number;
        }
        at = ends[piece] as number;
      }
    }
    if (marked.length > 0) yield marked;
  }
}

async function readEnds(temp: Storage, path: string, pieces: number): Promise<Float64Array> {
  const size = (await temp.stat(path))?.size ?? 0;
  const bytes = await temp.read(path, { start: size - pieces * 8, end: size });
  return new ByteSource(bytes).f64s(pieces);
}

/** Reads the marks of one piece's rows, into the arena where there is one. */
export async function readDrops(
  pieces: Pieces,
  piece: number,
  temp: Storage,
  path: string,
  arena?: Arena,
): Promise<Uint8Array> {
  const rows = pieces.entry(piece).rows;
  if (rows === 0) return new Uint8Array();
  const start = pieces.rowsBefore(piece);
  return temp.read(path, { start, end: start + rows }, { arena });
}
