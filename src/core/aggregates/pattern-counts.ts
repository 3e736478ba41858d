import { ByteDictionary } from '../columns/byte-dictionary.ts';
import { grown } from '../columns/grown.ts';
import { hashWords, PADDING } from '../columns/word-hash.ts';
import { bytesToText, textToBytes, type ByteReader, type ByteWriter } from './bytes.ts';
import {
  eachInRun,
  encodeRun,
  mergeRuns,
  MOST_IN_RUN,
  type OnPattern,
  type PatternRun,
  type RunStorage,
} from './pattern-runs.ts';
import { TopCounts, type Count } from './ranking.ts';

export interface PatternOptions {
  /** Where sorted runs of patterns go; without one they stay in memory. */
  storage?: RunStorage;
  /**
   * The folder for runs. Their names come from their content, so parts may share it; whoever finished the last part
   * removes it.
   *
   * @default 'patterns'
   */
  folder?: string;
  /**
   * Bytes of patterns held in memory before they become a run, and of blocks read when runs merge.
   *
   * @default 33_554_432
   */
  memory?: number;
  /**
   * Room for patterns in memory, of one part after another.
   *
   * @default its own for each part
   */
  room?: ByteDictionary;
}

/** What an entry takes beside its pattern: an estimate for the byte budget. */
const ENTRY_BYTES = 96;
const MIN_BLOCK = 4096;
/** Larger blocks are not faster. */
const MOST_BLOCK = 65_536;

/** Exact counts of any number of distinct patterns. Memory: the budget, with a storage to spill to. */
export class PatternCounts {
  readonly #patterns: ByteDictionary;
  /** By the code of a pattern. */
  #counts = new Float64Array(64);
  #bytes = 0;
  readonly #runs: PatternRun[] = [];
  readonly #storage: RunStorage | undefined;
  readonly #folder: string;
  readonly #memory: number;

  constructor(options: PatternOptions = {}) {
    this.#patterns = options.room ?? new ByteDictionary();
    this.#patterns.clear();
    this.#storage = options.storage;
    this.#folder = options.folder ?? 'patterns';
    this.#memory = options.memory ?? 2 ** 25;
    if (!Number.isSafeInteger(this.#memory) || this.#memory <= 0) {
      throw new RangeError(`Cannot count patterns as memory must be a positive integer: ${this.#memory}`);
    }
  }

  /** Whether the budget is used up and `spill` is due. */
  get full(): boolean {
    return this.#bytes >= this.#memory || this.#patterns.size >= MOST_IN_RUN;
  }

  /** @param pattern as text, or as `textToBytes` has it */
  add(pattern: string | Uint8Array, count = 1): void {
    const bytes = typeof pattern === 'string' ? textToBytes(pattern) : pattern;
    const { length } = bytes;
    const view = padded(bytes);
    const hash = hashWords(view, 0, length);
    let code = this.#patterns.find(view, 0, length, hash);
    if (code === 0) {
      code = this.#patterns.add(view, 0, length, hash);
      this.#bytes += ENTRY_BYTES + length;
      if (code >= this.#counts.length) this.#counts = grown(this.#counts, code * 2);
      this.#counts[code] = 0;
    }
    this.#counts[code] = (this.#counts[code] as number) + count;
  }

  /** Turns what is in memory into a sorted run. */
  async spill(): Promise<void> {
    if (this.#patterns.size === 0) return;
    const bytes = encodeRun(this.#patterns, this.#counts);
    this.#patterns.clear();
    this.#bytes = 0;
    if (this.#storage === undefined) {
      this.#runs.push({ bytes });
      return;
    }
    const path = `${this.#folder}/${await nameOf(bytes)}.run`;
    await this.#storage.write(path, bytes, { durable: false });
    this.#runs.push({ path, size: bytes.length });
  }

  async merge(other: PatternCounts): Promise<void> {
    this.#runs.push(...other.#runs);
    const { size } = other.#patterns;
    for (let code = 1; code <= size; code++) {
      this.add(other.#patterns.bytesOf(code), other.#counts[code]);
      if (this.full) await this.spill();
    }
  }

  /** The first `limit` patterns: count falling, then name rising. */
  async top(limit: number): Promise<Count[]> {
    const top = new TopCounts(limit);
    const add: OnPattern = (pattern, count) => {
      if (top.admits(count)) top.add(bytesToText(pattern), count);
    };
    if (this.#runs.length === 0) {
      const { size } = this.#patterns;
      for (let code = 1; code <= size; code++)
        add(this.#patterns.bytesOf(code), this.#counts[code] as number);
    } else {
      const runs = [...this.#runs, { bytes: encodeRun(this.#patterns, this.#counts) }];
      const share = Math.floor(this.#memory / runs.length);
      await mergeRuns(runs, this.#storage, Math.min(MOST_BLOCK, Math.max(MIN_BLOCK, share)), add);
    }
    return top.ranked();
  }

  /** Writes the runs in memory whole and those in the storage by name, so a decoded part needs the same storage. */
  async encode(writer: ByteWriter): Promise<void> {
    if (this.#storage !== undefined && this.#bytes > this.#memory / 16) await this.spill();
    writer.varint(this.#runs.length);
    for (const run of this.#runs) {
      writer.varint('path' in run ? run.size : 0);
      writer.block('path' in run ? textToBytes(run.path) : run.bytes);
    }
    writer.block(encodeRun(this.#patterns, this.#counts));
  }

  static decode(reader: ByteReader, options: PatternOptions = {}): PatternCounts {
    const counts = new PatternCounts(options);
    for (let left = reader.varint(); left > 0; left--) {
      const size = reader.varint();
      const block = reader.block();
      counts.#runs.push(size > 0 ? { path: bytesToText(block), size } : { bytes: block.slice() });
    }
    eachInRun(reader.block(), (pattern, count) => counts.add(pattern, count));
    return counts;
  }
}

/** Where patterns lie while they are looked up. */
const scratch = { bytes: new Uint8Array(1024), view: new DataView(new ArrayBuffer(0)) };
scratch.view = new DataView(scratch.bytes.buffer);

function padded(bytes: Uint8Array): DataView {
  if (bytes.length + PADDING > scratch.bytes.length) {
    scratch.bytes = new Uint8Array((bytes.length + PADDING) * 2);
    scratch.view = new DataView(scratch.bytes.buffer);
  }
  scratch.bytes.set(bytes);
  return scratch.view;
}

async function nameOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
