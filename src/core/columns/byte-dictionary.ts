import type { BytesColumn } from './column.ts';
import { discard, grown } from './grown.ts';
import { copyWords, hashWords, PADDING, sameBytes } from './word-hash.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const FIRST_SLOTS = 64;

/**
 * Numbers texts in UTF-8 1, 2, 3 ... in the order in which they are first seen, by an open-addressed table over hashes that the
 * caller computes (`hashWords`). What it has taken on last it can let go of again. Memory: the texts, and 12 bytes each.
 */
export class ByteDictionary {
  /** How many texts there are: the last code. */
  size = 0;
  /** The texts one after another; what stands past the last is nobody's. */
  bytes = new Uint8Array(256);
  view = new DataView(this.bytes.buffer);
  /** Byte at which the text of a code ends, by code; `ends[0]` is 0. */
  ends = new Uint32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  #slots = new Int32Array(FIRST_SLOTS);

  /** The code of the text in view[start, end), or 0 where it is not known. */
  find(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = end - start;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = slots[slot] as number;
      if (code === 0) return 0;
      if (this.#hashes[code] !== hash) continue;
      const from = this.ends[code - 1] as number;
      if ((this.ends[code] as number) - from === length && sameBytes(view, start, this.view, from, length))
        return code;
    }
  }

  /** Takes on a text that is not known, and returns its code. */
  add(view: DataView, start: number, end: number, hash: number): number {
    const code = this.append(view, start, end);
    this.#hashes[code] = hash;
    if (code * 2 > this.#slots.length) this.#rehash();
    else this.#place(code);
    return code;
  }

  /** Takes on a text whether it is known or not; `find` will not find it. */
  append(view: DataView, start: number, end: number): number {
    const at = this.ends[this.size] as number;
    const length = end - start;
    this.#reserve(at + length);
    copyWords(view, start, end, this.view, at);
    const code = ++this.size;
    this.ends[code] = at + length;
    return code;
  }

  /** Whether the text of a code stands at `start` of a view. */
  matches(code: number, view: DataView, start: number): boolean {
    const from = this.ends[code - 1] as number;
    return sameBytes(view, start, this.view, from, (this.ends[code] as number) - from);
  }

  /** Bytes of the text of a code. */
  lengthOf(code: number): number {
    return (this.ends[code] as number) - (this.ends[code - 1] as number);
  }

  /** The bytes of the text of a code: a view, good until the dictionary changes. */
  bytesOf(code: number): Uint8Array {
    return this.bytes.subarray(this.ends[code - 1], this.ends[code]);
  }

  /** The hash that the text of a code was added with, from 0 to 2^32 - 1. */
  hashOf(code: number): number {
    return (this.#hashes[code] as number) >>> 0;
  }

  /** The code of a text that is at hand as a string. */
  codeOf(text: string): number {
    const length = encode(text);
    const hash = hashWords(scratch.view, 0, length);
    return this.find(scratch.view, 0, length, hash) || this.add(scratch.view, 0, length, hash);
  }

  /** Takes on a string whether it is known or not. */
  appendText(text: string): number {
    const length = encode(text);
    return this.append(scratch.view, 0, length);
  }

  /** The text of a code. */
  text(code: number): string {
    return decoder.decode(this.bytesOf(code));
  }

  /** All texts in order of their codes. */
  texts(): string[] {
    return Array.from({ length: this.size }, (_, i) => this.text(i + 1));
  }

  /** Lets go of the last text. */
  removeLast(): void {
    const code = this.size--;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (this.#hashes[code] as number) & mask;
    while (slots[slot] !== 0 && slots[slot] !== code) slot = (slot + 1) & mask;
    // Nothing was placed after it, so no other text is found by way of its slot.
    slots[slot] = 0;
  }

  /** Lets go of all texts but keeps the room for them. */
  clear(): void {
    this.size = 0;
    this.#slots.fill(0);
  }

  /** The texts for rows with these codes: views, good until the dictionary changes. */
  column(codes: Uint32Array): BytesColumn {
    const ends = this.ends.subarray(1, this.size + 1);
    return { kind: 'bytes', codes, ends, bytes: this.bytes.subarray(0, this.ends[this.size]) };
  }

  #place(code: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (this.#hashes[code] as number) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = code;
  }

  #rehash(): void {
    const slots = this.#slots.length * 2;
    discard(this.#slots);
    this.#slots = new Int32Array(slots);
    for (let code = 1; code <= this.size; code++) this.#place(code);
  }

  #reserve(length: number): void {
    if (this.size + 1 >= this.ends.length) {
      this.ends = grown(this.ends, this.ends.length * 2);
      this.#hashes = grown(this.#hashes, this.#hashes.length * 2);
    }
    if (length + PADDING <= this.bytes.length) return;
    this.bytes = grown(this.bytes, Math.max(this.bytes.length * 2, length + PADDING));
    this.view = new DataView(this.bytes.buffer);
  }
}

/** Where strings are encoded before they are looked up. */
const scratch = { bytes: new Uint8Array(1024), view: new DataView(new ArrayBuffer(0)) };
scratch.view = new DataView(scratch.bytes.buffer);

function encode(text: string): number {
  const room = text.length * 3 + PADDING;
  if (scratch.bytes.length < room) {
    scratch.bytes = new Uint8Array(room * 2);
    scratch.view = new DataView(scratch.bytes.buffer);
  }
  return encoder.encodeInto(text, scratch.bytes).written;
}
