const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads back what a ByteSink wrote. */
export class ByteSource {
  at = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array) {
    // Typed arrays need their alignment, which a slice of a larger buffer may not have.
    this.#bytes = bytes.byteOffset % 8 === 0 ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  u32(): number {
    this.align(4);
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  u8s(count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.buffer, this.#take(count), count);
  }

  u16s(count: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#bytes.buffer, this.#take(count * 2), count);
  }

  u32s(count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#bytes.buffer, this.#take(count * 4), count);
  }

  i32s(count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#bytes.buffer, this.#take(count * 4), count);
  }

  f64s(count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#bytes.buffer, this.#take(count * 8), count);
  }

  text(): string {
    const length = this.u32();
    const text = decoder.decode(this.#bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }

  texts(): string[] {
    const { ends, bytes } = this.utf8Texts();
    const joined = decoder.decode(bytes);
    const values: string[] = [];
    let at = 0;
    if (joined.length === bytes.length) for (const end of ends) values.push(joined.slice(at, (at = end)));
    else for (const end of ends) values.push(decoder.decode(bytes.subarray(at, (at = end))));
    return values;
  }

  /** A list of texts as views of their UTF-8 and of the bytes at which they end. */
  utf8Texts(): { ends: Uint32Array; bytes: Uint8Array } {
    const ends = this.u32s(this.u32());
    const length = ends.at(-1) ?? 0;
    const bytes = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return { ends, bytes };
  }

  align(size: number): void {
    this.at += (size - (this.at % size)) % size;
  }

  #take(size: number): number {
    this.align(8);
    const at = this.at;
    this.at += size;
    return this.#bytes.byteOffset + at;
  }
}
