import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { grown } from '../../columns/grown.ts';
import { hashWords } from '../../columns/word-hash.ts';
import { stringEnd } from './string-end.ts';

const QUOTE = 0x22;

/** What the strings with escapes of one column came to, by how they stand in the text: most of them come again. */
export class EscapedTexts {
  /** Where the string ends that was found last, or looked for. */
  end = 0;
  readonly #known = new ByteDictionary();
  #codes = new Uint32Array(64);
  /** The one that was found last. */
  #last = 0;
  #hash = 0;

  /** Starts on another piece. */
  clear(): void {
    this.#last = 0;
    this.#known.clear();
  }

  /** The code of the string from `start` on where it stands there as the last one did; 0 where it does not. */
  again(bytes: Uint8Array, view: DataView, start: number): number {
    const last = this.#last;
    if (last === 0) return 0;
    const end = start + this.#known.lengthOf(last);
    if (end >= bytes.length || bytes[end] !== QUOTE || !this.#known.matches(last, view, start)) return 0;
    this.end = end;
    return this.#codes[last] as number;
  }

  /** The code of the string from `start` on; 0 where it is new, or does not end. */
  find(bytes: Uint8Array, view: DataView, start: number): number {
    this.end = stringEnd(bytes, view, start) - 1;
    if (this.end < start) return 0;
    this.#hash = hashWords(view, start, this.end);
    const found = this.#known.find(view, start, this.end, this.#hash);
    if (found === 0) return 0;
    this.#last = found;
    return this.#codes[found] as number;
  }

  /** Takes on the string that was looked for and not found. */
  add(view: DataView, start: number, code: number): void {
    const added = this.#known.add(view, start, this.end, this.#hash);
    if (added >= this.#codes.length) this.#codes = grown(this.#codes, added * 2);
    this.#codes[added] = code;
    this.#last = added;
  }

  /** Lets go of the string that was taken on last. */
  removeLast(): void {
    this.#known.removeLast();
    this.#last = 0;
  }
}
