import { grown } from '../columns/grown.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A first byte that UTF-8 never has: UTF-16 code units follow, most significant byte first. */
const ILL_FORMED = 0xff;

/** The bytes of any string: UTF-8, or marked UTF-16 where a lone surrogate would be lost. Different strings have different bytes. */
export function textToBytes(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes = new Uint8Array(1 + text.length * 2);
  bytes[0] = ILL_FORMED;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes[1 + at * 2] = unit >>> 8;
    bytes[2 + at * 2] = unit & 0xff;
  }
  return bytes;
}

/** The string that `textToBytes` was given. */
export function bytesToText(bytes: Uint8Array): string {
  if (bytes[0] !== ILL_FORMED) return decoder.decode(bytes);
  const units: string[] = [];
  for (let at = 1; at + 1 < bytes.length; at += 2) {
    units.push(String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!));
  }
  return units.join('');
}

/** Writes whole numbers, texts and bytes one after the other into memory that grows. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, the least significant first (LEB128). */
  varint(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow(8);
    const bytes = this.#bytes;
    let at = this.#length;
    let rest = value;
    while (rest > 0x7fffffff) {
      bytes[at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.#length = at;
  }

  bytes(value: Uint8Array): void {
    if (this.#length + value.length > this.#bytes.length) this.#grow(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** Bytes with their length before them. */
  block(value: Uint8Array): void {
    this.varint(value.length);
    this.bytes(value);
  }

  text(value: string): void {
    this.block(textToBytes(value));
  }

  /** A copy of everything written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(more: number): void {
    this.#bytes = grown(this.#bytes, Math.max(this.#bytes.length * 2, this.#length + more));
  }
}

/** Reads what a ByteWriter wrote. Every method throws a RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next read begins. */
  get at(): number {
    return this.#at;
  }

  /** How many bytes there are to read. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 127) * scale;
      if (byte < 128 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    throw new RangeError(`Cannot decode a part as a number must end within it: byte ${this.#at}`);
  }

  block(): Uint8Array {
    return this.bytes(this.varint());
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) {
      throw new RangeError(`Cannot decode a part as it must have ${end} bytes: it has ${this.#bytes.length}`);
    }
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  text(): string {
    return bytesToText(this.block());
  }

  /** Says that nothing may follow. */
  end(): void {
    if (this.#at === this.#bytes.length) return;
    throw new RangeError(
      `Cannot decode a part as it must have ${this.#at} bytes: it has ${this.#bytes.length}`,
    );
  }
}
