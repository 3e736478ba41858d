const FIRST_BYTES = 1 << 16;
/** From here on room is made so large that malloc gives it back whole when it is let go of, where it keeps up to 32 MB in pieces. */
const LARGE = 1 << 20;
const KEPT_BY_MALLOC = 32 << 20;

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

  /**
   * Lets go of all arrays: from now on they are overwritten.
   *
   * @param expected bytes of the next ones, where somebody knows. @default as many as there were
   */
  clear(expected = 0): void {
    const wanted = Math.max(expected, this.#used);
    if (wanted >= this.#buffer.byteLength) {
      this.#buffer.transfer(0);
      this.#buffer = new ArrayBuffer(roomFor(wanted));
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
    // The last bytes stay free, so that no array is all of the buffer: such are taken for arrays of their own.
    return this.#used < this.#buffer.byteLength ? at : -1;
  }
}

/** Bytes of a buffer for so many, and some more. What is not written to takes addresses, and no memory. */
function roomFor(bytes: number): number {
  const room = bytes + Math.ceil(bytes / 8) + 8;
  return room < LARGE ? room : Math.max(room, KEPT_BY_MALLOC + LARGE);
}
