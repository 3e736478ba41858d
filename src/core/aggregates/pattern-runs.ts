import type { Storage } from '../storage/storage.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Heap } from './heap.ts';

/** Patterns with their counts, sorted by their bytes: in memory, or a file. */
export type PatternRun = { bytes: Uint8Array } | { path: string; size: number };

/** What runs need of a storage. */
export type RunStorage = Pick<Storage, 'read' | 'write'>;

/** A pattern as `textToBytes` has it, and how often it came. */
export interface CountedPattern {
  key: Uint8Array;
  count: number;
}

/** The bytes of a run: each pattern as its count, how much it shares with the one before it, and the rest. */
export function encodeRun(patterns: readonly CountedPattern[]): Uint8Array<ArrayBuffer> {
  const run = new ByteWriter();
  let before = new Uint8Array() as Uint8Array;
  for (const { key, count } of patterns.toSorted((a, b) => compareBytes(a.key, b.key))) {
    const shared = sharedLength(before, key);
    run.varint(count);
    run.varint(shared);
    run.block(key.subarray(shared));
    before = key;
  }
  return run.finish();
}

/** The patterns and counts that `encodeRun` was given. */
export function* decodeRun(bytes: Uint8Array): Generator<CountedPattern> {
  const cursor = new RunCursor({ bytes }, undefined, 0);
  while (cursor.next() === true) yield { key: cursor.key, count: cursor.count };
}

/**
 * Every pattern of all runs once, with the sum of its counts, in the order of its bytes. The bytes are only good until
 * the next is asked for. Memory: a block and the longest pattern a run.
 */
export async function* mergeRuns(
  runs: readonly PatternRun[],
  storage: RunStorage | undefined,
  blockSize: number,
): AsyncGenerator<CountedPattern> {
  const heap = new Heap<RunCursor>((a, b) => compareBytes(a.key, b.key) < 0);
  for (const run of runs) {
    const cursor = new RunCursor(run, storage, blockSize);
    if (cursor.next() ?? (await cursor.fillAndNext())) heap.push(cursor);
  }
  let key = new Uint8Array() as Uint8Array;
  let count = 0;
  for (let cursor = heap.first; cursor !== undefined; cursor = heap.first) {
    if (count > 0 && compareBytes(key, cursor.key) !== 0) {
      yield { key, count };
      count = 0;
    }
    if (count === 0) key = cursor.key;
    count += cursor.count;
    if (cursor.next() ?? (await cursor.fillAndNext())) heap.settle();
    else heap.pop();
  }
  if (count > 0) yield { key, count };
}

/** Three numbers of at most eight bytes. */
const MAX_HEADER = 24;

class RunCursor {
  key = new Uint8Array() as Uint8Array;
  count = 0;
  readonly #run: PatternRun;
  readonly #storage: RunStorage | undefined;
  readonly #blockSize: number;
  #block: Uint8Array;
  #at = 0;
  /** Where in the file the block ends. */
  #read = 0;

  constructor(run: PatternRun, storage: RunStorage | undefined, blockSize: number) {
    this.#run = run;
    this.#storage = storage;
    this.#blockSize = blockSize;
    this.#block = 'bytes' in run ? run.bytes : new Uint8Array();
  }

  /** Moves to the next pattern; false at the end of the run, undefined when its bytes have to be read first. */
  next(): boolean | undefined {
    const whole = !('path' in this.#run) || this.#read === this.#run.size;
    const available = this.#block.length - this.#at;
    if (available === 0 && whole) return false;
    if (available < MAX_HEADER && !whole) return undefined;
    const entry = new ByteReader(this.#block, this.#at);
    const count = entry.varint();
    const shared = entry.varint();
    const length = entry.varint();
    if (entry.at + length > this.#block.length && !whole) return undefined;
    const rest = entry.bytes(length);
    // A new array each time: whoever holds the key before keeps it.
    const key = new Uint8Array(shared + length);
    key.set(this.key.subarray(0, shared));
    key.set(rest, shared);
    this.key = key;
    this.count = count;
    this.#at = entry.at;
    return true;
  }

  async fillAndNext(): Promise<boolean> {
    for (;;) {
      await this.#fill();
      const found = this.next();
      if (found !== undefined) return found;
    }
  }

  async #fill(): Promise<void> {
    const run = this.#run;
    if (!('path' in run)) return;
    if (this.#storage === undefined) {
      throw new TypeError(
        `Cannot read ${run.path} as the fold must have the storage it was written to: it has none`,
      );
    }
    const left = this.#block.subarray(this.#at);
    const end = Math.min(run.size, this.#read + Math.max(this.#blockSize, left.length));
    const more = await this.#storage.read(run.path, { start: this.#read, end });
    if (more.length !== end - this.#read) {
      throw new RangeError(
        `Cannot read ${run.path} as it must have ${run.size} bytes: it has ${this.#read + more.length}`,
      );
    }
    this.#read = end;
    const block = new Uint8Array(left.length + more.length);
    block.set(left);
    block.set(more, left.length);
    this.#block = block;
    this.#at = 0;
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = sharedLength(a, b);
  if (shared < a.length && shared < b.length) return a[shared]! - b[shared]!;
  return a.length - b.length;
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
