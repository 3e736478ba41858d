import { PADDING } from '../../columns/word-hash.ts';

const QUOTE = 0x22;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;

/** After the quote that ends the string from `start` on; -1 where there is none. What is in the string is looked at by others. */
export function stringEnd(bytes: Uint8Array, view: DataView, start: number): number {
  const most = view.byteLength - PADDING;
  for (let at = start; at < most;) {
    const word = view.getInt32(at, true);
    const quote = word ^ QUOTES;
    const backslash = word ^ BACKSLASHES;
    // As in `TextScan`: the lowest high bit is of the first such byte.
    const special = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
    if (special === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(special & -special)) >>> 3;
    if (bytes[at] === QUOTE) return at + 1;
    // What a backslash stands before ends nothing.
    at += 2;
  }
  return -1;
}
