const encoder = new TextEncoder();
/** Memory that is shared with other threads is slow to write in small pieces, so they are put together here first. */
const BLOCK = 1 << 16;
const ZERO = 0x30;
const HEX = encoder.encode('0123456789abcdef');
/** Whole numbers from here on are written in two halves. */
const HALF = 1_000_000_000;

/** A growing run of text as UTF-8, in room that is given or made. */
export class TextBuffer {
  #room: Uint8Array;
  /** Bytes in the room; those of the block come after them. */
  #stored = 0;
  #block = new Uint8Array(BLOCK);
  #filled = 0;

  constructor(room: Uint8Array) {
    this.#room = room;
  }

  get length(): number {
    return this.#stored + this.#filled;
  }

  /** Appends any text; half of a surrogate pair becomes the mark of a replaced character. */
  text(text: string): void {
    const at = this.#claim(text.length * 3);
    this.#filled = at + encoder.encodeInto(text, this.#block.subarray(at)).written;
  }

  /** Appends text that is ASCII: short ones take less this way. */
  ascii(text: string): void {
    let at = this.#claim(text.length);
    const block = this.#block;
    for (let i = 0; i < text.length; i++) block[at++] = text.charCodeAt(i);
  }

  /** Appends text that is encoded already. */
  raw(bytes: Uint8Array): void {
    const at = this.#claim(bytes.length);
    this.#block.set(bytes, at);
  }

  /** Appends one character of ASCII. */
  code(code: number): void {
    const at = this.#claim(1);
    this.#block[at] = code;
  }

  /** Appends the last hexadecimal digits of a word of 32 bits. */
  hex(word: number, digits: number): void {
    let at = this.#claim(digits);
    const block = this.#block;
    for (let shift = digits * 4 - 4; shift >= 0; shift -= 4) block[at++] = HEX[(word >>> shift) & 15]!;
  }

  /** Appends a whole number from 0 to 2^53 - 1. */
  whole(value: number): void {
    if (value < HALF) {
      let digits = 1;
      for (let end = 10; value >= end; end *= 10) digits++;
      this.padded(value, digits);
    } else {
      const high = Math.floor(value / HALF);
      this.whole(high);
      this.padded(value - high * HALF, 9);
    }
  }

  /** Appends a whole number below 10^9 as so many digits, 9 at most, with zeros before it. */
  padded(value: number, digits: number): void {
    const start = this.#claim(digits);
    const block = this.#block;
    let rest = value | 0;
    for (let at = start + digits - 1; at >= start; at--) {
      const tens = (rest / 10) | 0;
      block[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
  }

  /** What was written so far: a view that later writes may replace. */
  bytes(): Uint8Array {
    this.#store();
    return this.#room.subarray(0, this.#stored);
  }

  /** Takes the next bytes of the block, and says where they are. */
  #claim(size: number): number {
    if (this.#filled + size > this.#block.length) this.#clear(size);
    const at = this.#filled;
    this.#filled = at + size;
    return at;
  }

  #clear(size: number): void {
    this.#store();
    if (size > this.#block.length) this.#block = new Uint8Array(size);
  }

  #store(): void {
    const length = this.length;
    if (length > this.#room.length) {
      const room = new Uint8Array(Math.max(this.#room.length * 2, length));
      room.set(this.#room.subarray(0, this.#stored));
      this.#room = room;
    }
    this.#room.set(this.#block.subarray(0, this.#filled), this.#stored);
    this.#stored = length;
    this.#filled = 0;
  }
}
