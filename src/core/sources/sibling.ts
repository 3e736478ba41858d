import { isSpace, skipSpace, trimSpace } from './bytes.ts';
import { findMark } from './event-mark.ts';

/** Bytes of `"event_id"`. */
const MARK_LENGTH = 10;
const LINE_END = 0x0a;
const COMMA = 0x2c;

/** Finds the neighbours of an element by how it begins, be they broken themselves. */
export class Siblings {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Where the first line of the element ends, once it was looked for. */
  #firstEnd = -1;
  /** The start of the element up to its first key, should that be `event_id`. */
  readonly #prefix: Uint8Array;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#start = start;
    const key = skipSpace(bytes, start + 1);
    const end = bytes[start] === 0x7b ? findMark(bytes, key, Math.min(bytes.length, key + MARK_LENGTH)) : -1;
    this.#prefix = bytes.subarray(start, Math.max(start, end));
  }

  /**
   * Whether what begins at `at` begins on a line of its own and just as the element does. No string goes over the end of a line,
   * and an object inside of another is indented more, or begins with another key. 'more' when the bytes end before it is known.
   */
  has(at: number): boolean | 'more' {
    const bytes = this.#bytes;
    const prefix = this.#prefix;
    if (prefix.length === 0) return false;
    let fresh = false;
    for (let i = at - 1; i >= 0 && isSpace(bytes[i]); i--) fresh ||= bytes[i] === 0x0a;
    if (!fresh) return false;
    for (let i = 0; i < prefix.length; i++) {
      if (at + i === bytes.length) return 'more';
      if (bytes[at + i] !== prefix[i]) return false;
    }
    return true;
  }

  /** Whether the element is all on one line, ends in a comma, and the next line begins at `at`: then elements have lines. */
  isNextLine(at: number): boolean {
    const bytes = this.#bytes;
    if (this.#firstEnd === -1) {
      const found = bytes.indexOf(LINE_END, this.#start);
      this.#firstEnd = found === -1 ? Infinity : found;
    }
    if (this.#firstEnd > at) return false;
    const end = trimSpace(bytes, this.#start, at);
    return bytes[end - 1] === COMMA && this.#firstEnd >= end;
  }
}
