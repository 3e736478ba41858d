import { isSpace, skipSpace } from './bytes.ts';
import { findMark } from './event-mark.ts';

/** Finds the neighbours of an element by how it begins, be they broken themselves. */
export class Siblings {
  readonly #bytes: Uint8Array;
  /** The start of the element up to its first key, should that be `event_id`. */
  readonly #prefix: Uint8Array;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
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
}

/** Bytes of `"event_id"`. */
const MARK_LENGTH = 10;
