import { addWord, endHash, lowBytes } from '../../columns/word-hash.ts';

const QUOTE = 0x22;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;

/** Finds the end of a string without escapes, and its hash on the way. */
export class TextScan {
  /** Of the last string, as `hashWords` has it. */
  hash = 0;
  /** Whether it was ASCII. */
  ascii = true;

  /** The place of the quote that ends the string from `start` on; -1 where an escape or a control character comes before. */
  run(view: DataView, start: number): number {
    let hash = 0;
    let seen = 0;
    for (let at = start; ; at += 4) {
      const word = view.getInt32(at, true);
      const quote = word ^ QUOTES;
      const backslash = word ^ BACKSLASHES;
      // The lowest high bit that is set is of the first such byte (Mycroft's test for a zero byte; borrows only go up).
      const special =
        (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGHS;
      if (special === 0) {
        hash = addWord(hash, word);
        seen |= word;
        continue;
      }
      const count = (31 - Math.clz32(special & -special)) >>> 3;
      if (((word >>> (count * 8)) & 0xff) !== QUOTE) return -1;
      const tail = lowBytes(word, count);
      this.hash = endHash(hash, tail, at + count - start);
      this.ascii = ((seen | tail) & HIGHS) === 0;
      return at + count;
    }
  }
}
