import { hashWords, PADDING, sameBytes } from '../../columns/word-hash.ts';

// A text may begin with what elsewhere marks the order of bytes.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Of fewer texts than this, strings are kept. */
const KEPT = 4096;
/** How often texts are looked at one after another before there is a table of them. */
const SEARCHES = 3;
/** Bytes before each text of a dictionary page: its length. */
const LENGTH = 4;

/** Different texts by their codes 1, 2, 3 ... in UTF-8. Strings are made of those that are asked for; code 0 stands for null. */
export class Texts {
  readonly size: number;
  /** `PADDING` more bytes can be read. */
  readonly view: DataView;
  readonly #bytes: Uint8Array;
  /** Where the text of a code ends, by code. */
  readonly #ends: Uint32Array;
  /** Bytes between the end of a text and the next one. */
  readonly #gap: number;
  #strings: (string | undefined)[] | undefined;
  #searches = 0;
  /** Codes by the hashes of their texts. */
  #slots: Uint32Array | undefined;

  constructor(bytes: Uint8Array, ends: Uint32Array, gap: number) {
    this.size = ends.length - 1;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength + PADDING);
    this.#bytes = bytes;
    this.#ends = ends;
    this.#gap = gap;
  }

  /** Memory in bytes, that of what may yet be made of them among it. */
  get byteLength(): number {
    const { size } = this;
    const strings = size < KEPT ? size * 24 + this.#bytes.length * 2 : 0;
    return this.#bytes.length + this.#ends.byteLength * 3 + strings;
  }

  /** Where the text of a code begins. */
  start(code: number): number {
    return (this.#ends[code - 1] as number) + this.#gap;
  }

  /** Where it ends. */
  end(code: number): number {
    return this.#ends[code] as number;
  }

  at(code: number): string | null {
    if (code === 0) return null;
    const known = this.#strings?.[code];
    if (known !== undefined) return known;
    const text = decoder.decode(this.#bytes.subarray(this.start(code), this.end(code)));
    if (this.size < KEPT) (this.#strings ??= [])[code] = text;
    return text;
  }

  /** Whether a text is the same as one of others. */
  isSame(code: number, others: Texts, other: number): boolean {
    const start = this.start(code);
    const from = others.start(other);
    const length = this.end(code) - start;
    return others.end(other) - from === length && sameBytes(this.view, start, others.view, from, length);
  }

  /** The code of a text, 0 where it is none of them. Memory: 6 to 12 bytes a text, once it has been asked a few times. */
  codeOf(text: string): number {
    const { view, length } = padded(text);
    if (this.#slots === undefined && this.#searches < SEARCHES) {
      this.#searches++;
      return this.#search(view, length);
    }
    const slots = (this.#slots ??= this.#place());
    const mask = slots.length - 1;
    for (let slot = hashWords(view, 0, length) & mask; ; slot = (slot + 1) & mask) {
      const code = slots[slot] as number;
      if (code === 0) return 0;
      const start = this.start(code);
      if (this.end(code) - start === length && sameBytes(view, 0, this.view, start, length)) return code;
    }
  }

  /** Looks at one text after another, which for a few times takes less than to make a table. */
  #search(view: DataView, length: number): number {
    for (let code = 1; code <= this.size; code++) {
      const start = this.start(code);
      if (this.end(code) - start === length && sameBytes(view, 0, this.view, start, length)) return code;
    }
    return 0;
  }

  #place(): Uint32Array {
    let size = 16;
    while (size < this.size * 1.5) size *= 2;
    const slots = new Uint32Array(size);
    for (let code = 1; code <= this.size; code++) {
      let slot = hashWords(this.view, this.start(code), this.end(code)) & (size - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      slots[slot] = code;
    }
    return slots;
  }
}

/** The texts of a dictionary page, which are `count` different ones, each after its length; `PADDING` bytes come after it. */
export function pageTexts(bytes: Uint8Array, count: number): Texts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = new Uint32Array(count + 1);
  for (let code = 1, at = 0; code <= count; code++) {
    at += LENGTH + view.getUint32(at, true);
    if (at > bytes.length) throw new Error('Cannot read a dictionary as it must hold its texts whole');
    ends[code] = at;
  }
  return new Texts(bytes, ends, LENGTH);
}

/** The same of strings that are different. */
export function textsOf(strings: readonly string[]): Texts {
  const encoded = strings.map((text) => encoder.encode(text));
  const ends = new Uint32Array(strings.length + 1);
  encoded.forEach(({ length }, i) => (ends[i + 1] = (ends[i] as number) + length));
  const size = ends[strings.length] as number;
  const bytes = new Uint8Array(new ArrayBuffer(size + PADDING), 0, size);
  encoded.forEach((text, i) => bytes.set(text, ends[i]));
  return new Texts(bytes, ends, 0);
}

/** A text in UTF-8 with `PADDING` bytes after it. */
export function padded(text: string): { view: DataView; length: number } {
  const bytes = new Uint8Array(text.length * 3 + PADDING);
  const { written } = encoder.encodeInto(text, bytes);
  return { view: new DataView(bytes.buffer), length: written };
}
