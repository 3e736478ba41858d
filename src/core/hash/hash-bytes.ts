import { finish, hashText } from './hash-text.ts';

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What `hashText` gives for the text that stands as UTF-8 in bytes[start, end), without making it where it is ASCII. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at: number): void {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  let seen = 0;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    const k1 = (bytes[i] as number) | ((bytes[i + 1] as number) << 16);
    const k2 = (bytes[i + 2] as number) | ((bytes[i + 3] as number) << 16);
    const k3 = (bytes[i + 4] as number) | ((bytes[i + 5] as number) << 16);
    const k4 = (bytes[i + 6] as number) | ((bytes[i + 7] as number) << 16);
    seen |= k1 | k2 | k3 | k4;
    h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  if (i < end) {
    const k1 = unit(bytes, i, end) | (unit(bytes, i + 1, end) << 16);
    const k2 = unit(bytes, i + 2, end) | (unit(bytes, i + 3, end) << 16);
    const k3 = unit(bytes, i + 4, end) | (unit(bytes, i + 5, end) << 16);
    const k4 = unit(bytes, i + 6, end);
    seen |= k1 | k2 | k3 | k4;
    h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
  }
  if ((seen & 0x00800080) !== 0) {
    hashText(decoder.decode(bytes.subarray(start, end)), out, at);
    return;
  }
  const length = (end - start) * 2;
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[at] = h1;
  out[at + 1] = h2 + h1;
  out[at + 2] = h3 + h1;
  out[at + 3] = h4 + h1;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The byte at a place, 0 past the end. */
function unit(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] as number) : 0;
}
