/** Which of the rows of a chunk have a value. */
export class Presence {
  #rows = 0;
  #nulls = 0;
  readonly #required: boolean;
  readonly #present: Uint8Array;

  constructor(capacity: number, required: boolean) {
    this.#required = required;
    this.#present = new Uint8Array(required ? 0 : capacity);
  }

  /** @throws {TypeError} for a missing value where one is required */
  add(isThere: boolean): void {
    if (!isThere) this.#nulls++;
    if (this.#required) {
      if (!isThere) throw new TypeError('Cannot write a row as a required value must be there: it is null');
    } else this.#present[this.#rows] = isThere ? 1 : 0;
    this.#rows++;
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
}
