const OBJECT = 0x7d;
const ARRAY = 0x5d;

/** Counts brackets through text that is broken: a closing one closes everything above the one it belongs to. */
export class Brackets {
  /** Where counting stands. */
  at: number;
  /** Whether the last bracket to close everything left others open; it counts only once it is accepted. */
  weak = false;
  #closers: Uint8Array;
  #depth: number;
  /** How many of the open ones are objects. */
  #objects = 0;
  #inString = false;
  #escaped = false;

  constructor(at: number, closers: Uint8Array) {
    this.at = at;
    this.#closers = closers;
    this.#depth = closers.length;
    for (const closer of closers) if (closer === OBJECT) this.#objects++;
  }

  /**
   * Counts on to `end`. Returns the position after the bracket that closes the last one; for a `]` that closes none,
   * its own position; -1 when `end` comes first. Counting on after a weak end takes it for a stray bracket.
   */
  run(bytes: Uint8Array, end: number): number {
    while (this.at < end) {
      const byte = bytes[this.at++]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === 0x5c) this.#escaped = true;
        else if (byte === 0x22) this.#inString = false;
      } else if (byte === 0x22) {
        this.#inString = true;
      } else if (byte === 0x7b) {
        this.#open(OBJECT);
      } else if (byte === 0x5b) {
        this.#open(ARRAY);
      } else if (byte === OBJECT && this.#objects > 0) {
        if (this.#close(OBJECT)) return this.at;
      } else if (byte === ARRAY) {
        if (this.#depth === this.#objects) return this.at - 1;
        if (this.#close(ARRAY)) return this.at;
      }
    }
    return -1;
  }

  /** Takes the element to be open again, as one object. */
  reopen(): void {
    this.#depth = 0;
    this.#objects = 0;
    this.#open(OBJECT);
  }

  #open(closer: number): void {
    if (this.#depth === this.#closers.length) {
      const grown = new Uint8Array(this.#depth * 2 + 16);
      grown.set(this.#closers);
      this.#closers = grown;
    }
    this.#closers[this.#depth++] = closer;
    if (closer === OBJECT) this.#objects++;
  }

  #close(closer: number): boolean {
    const count = closer === OBJECT ? this.#objects : this.#depth - this.#objects;
    this.weak = count === 1 && this.#depth > 1 && this.#closers[0] === closer;
    if (this.weak) return true;
    let closed: number | undefined;
    while (closed !== closer) {
      closed = this.#closers[--this.#depth];
      if (closed === OBJECT) this.#objects--;
    }
    return this.#depth === 0;
  }
}
