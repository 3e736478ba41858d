import type { ByteReader, ByteWriter } from './bytes.ts';

const BASE = 2 ** 32;

/** An exact sum of whole numbers that are not negative, such as VND, in two numbers: it stays exact for 2^32 addends below 2^53. */
export class WholeSum {
  #high = 0;
  #low = 0;

  /** Adds a number; a fraction is rounded to the nearest whole number first. @throws {RangeError} unless it is 0 to 2^53 - 1 */
  add(value: number): void {
    const whole = Math.round(value);
    if (!(whole >= 0) || whole > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(`Cannot sum a number as it must be 0 to ${Number.MAX_SAFE_INTEGER}: ${value}`);
    }
    const high = Math.floor(whole / BASE);
    this.#carry(this.#high + high, this.#low + (whole - high * BASE));
  }

  merge(other: WholeSum): void {
    this.#carry(this.#high + other.#high, this.#low + other.#low);
  }

  value(): bigint {
    return BigInt(this.#high) * BigInt(BASE) + BigInt(this.#low);
  }

  encode(writer: ByteWriter): void {
    writer.varint(this.#high);
    writer.varint(this.#low);
  }

  static decode(reader: ByteReader): WholeSum {
    const sum = new WholeSum();
    sum.#high = reader.varint();
    sum.#low = reader.varint();
    return sum;
  }

  #carry(high: number, low: number): void {
    this.#high = low >= BASE ? high + 1 : high;
    this.#low = low >= BASE ? low - BASE : low;
  }
}

/** The quotient as a double, from exact numbers; null where the divisor is 0. */
export function ratio(dividend: bigint | number, divisor: bigint | number): number | null {
  const by = BigInt(divisor);
  if (by === 0n) return null;
  const whole = BigInt(dividend) / by;
  return Number(whole) + Number(BigInt(dividend) - whole * by) / Number(by);
}

const LIMB = 2 ** 18;
/** Products of limbs are below 2^36, so this many of them stay below 2^53. */
const BLOCK = 2 ** 16;

/** The exact sum and sum of squares of whole numbers from 0 to 2^53 - 1: in limbs of 18 bits, a BigInt only once a block. */
export function moments(values: Float64Array): { sum: bigint; squares: bigint } {
  let sum = 0n;
  let squares = 0n;
  for (let start = 0; start < values.length; start += BLOCK) {
    let [a1, b1, c1, aa, ab, acbb, bc, cc] = [0, 0, 0, 0, 0, 0, 0, 0];
    const end = Math.min(start + BLOCK, values.length);
    for (let at = start; at < end; at++) {
      const value = values[at]!;
      const upper = Math.floor(value / LIMB);
      const a = Math.floor(upper / LIMB);
      const b = upper - a * LIMB;
      const c = value - upper * LIMB;
      a1 += a;
      b1 += b;
      c1 += c;
      aa += a * a;
      ab += a * b;
      acbb += 2 * a * c + b * b;
      bc += b * c;
      cc += c * c;
    }
    sum += (BigInt(a1) << 36n) + (BigInt(b1) << 18n) + BigInt(c1);
    squares +=
      (BigInt(aa) << 72n) + (BigInt(ab) << 55n) + (BigInt(acbb) << 36n) + (BigInt(bc) << 19n) + BigInt(cc);
  }
  return { sum, squares };
}
