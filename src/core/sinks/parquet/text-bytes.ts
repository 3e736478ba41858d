import { discard, grown } from '../../columns/grown.ts';
import { hashWords, PADDING, sameBytes } from '../../columns/word-hash.ts';

const encoder = new TextEncoder();
/** Bytes that a code unit takes at most. */
const WIDEST = 3;

/** Texts as UTF-8, one after another; each may be looked for by its bytes. */
export class TextBytes {
  /** How many there are. */
  count = 0;
  #bytes = new Uint8Array(1 << 14);
  #view = new DataView(this.#bytes.buffer);
  #ends = new Uint32Array(1 << 10);
  /** One more than the number of a text, at the place that its hash gives it or after; 0 where there is none. */
  #slots = new Uint32Array(1 << 8);

  /** Bytes of all texts. */
  get size(): number {
    return this.count === 0 ? 0 : (this.#ends[this.count - 1] as number);
  }

  /** Where a text begins. */
  startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] as number);
  }

  /** Where a text ends. */
  endOf(index: number): number {
    return this.#ends[index] as number;
  }

  /** Appends texts, one after another in some bytes: text i ends at `ends[from + i]` and the first begins at `start`. */
  append(bytes: Uint8Array, start: number, ends: Uint32Array, from: number, to: number): void {
    const shift = this.size - start;
    const end = ends[to - 1] as number;
    this.#reserve(this.count + to - from, end + shift);
    this.#bytes.set(bytes.subarray(start, end), start + shift);
    for (let i = from; i < to; i++) this.#ends[this.count++] = (ends[i] as number) + shift;
  }

  /** Appends a text. */
  add(text: string | Uint8Array): void {
    this.#ends[this.count] = this.#write(text);
    this.count++;
  }

  /** Appends many texts at once: those that are ASCII take one call. */
  addAll(texts: readonly string[]): void {
    const joined = texts.join('');
    const start = this.size;
    this.#reserve(this.count + texts.length, start);
    if (this.#write(joined) - start !== joined.length) {
      for (const text of texts) this.add(text);
      return;
    }
    let end = start;
    for (const text of texts) this.#ends[this.count++] = end += text.length;
  }

  /** The number of a text, which is appended where it is not there; only texts that came this way are found. */
  number(text: string | Uint8Array): number {
    const start = this.size;
    const end = this.#write(text);
    if (this.count * 2 >= this.#slots.length) this.#rehash();
    const mask = this.#slots.length - 1;
    let slot = hashWords(this.#view, start, end) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] as number;
      if (found === 0) break;
      if (this.#isSame(found - 1, start, end)) return found - 1;
    }
    this.#ends[this.count] = end;
    this.#slots[slot] = ++this.count;
    return this.count - 1;
  }

  /** The bytes of all texts: a view that later texts may replace. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.size);
  }

  clear(): void {
    this.count = 0;
    this.#slots.fill(0);
  }

  /** Below, at or above zero as a text comes before, is, or comes after another in the order of their bytes. */
  compare(a: number, b: number): number {
    const [startA, startB] = [this.startOf(a), this.startOf(b)];
    const [lengthA, lengthB] = [this.endOf(a) - startA, this.endOf(b) - startB];
    const length = Math.min(lengthA, lengthB);
    for (let i = 0; i < length; i++) {
      const difference = (this.#bytes[startA + i] as number) - (this.#bytes[startB + i] as number);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** Writes a text behind the others, with room for its end, and returns where it ends. */
  #write(text: string | Uint8Array): number {
    const start = this.size;
    this.#reserve(this.count + 1, start + text.length * (typeof text === 'string' ? WIDEST : 1));
    if (typeof text === 'string')
      return start + encoder.encodeInto(text, this.#bytes.subarray(start)).written;
    this.#bytes.set(text, start);
    return start + text.length;
  }

  #isSame(index: number, start: number, end: number): boolean {
    const own = this.startOf(index);
    if (this.endOf(index) - own !== end - start) return false;
    return sameBytes(this.#view, own, this.#view, start, end - start);
  }

  #rehash(): void {
    const slots = this.#slots.length * 4;
    discard(this.#slots);
    this.#slots = new Uint32Array(slots);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < this.count; i++) {
      let slot = hashWords(this.#view, this.startOf(i), this.endOf(i)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = i + 1;
    }
  }

  #reserve(count: number, size: number): void {
    if (count > this.#ends.length) this.#ends = grown(this.#ends, count * 2);
    if (size + PADDING <= this.#bytes.length) return;
    this.#bytes = grown(this.#bytes, (size + PADDING) * 2);
    this.#view = new DataView(this.#bytes.buffer);
  }
}
