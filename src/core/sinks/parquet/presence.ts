/** Which of the rows of a chunk have a value. */
export class Presence {
  #rows = 0;
  #nulls = 0;
  readonly #required: boolean;
  readonly #present: Uint8Array;

  constructor(capacity: number, required: boolean) {
    this.#required = required;
    this.#present = new Uint8Array(capacity);
  }

  /** @throws {TypeError} for a missing value where one is required */
  add(isThere: boolean): void {
    if (!isThere) this.#miss(1);
    this.#present[this.#rows++] = isThere ? 1 : 0;
  }

  /**
   * Looks at the numbers of some rows, NaN for null, and puts those that are there one after another into `values` from `start` on.
   * Returns where they end. @throws {TypeError} for a missing value where one is required
   */
  addNumbers(given: Float64Array, rows: Uint32Array, values: Float64Array, start: number): number {
    let filled = start;
    const present = this.#present;
    const before = this.#rows;
    for (let i = 0; i < rows.length; i++) {
      const value = given[rows[i] as number] as number;
      values[filled] = value;
      const isThere = value === value ? 1 : 0;
      filled += isThere;
      present[before + i] = isThere;
    }
    this.#rows += rows.length;
    this.#miss(rows.length - (filled - start));
    return filled;
  }

  /** The same for codes, 0 for null, each of which is given as one less. */
  addCodes(given: Uint32Array, codes: Uint32Array, start: number): number {
    let filled = start;
    const present = this.#present;
    const before = this.#rows;
    for (let i = 0; i < given.length; i++) {
      const code = given[i] as number;
      codes[filled] = code - 1;
      const isThere = code === 0 ? 0 : 1;
      filled += isThere;
      present[before + i] = isThere;
    }
    this.#rows += given.length;
    this.#miss(given.length - (filled - start));
    return filled;
  }

  /** What there was, after which there is nothing. */
  take(): { count: number; nulls: number; present: Uint8Array | undefined } {
    const taken = {
      count: this.#rows,
      nulls: this.#nulls,
      present: this.#required ? undefined : this.#present,
    };
    this.#rows = 0;
    this.#nulls = 0;
    return taken;
  }

  #miss(count: number): void {
    this.#nulls += count;
    if (count > 0 && this.#required)
      throw new TypeError('Cannot write a row as a required value must be there: it is null');
  }
}
