import { Lane } from './fast/lane.ts';
import type { Storage } from '../storage/storage.ts';
import type { Compress } from './generate-part.ts';
import type { Hasher } from './hashing.ts';
import { PieceIndex } from './piece-index.ts';
import { Pieces } from './pieces.ts';

/** Where the tasks of a run read and write. */
export interface TaskStores {
  /** What tasks leave for one another. */
  temp: Storage;
  /** The folder that holds what the run makes. */
  output: Storage;
  createHasher: () => Hasher;
  /** Makes a gzip member of a text, where tasks are to. */
  compress?: Compress | undefined;
}

/** What tasks of a run work with, wherever they run, one at a time. */
export interface TaskContext extends TaskStores {
  /** The spilled pieces of the run, from the moment on that they are kept. */
  pieces: () => Promise<Pieces>;
  /** What tasks work with one after another, each of which finds left in it what it may overwrite. */
  lane: Lane;
}

const INDEX = 'spills/index';

/** A context over stores; the index of the pieces is read once. */
export function openContext(stores: TaskStores): TaskContext {
  let pieces: Promise<Pieces> | undefined;
  return { ...stores, lane: new Lane(), pieces: () => (pieces ??= read(stores.temp)) };
}

/** Keeps the index of all pieces where tasks find it. */
export async function keepPieces(temp: Storage, index: PieceIndex): Promise<Pieces> {
  await temp.write(INDEX, index.encode(), { durable: false });
  return new Pieces(temp, index);
}

async function read(temp: Storage): Promise<Pieces> {
  if ((await temp.stat(INDEX)) === undefined)
    throw new Error('Cannot run a task as the pieces have to be kept before: they are not');
  return new Pieces(temp, PieceIndex.decode(await temp.read(INDEX)));
}
