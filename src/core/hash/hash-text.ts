const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;
/** Code units of a block. */
const BLOCK = 8;

/** The code units of the text at hand, zeros after them; and the same, two a word. */
let units = new Uint16Array(512);
let words = new Uint32Array(units.buffer);

/**
 * The 128-bit hash of a text's UTF-16 code units, as four unsigned 32-bit words at `out[at]`: MurmurHash3_x86_128 of Austin
 * Appleby (public domain) with seed 0, two code units a word.
 */
export function hashText(text: string, out: Uint32Array, at: number): void {
  const { length } = text;
  reserve(length);
  for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
  hashUnits(length, out, at);
}

/** The same of the text that stands as well-formed UTF-8 in bytes[start, end). */
export function hashBytes(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at: number): void {
  reserve(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80) units[length++] = byte;
    else {
      const rest = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
      let point = byte & (0x3f >> rest);
      for (let k = 1; k <= rest; k++) point = (point << 6) | ((bytes[i + k] as number) & 0x3f);
      i += rest;
      if (point >= 0x10000) {
        units[length++] = 0xd800 | ((point - 0x10000) >> 10);
        point = 0xdc00 | (point & 0x3ff);
      }
      units[length++] = point;
    }
  }
  hashUnits(length, out, at);
}

/** Makes room for a text and the rest of its last block. */
function reserve(length: number): void {
  if (length + BLOCK <= units.length) return;
  units = new Uint16Array((length + BLOCK) * 2);
  words = new Uint32Array(units.buffer);
}

function hashUnits(length: number, out: Uint32Array, at: number): void {
  for (let i = length; i % BLOCK !== 0; i++) units[i] = 0;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  let i = 0;
  const whole = (length >> 3) << 2;
  for (; i < whole; i += 4) {
    h1 ^= Math.imul(rotate(Math.imul(words[i] as number, C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(words[i + 1] as number, C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(words[i + 2] as number, C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(words[i + 3] as number, C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  if ((length & 7) !== 0) {
    h1 ^= Math.imul(rotate(Math.imul(words[i] as number, C1), 15), C2);
    h2 ^= Math.imul(rotate(Math.imul(words[i + 1] as number, C2), 16), C3);
    h3 ^= Math.imul(rotate(Math.imul(words[i + 2] as number, C3), 17), C4);
    h4 ^= Math.imul(rotate(Math.imul(words[i + 3] as number, C4), 18), C1);
  }
  const bytes = length * 2;
  h1 ^= bytes;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
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

/** Spreads the bits of a 32-bit word (the finalizer of MurmurHash3). */
export function finish(word: number): number {
  let h = word;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
