import type { Codes } from './codes.ts';

/** Numbers of many rows, NaN for null: one by one, or where they repeat as codes into a list of them. */
export class Numbers {
  readonly kind = 'number';
  readonly rows: number;
  /** By row; undefined where there is no list. */
  readonly codes: Codes | undefined;
  /** The number of a code; that of 0 is NaN. */
  readonly ofCode: Float64Array;
  #values: Float64Array | undefined;

  constructor(given: Float64Array | { codes: Codes; ofCode: Float64Array }) {
    const isPlain = given instanceof Float64Array;
    this.#values = isPlain ? given : undefined;
    this.codes = isPlain ? undefined : given.codes;
    this.ofCode = isPlain ? NONE : given.ofCode;
    this.rows = isPlain ? given.length : given.codes.length;
  }

  /** Memory in bytes, that of all values among it. */
  get byteLength(): number {
    return this.rows * 8 + (this.codes?.byteLength ?? 0) + this.ofCode.byteLength;
  }

  at(row: number): number {
    const { codes } = this;
    return (codes === undefined ? this.values[row] : this.ofCode[codes[row] as number]) as number;
  }

  /** All of them, made when they are first asked for: 8 bytes a row. */
  get values(): Float64Array {
    if (this.#values === undefined) {
      const { codes, ofCode, rows } = this;
      const values = new Float64Array(rows);
      if (codes !== undefined)
        for (let i = 0; i < rows; i++) values[i] = ofCode[codes[i] as number] as number;
      this.#values = values;
    }
    return this.#values;
  }

  /** Some rows of them. */
  slice(start: number, end: number): Numbers {
    const { codes, ofCode } = this;
    if (codes === undefined) return new Numbers(this.values.slice(start, end));
    return new Numbers({ codes: codes.slice(start, end), ofCode });
  }
}

const NONE = new Float64Array(0);

/** Tells whether a number is one of some. */
export function memberOf(wanted: readonly number[]): (value: number) => boolean {
  const [only] = wanted;
  if (wanted.length === 1) return (value) => value === only;
  const all = new Set(wanted);
  return (value) => all.has(value);
}
