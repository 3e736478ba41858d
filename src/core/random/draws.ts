const UNIT = 2 ** -32;

/** Four words of 32 bits that tell one run's numbers from another's. */
export type RandomKey = readonly [number, number, number, number];

/**
 * Random numbers that are counted, not chained: draw n of an item of a stream is the same whenever and wherever it is
 * asked for, so that any part of a run can be made alone. Integer arithmetic only, so all engines agree on every bit.
 * The mixing is Chris Wellons' lowbias32 (https://nullprogram.com/blog/2018/07/31/), twice, under two keys an item.
 */
export class Draws {
  readonly #key: RandomKey;
  #first = 0;
  #second = 0;
  #count = 0;

  constructor(key: RandomKey) {
    this.#key = key;
  }

  /** Goes to the first draw of an item; both numbers are whole, from 0 to 2^32 - 1. */
  seek(stream: number, item: number): this {
    const key = this.#key;
    const place = mix(mix(item ^ key[0]) + Math.imul(stream, 0x9e3779b1) + key[1]);
    this.#first = place;
    this.#second = mix(mix(item + key[2]) ^ place ^ key[3]);
    this.#count = 0;
    return this;
  }

  /** 32 random bits as a whole number, 0 to 2^32 - 1. */
  bits(): number {
    this.#count = (this.#count + 0x9e3779b9) | 0;
    return mix(mix(this.#count + this.#first) ^ this.#second) >>> 0;
  }

  /** A number from 0 to below 1. */
  unit(): number {
    return this.bits() * UNIT;
  }

  /** A whole number from 0 to below `end`, which is 2^21 at most. */
  below(end: number): number {
    return Math.floor(this.bits() * end * UNIT);
  }

  /** A whole number from `low` to `high`, both included, less than 2^21 apart. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.bits() * UNIT < probability;
  }

  /** One of the values, each as likely. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

/** A bijection of 32 bits that leaves no trace of its input's order. */
export function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
