import { PaddedText } from './padded-text.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What a letter after a backslash stands for. */
const LETTERS = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** Reads strings with escapes as the UTF-8 of what they say. */
export class Unescaper extends PaddedText {
  /**
   * Reads the string from `start` on, and returns the place of the quote that ends it; -1 where it is not well-formed or has a
   * surrogate. The bytes that are no escapes are taken over as they are.
   */
  read(source: Uint8Array, start: number): number {
    this.length = 0;
    for (let at = start; at < source.length; at++) {
      const byte = source[at] as number;
      if (byte === QUOTE) return at;
      if (byte < 0x20) return -1;
      if (byte !== BACKSLASH) {
        this.put(byte);
        continue;
      }
      at = this.#readEscape(source, at + 1);
      if (at < 0) return -1;
    }
    return -1;
  }

  /** Reads what stands after a backslash; returns the place of its last byte. */
  #readEscape(source: Uint8Array, at: number): number {
    const letter = source[at] as number;
    if (letter !== 0x75) {
      const isItself = letter === QUOTE || letter === BACKSLASH || letter === 0x2f;
      const byte = isItself ? letter : LETTERS.get(letter);
      if (byte === undefined) return -1;
      this.put(byte);
      return at;
    }
    let unit = 0;
    for (let i = 1; i <= 4; i++) {
      const digit = hexOf(source[at + i] as number);
      if (digit < 0) return -1;
      unit = (unit << 4) | digit;
    }
    if ((unit & 0xf800) === 0xd800) return -1;
    this.#putUnit(unit);
    return at + 4;
  }

  #putUnit(unit: number): void {
    if (unit < 0x80) {
      this.put(unit);
      return;
    }
    if (unit < 0x800) this.put(0xc0 | (unit >> 6));
    else {
      this.put(0xe0 | (unit >> 12));
      this.put(0x80 | ((unit >> 6) & 0x3f));
    }
    this.put(0x80 | (unit & 0x3f));
  }
}

function hexOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
