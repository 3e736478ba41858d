import { finish } from '../../hash/hash-text.ts';
import { bitWidth } from './hybrid.ts';

/** Numbers each of which is kept once, told apart by their bits: 0 and -0 are two. */
export class NumberDictionary {
  /** How many there are. */
  size = 0;
  /** The number of the value of each row. */
  readonly codes: Uint32Array;
  readonly #values: Float64Array;
  readonly #bits: Uint32Array;
  /** One more than the number of a value, at the place that its bits give it or after; 0 where there is none. */
  readonly #slots: Uint32Array;

  constructor(capacity: number) {
    this.codes = new Uint32Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#bits = new Uint32Array(this.#values.buffer);
    this.#slots = new Uint32Array(2 << bitWidth(capacity));
  }

  /** Numbers all values anew; false as soon as it would not halve their bytes, of which each has `width`. */
  fill(values: Float64Array, width: number): boolean {
    const most = values.length / 2;
    const mask = this.#slots.length - 1;
    const given = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
    this.#slots.fill(0);
    this.size = 0;
    for (let i = 0; i < values.length; i++) {
      const low = given[i * 2] as number;
      const high = given[i * 2 + 1] as number;
      let slot = finish(Math.imul(low, 0x9e3779b1) ^ high) & mask;
      let code = this.#slots[slot] as number;
      while (code !== 0 && (this.#bits[code * 2 - 2] !== low || this.#bits[code * 2 - 1] !== high)) {
        slot = (slot + 1) & mask;
        code = this.#slots[slot] as number;
      }
      if (code === 0) {
        if (this.size >= most) return false;
        this.#values[this.size] = values[i] as number;
        this.#slots[slot] = code = ++this.size;
      }
      this.codes[i] = code - 1;
    }
    const numbers = (values.length * bitWidth(Math.max(0, this.size - 1))) / 8;
    return this.size > 0 && 2 * (this.size * width + numbers) <= values.length * width;
  }

  /** The values in the order of their numbers. */
  values(): Float64Array {
    return this.#values.subarray(0, this.size);
  }
}
