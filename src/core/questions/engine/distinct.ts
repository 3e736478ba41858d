import type { Numbers } from './numbers.ts';
import { codesAt } from './select.ts';

/** Numbers up to this are ticked off in bits. */
const MOST_BITS = 2 ** 27;

/** Counts different whole numbers, NaN not among them. Memory: a bit a number up to the largest, or a set where that is large. */
export class Distinct {
  count = 0;
  readonly #bits: Uint8Array | undefined;
  readonly #others = new Set<number>();

  /** `largest` is one that none is beyond, infinite where nobody knows. */
  constructor(largest: number) {
    if (largest < MOST_BITS) this.#bits = new Uint8Array((Math.max(0, largest) >>> 3) + 1);
  }

  /** Adds the numbers at some rows. */
  addAll(numbers: Numbers, rows: Uint32Array): void {
    const { codes, ofCode } = numbers;
    if (codes === undefined) {
      for (const row of rows) this.add(numbers.at(row));
      return;
    }
    this.addCodes(codesAt(codes, ofCode.length - 1, rows), ofCode);
  }

  /** Adds the numbers of the codes that have a 1 in `seen`; that of 0 is none. */
  addCodes(seen: Uint8Array, ofCode: Float64Array | Uint32Array): void {
    for (let code = 1; code < seen.length; code++) if (seen[code] === 1) this.add(ofCode[code] as number);
  }

  add(value: number): void {
    const bits = this.#bits;
    const at = value >>> 3;
    if (bits !== undefined && value >= 0 && at < bits.length) {
      const bit = 1 << (value & 7);
      if (((bits[at] as number) & bit) !== 0) return;
      bits[at]! |= bit;
      this.count++;
    } else if (!Number.isNaN(value) && !this.#others.has(value)) {
      this.#others.add(value);
      this.count++;
    }
  }
}
