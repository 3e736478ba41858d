const FIRST_BYTES = 1 << 16;

/**
 * Room for typed arrays that are let go of all at once and whose memory is used again: memory that is new each time costs more than
 * what is done in it. What stands in an array is left from before.
 */
export class Arena {
  #buffer = new ArrayBuffer(FIRST_BYTES);
  #used = 0;

  bytes(count: number): Uint8Array<ArrayBuffer> {
    const at = this.#take(count);
    return at < 0 ? new Uint8Array(count) : new Uint8Array(this.#buffer, at, count);
  }

  words(count: number): Uint32Array<ArrayBuffer> {
    const at = this.#take(count * 4);
    return at < 0 ? new Uint32Array(count) : new Uint32Array(this.#buffer, at, count);
  }

  doubles(count: number): Float64Array<ArrayBuffer> {
    const at = this.#take(count * 8);
    return at < 0 ? new Float64Array(count) : new Float64Array(this.#buffer, at, count);
  }

  /** Lets go of all arrays: from now on they are overwritten. */
  clear(): void {
    if (this.#used > this.#buffer.byteLength) {
      this.#buffer.transfer(0);
      // The next ones are likely to be as many.
      this.#buffer = new ArrayBuffer(this.#used + (this.#used >> 2));
    }
    this.#used = 0;
  }

  /** Lets go of all arrays and of their memory at once, until room is asked for after the next `clear`. */
  release(): void {
    this.#buffer.transfer(0);
    this.#buffer = new ArrayBuffer(0);
  }

  /** Where so many bytes begin; -1 where there is no room for them. */
  #take(size: number): number {
    const at = this.#used;
    this.#used += Math.ceil(size / 8) * 8;
    return this.#used <= this.#buffer.byteLength ? at : -1;
  }
}
