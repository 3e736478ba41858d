const MULTIPLIER = 0x9e3779b1;

/** Bytes that must be readable past the end of texts that are looked at four bytes at a time. */
export const PADDING = 8;

/** Takes four more bytes of a text into its hash (FxHash: rotate, xor, multiply). */
export function addWord(hash: number, word: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ word, MULTIPLIER);
}

/** The hash of a text of `length` bytes, whose last one to three bytes are the low ones of `tail`; others of it are zero. */
export function endHash(hash: number, tail: number, length: number): number {
  const h = addWord(addWord(hash, tail), length);
  return h ^ (h >>> 15);
}

/** The hash of the text that stands in view[start, end); `PADDING` bytes after it must be there. */
export function hashWords(view: DataView, start: number, end: number): number {
  let hash = 0;
  let i = start;
  for (; i + 4 <= end; i += 4) hash = addWord(hash, view.getInt32(i, true));
  return endHash(hash, lowBytes(view.getInt32(i, true), end - i), end - start);
}

/** The lowest `count` bytes of a word, 0 to 3; the others become zero. */
export function lowBytes(word: number, count: number): number {
  return word & ((1 << (count * 8)) - 1);
}

/** Copies view[start, end) word by word: up to three bytes after it come along. */
export function copyWords(view: DataView, start: number, end: number, target: DataView, at: number): void {
  for (let i = 0; i < end - start; i += 4) target.setInt32(at + i, view.getInt32(start + i, true), true);
}

/** Whether `length` bytes of two texts are the same; `PADDING` bytes after both must be there. */
export function sameBytes(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (a.getInt32(atA + i, true) !== b.getInt32(atB + i, true)) return false;
  }
  return lowBytes(a.getInt32(atA + i, true) ^ b.getInt32(atB + i, true), length - i) === 0;
}
