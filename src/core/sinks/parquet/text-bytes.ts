const encoder = new TextEncoder();
/** Bytes that a code unit takes at most. */
const WIDEST = 3;

/** Texts as UTF-8, one after another. */
export class TextBytes {
  /** How many there are. */
  count = 0;
  #bytes = new Uint8Array(1 << 14);
  #ends = new Uint32Array(1 << 10);

  /** Bytes of all texts. */
  get size(): number {
    return this.count === 0 ? 0 : (this.#ends[this.count - 1] as number);
  }

  /** Where a text begins and ends. */
  bounds(index: number): [start: number, end: number] {
    return [index === 0 ? 0 : (this.#ends[index - 1] as number), this.#ends[index] as number];
  }

  /** Bytes of a text. */
  lengthOf(index: number): number {
    const [start, end] = this.bounds(index);
    return end - start;
  }

  add(text: string | Uint8Array): void {
    const start = this.size;
    this.#reserve(this.count + 1, start + text.length * WIDEST);
    const written =
      typeof text === 'string' ? encoder.encodeInto(text, this.#bytes.subarray(start)).written : text.length;
    if (typeof text !== 'string') this.#bytes.set(text, start);
    this.#ends[this.count++] = start + written;
  }

  /** Adds many at once: those that are ASCII take one call. */
  addAll(texts: readonly string[]): void {
    const joined = texts.join('');
    const start = this.size;
    this.#reserve(this.count + texts.length, start + joined.length * WIDEST);
    const { written } = encoder.encodeInto(joined, this.#bytes.subarray(start));
    if (written !== joined.length) {
      for (const text of texts) this.add(text);
      return;
    }
    let end = start;
    for (const text of texts) this.#ends[this.count++] = end += text.length;
  }

  /** The bytes of all texts: a view that later texts may replace. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.size);
  }

  clear(): void {
    this.count = 0;
  }

  /** Below, at or above zero as a text comes before, is, or comes after another in the order of their bytes. */
  compare(a: number, b: number): number {
    const [startA, endA] = this.bounds(a);
    const [startB, endB] = this.bounds(b);
    const length = Math.min(endA - startA, endB - startB);
    for (let i = 0; i < length; i++) {
      const difference = (this.#bytes[startA + i] as number) - (this.#bytes[startB + i] as number);
      if (difference !== 0) return difference;
    }
    return endA - startA - (endB - startB);
  }

  #reserve(count: number, size: number): void {
    if (count > this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(count * 2));
    if (size > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(size * 2));
  }
}

function grown<Values extends Uint8Array | Uint32Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
