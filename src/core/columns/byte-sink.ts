const encoder = new TextEncoder();
/** Code units of a text that are encoded at once. */
const STRETCH = 65_536;

/** A growing run of bytes in which typed arrays stand at multiples of eight. */
export class ByteSink {
  length = 0;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(capacity = 1 << 16) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** What was written so far: a view that later writes may replace. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length);
  }

  /** Lets go of everything but the room for it. */
  clear(): void {
    this.length = 0;
  }

  u32(value: number): void {
    this.align(4);
    this.#ensure(4);
    new DataView(this.#bytes.buffer).setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Appends the bytes of a typed array, after padding to a multiple of eight. */
  array(values: ArrayBufferView): void {
    this.align(8);
    this.#ensure(values.byteLength);
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.length);
    this.length += values.byteLength;
  }

  /** Appends whole numbers that the caller fills in before anything else is appended, after padding to a multiple of eight. */
  i32s(count: number): Int32Array {
    this.align(8);
    this.#ensure(count * 4);
    const values = new Int32Array(this.#bytes.buffer, this.length, count);
    this.length += count * 4;
    return values;
  }

  /** Appends bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#ensure(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Appends a list of texts as UTF-8, after the bytes at which they end. */
  texts(values: readonly string[]): void {
    this.u32(values.length);
    const ends = new Uint32Array(values.length);
    this.array(ends);
    const start = this.length;
    const joined = values.join('');
    this.#encode(joined);
    const isAscii = this.length - start === joined.length;
    let end = 0;
    values.forEach((value, i) => (ends[i] = end += isAscii ? value.length : utf8Length(value)));
    this.#bytes.set(new Uint8Array(ends.buffer), start - ends.byteLength);
  }

  /** The same for texts that are UTF-8 already: text i ends where `ends[i]` says. */
  utf8Texts(ends: Uint32Array, bytes: Uint8Array): void {
    this.u32(ends.length);
    this.array(ends);
    this.raw(bytes);
  }

  /** Appends text as UTF-8, after its length in bytes. */
  text(text: string): void {
    this.u32(0);
    const start = this.length;
    this.#encode(text);
    new DataView(this.#bytes.buffer).setUint32(start - 4, this.length - start, true);
  }

  #encode(text: string): void {
    for (let at = 0; at < text.length;) {
      // A stretch at a time, as room is needed for three bytes a code unit; surrogate pairs stay together.
      let end = Math.min(text.length, at + STRETCH);
      if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
      const stretch = end - at === text.length ? text : text.slice(at, end);
      this.#ensure(stretch.length * 3);
      this.length += encoder.encodeInto(stretch, this.#bytes.subarray(this.length)).written;
      at = end;
    }
  }

  /** Pads with zeros up to a multiple of `size`. */
  align(size: number): void {
    const padding = (size - (this.length % size)) % size;
    this.#ensure(padding);
    this.#bytes.fill(0, this.length, this.length + padding);
    this.length += padding;
  }

  #ensure(size: number): void {
    if (this.length + size <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + size));
    bytes.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bytes;
  }
}

/** Bytes of a well-formed text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate stands for half of four bytes.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return bytes;
}
