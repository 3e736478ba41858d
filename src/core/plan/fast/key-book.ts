import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { lowBytes } from '../../columns/word-hash.ts';
import { skipSpace } from '../../sources/bytes.ts';
import { TextScan } from './scan-text.ts';

/** Stands for: no key. */
export const NO_KEY = 63;
const CONTEXTS = 32;
const KEYS = 64;

const encoder = new TextEncoder();

/**
 * Knows the keys of elements, and which one is likely to come after which: the one that came last time, among elements of the
 * same context. At most 62 keys.
 */
export class KeyBook {
  /** Bytes of `"key":`. */
  readonly lengths = new Int32Array(KEYS);
  readonly #starts = new Int32Array(KEYS);
  readonly #words: Int32Array;
  readonly #names = new ByteDictionary();
  readonly #next = new Uint8Array(CONTEXTS * KEYS).fill(NO_KEY);
  readonly #scan = new TextScan();
  /** Where the colon stands after the key that was last looked up. */
  colon = 0;

  constructor(names: readonly string[]) {
    const words: number[] = [];
    names.forEach((name, key) => {
      const bytes = encoder.encode(`"${name}":`);
      const padded = new DataView(new ArrayBuffer(bytes.length + 4));
      new Uint8Array(padded.buffer).set(bytes);
      this.#names.codeOf(name);
      this.lengths[key] = bytes.length;
      this.#starts[key] = words.length;
      for (let i = 0; i < bytes.length; i += 4) words.push(padded.getInt32(i, true));
    });
    this.#words = Int32Array.from(words);
  }

  /** The key that is likely to come after another, in a context from 0 to 31. */
  next(context: number, key: number): number {
    return this.#next[(context << 6) | key] as number;
  }

  /** Remembers what came after a key. */
  learn(context: number, key: number, next: number): void {
    this.#next[(context << 6) | key] = next;
  }

  /** Whether `"key":` stands at a place, without white space. */
  stands(view: DataView, at: number, key: number): boolean {
    const words = this.#words;
    const length = this.lengths[key] as number;
    let word = this.#starts[key] as number;
    const whole = at + (length & ~3);
    let i = at;
    for (; i < whole; i += 4, word++) if (view.getInt32(i, true) !== words[word]) return false;
    const rest = length & 3;
    return rest === 0 || lowBytes(view.getInt32(i, true) ^ (words[word] as number), rest) === 0;
  }

  /** The key whose quote stands at a place, and after it a colon; NO_KEY where none does. */
  find(bytes: Uint8Array, view: DataView, at: number): number {
    const end = this.#scan.run(view, at + 1);
    if (end < 0) return NO_KEY;
    const code = this.#names.find(view, at + 1, end, this.#scan.hash);
    this.colon = skipSpace(bytes, end + 1);
    return code === 0 || bytes[this.colon] !== 0x3a ? NO_KEY : code - 1;
  }
}
