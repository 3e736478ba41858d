import type { ByteDictionary } from '../columns/byte-dictionary.ts';
import type { Storage } from '../storage/storage.ts';
import { Heap } from './heap.ts';

/** Patterns with their counts, sorted by their hashes, then by their bytes: in memory, or a file. */
export type PatternRun = { bytes: Uint8Array } | { path: string; size: number };

/** What runs need of a storage. */
export type RunStorage = Pick<Storage, 'read' | 'write'>;

/** Is given a pattern, as `textToBytes` has it, and how often it came. */
export type OnPattern = (pattern: Uint8Array, count: number) => void;

/** The most patterns a run has: the number of one and its hash fit into a double. */
export const MOST_IN_RUN = 2 ** 21 - 1;

/** Before each pattern of a run: its hash and its length in four bytes each, its count in eight. */
const HEADER_BYTES = 16;

/** The bytes of a run. @param counts by the code of a pattern */
export function encodeRun(patterns: ByteDictionary, counts: Float64Array): Uint8Array<ArrayBuffer> {
  const { size, ends } = patterns;
  const run = new Uint8Array(size * HEADER_BYTES + (ends[size] as number));
  const view = new DataView(run.buffer);
  let at = 0;
  for (const code of inOrder(patterns)) {
    const pattern = patterns.bytesOf(code);
    view.setUint32(at, patterns.hashOf(code), true);
    view.setUint32(at + 4, pattern.length, true);
    view.setFloat64(at + 8, counts[code] as number, true);
    run.set(pattern, at + HEADER_BYTES);
    at += HEADER_BYTES + pattern.length;
  }
  return run;
}

/** The codes of all patterns in the order of a run. */
function inOrder(patterns: ByteDictionary): Uint32Array {
  const keys = new Float64Array(patterns.size);
  for (let i = 0; i < keys.length; i++) keys[i] = patterns.hashOf(i + 1) * (MOST_IN_RUN + 1) + i;
  const codes = Uint32Array.from(keys.sort(), (key) => (key % (MOST_IN_RUN + 1)) + 1);
  // Few have the hash of another.
  for (let from = 0, to = 1; from < codes.length; from = to++) {
    const hash = patterns.hashOf(codes[from] as number);
    while (to < codes.length && patterns.hashOf(codes[to] as number) === hash) to++;
    if (to - from === 1) continue;
    codes.subarray(from, to).sort((a, b) => compareBytes(patterns.bytesOf(a), patterns.bytesOf(b)));
  }
  return codes;
}

/** Reads a run that lies in memory. */
export function eachInRun(bytes: Uint8Array, onPattern: OnPattern): void {
  const cursor = new RunCursor({ bytes }, undefined, 0);
  while (cursor.next() === true) onPattern(cursor.pattern, cursor.count);
}

/** Every pattern of all runs once, with the sum of its counts, in the order of runs. Memory: a block and the longest pattern a run. */
export async function mergeRuns(
  runs: readonly PatternRun[],
  storage: RunStorage | undefined,
  blockSize: number,
  onPattern: OnPattern,
): Promise<void> {
  const heap = new Heap<RunCursor>((a, b) => compare(a, b) < 0);
  for (const run of runs) {
    const cursor = new RunCursor(run, storage, blockSize);
    if (cursor.next() ?? (await cursor.fillAndNext())) heap.push(cursor);
  }
  for (let cursor = heap.first; cursor !== undefined;) {
    const { hash, pattern } = cursor;
    let count = 0;
    do {
      count += cursor.count;
      if (cursor.next() ?? (await cursor.fillAndNext())) heap.settle();
      else heap.pop();
      cursor = heap.first;
    } while (cursor?.hash === hash && compareBytes(cursor.pattern, pattern) === 0);
    onPattern(pattern, count);
  }
}

class RunCursor {
  hash = 0;
  count = 0;
  /** A view of a block, which stays as it is. */
  pattern = new Uint8Array() as Uint8Array;
  readonly #run: PatternRun;
  readonly #storage: RunStorage | undefined;
  readonly #blockSize: number;
  #block: Uint8Array;
  #view: DataView;
  #at = 0;
  /** Where in the file the block ends. */
  #read = 0;

  constructor(run: PatternRun, storage: RunStorage | undefined, blockSize: number) {
    this.#run = run;
    this.#storage = storage;
    this.#blockSize = blockSize;
    this.#block = 'bytes' in run ? run.bytes : new Uint8Array();
    this.#view = viewOf(this.#block);
  }

  /** Moves to the next pattern; false at the end of the run, undefined when its bytes have to be read first. */
  next(): boolean | undefined {
    const whole = !('path' in this.#run) || this.#read === this.#run.size;
    const available = this.#block.length - this.#at;
    if (available === 0 && whole) return false;
    const start = this.#at + HEADER_BYTES;
    const length = available < HEADER_BYTES ? 0 : this.#view.getUint32(this.#at + 4, true);
    if (available < HEADER_BYTES + length) {
      if (!whole) return undefined;
      throw new RangeError(`Cannot read patterns as a run must end with one: ${available} bytes are left`);
    }
    this.hash = this.#view.getUint32(this.#at, true);
    this.count = this.#view.getFloat64(this.#at + 8, true);
    this.#at = start + length;
    this.pattern = this.#block.subarray(start, this.#at);
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
    this.#block = new Uint8Array(left.length + more.length);
    this.#block.set(left);
    this.#block.set(more, left.length);
    this.#view = viewOf(this.#block);
    this.#at = 0;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function compare(a: RunCursor, b: RunCursor): number {
  return a.hash - b.hash || compareBytes(a.pattern, b.pattern);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a[at] === b[at]) at++;
  return at < shared ? (a[at] as number) - (b[at] as number) : a.length - b.length;
}
