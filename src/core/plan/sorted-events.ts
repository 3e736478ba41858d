import type { Arena } from '../columns/arena.ts';
import { grown } from '../columns/grown.ts';
import type { Storage } from '../storage/storage.ts';
import { EVENT_BYTES, EVENT_SLOTS, SLOT, WORD } from './records.ts';

/** Records read at once from each run while runs are merged. */
const BLOCK = 8192;

/** Is shown one record after another: its doubles and words, and the slot at which it starts. */
export type Visit = (doubles: Float64Array, words: Uint32Array, slot: number) => void;

/**
 * Sorts event records by session, time and row; rows have to rise as records are added. What is beyond `capacity` goes to
 * sorted runs in `temp`, which are merged at the end. Memory: 68 bytes a record of one run.
 */
export class SortedEvents {
  readonly #temp: Storage;
  readonly #path: string;
  readonly #capacity: number;
  readonly #runs: string[] = [];
  #doubles: Float64Array<ArrayBuffer>;
  #words: Uint32Array;
  #count = 0;

  /** @param expected as many records as there will be */
  constructor(
    temp: Storage,
    path: string,
    { capacity, expected, arena }: { capacity: number; expected: number; arena: Arena },
  ) {
    // A burst may go beyond the capacity.
    const records = Math.max(4096, Math.min(expected, capacity + (capacity >> 3)));
    this.#doubles = arena.doubles(records * EVENT_SLOTS);
    this.#words = new Uint32Array(this.#doubles.buffer, this.#doubles.byteOffset, this.#doubles.length * 2);
    this.#temp = temp;
    this.#path = path;
    this.#capacity = capacity;
  }

  /** Adds a copy of the record at a slot under its session's number and its row. */
  add(from: Float64Array, slot: number, session: number, row: number): void {
    const at = this.#count++ * EVENT_SLOTS;
    if (at === this.#doubles.length) {
      this.#doubles = grown(this.#doubles, at * 2);
      this.#words = new Uint32Array(this.#doubles.buffer);
    }
    for (let i = 0; i < EVENT_SLOTS; i++) this.#doubles[at + i] = from[slot + i] as number;
    this.#words[at * 2 + WORD.session] = session;
    this.#words[at * 2 + WORD.row] = row;
  }

  /** To be called between bursts of `add`: moves a run out of memory when there is enough for one. */
  async settle(): Promise<void> {
    if (this.#count >= this.#capacity) await this.#spill();
  }

  /** Shows every record in order. */
  async each(visit: Visit): Promise<void> {
    if (this.#runs.length === 0) {
      for (const record of this.#order()) visit(this.#doubles, this.#words, record * EVENT_SLOTS);
      return;
    }
    await this.#spill();
    this.#doubles = new Float64Array(0);
    const runs = this.#runs.map((path) => new RunReader(this.#temp, path));
    for (const run of runs) await run.fill();
    for (;;) {
      let first: RunReader | undefined;
      for (const run of runs) {
        if (run.done) continue;
        if (first === undefined || precedes(run, first)) first = run;
      }
      if (first === undefined) break;
      visit(first.doubles, first.words, first.slot);
      if (first.next()) await first.fill();
    }
    for (const path of this.#runs) await this.#temp.remove(path);
  }

  async #spill(): Promise<void> {
    if (this.#count === 0) return;
    const path = `${this.#path}.run${this.#runs.length}`;
    await this.#temp.write(path, this.#sorted(), { durable: false });
    this.#runs.push(path);
    this.#count = 0;
  }

  async *#sorted(): AsyncGenerator<Uint8Array> {
    const order = this.#order();
    for (let start = 0; start < order.length; start += BLOCK) {
      const block = new Float64Array(Math.min(BLOCK, order.length - start) * EVENT_SLOTS);
      for (let i = 0; i * EVENT_SLOTS < block.length; i++) {
        const at = (order[start + i] as number) * EVENT_SLOTS;
        block.set(this.#doubles.subarray(at, at + EVENT_SLOTS), i * EVENT_SLOTS);
      }
      yield new Uint8Array(block.buffer);
    }
  }

  /** The records of memory in order: counted into their sessions first, then by time where they do not rise by themselves. */
  #order(): Uint32Array {
    let sessions = 0;
    for (let i = 0; i < this.#count; i++) sessions = Math.max(sessions, this.#session(i) + 1);
    const starts = new Uint32Array(sessions + 1);
    for (let i = 0; i < this.#count; i++) (starts[this.#session(i) + 1] as number)++;
    for (let s = 1; s <= sessions; s++) starts[s] = (starts[s] as number) + (starts[s - 1] as number);
    const next = starts.slice();
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < this.#count; i++) order[(next[this.#session(i)] as number)++] = i;
    for (let s = 0; s < sessions; s++) this.#sortByTime(order.subarray(starts[s], starts[s + 1]));
    return order;
  }

  #sortByTime(records: Uint32Array): void {
    let rising = true;
    for (let i = 1; rising && i < records.length; i++) {
      rising = this.#time(records[i - 1] as number) <= this.#time(records[i] as number);
    }
    if (!rising) records.sort((a, b) => this.#time(a) - this.#time(b) || a - b);
  }

  #time(record: number): number {
    return this.#doubles[record * EVENT_SLOTS + SLOT.time] as number;
  }

  #session(record: number): number {
    return this.#words[record * EVENT_SLOTS * 2 + WORD.session] as number;
  }
}

/** Steps through a sorted run, a block in memory at a time. */
class RunReader {
  doubles = new Float64Array(0);
  words = new Uint32Array(0);
  slot = 0;
  done = false;
  #at = 0;
  readonly #temp: Storage;
  readonly #path: string;

  constructor(temp: Storage, path: string) {
    this.#temp = temp;
    this.#path = path;
  }

  /** Steps to the next record; says whether a new block has to be filled first. */
  next(): boolean {
    this.slot += EVENT_SLOTS;
    return this.slot === this.doubles.length;
  }

  async fill(): Promise<void> {
    const size = (await this.#temp.stat(this.#path))?.size ?? 0;
    const end = Math.min(size, this.#at + BLOCK * EVENT_BYTES);
    this.done = this.#at === end;
    if (this.done) return;
    const bytes = new Uint8Array(await this.#temp.read(this.#path, { start: this.#at, end }));
    this.doubles = new Float64Array(bytes.buffer);
    this.words = new Uint32Array(bytes.buffer);
    this.slot = 0;
    this.#at = end;
  }
}

/** Runs hold rows that rise from run to run, so of equal times the earlier run's comes first by itself. */
function precedes(a: RunReader, b: RunReader): boolean {
  const sessionA = a.words[a.slot * 2 + WORD.session] as number;
  const sessionB = b.words[b.slot * 2 + WORD.session] as number;
  if (sessionA !== sessionB) return sessionA < sessionB;
  return (a.doubles[a.slot + SLOT.time] as number) < (b.doubles[b.slot + SLOT.time] as number);
}
