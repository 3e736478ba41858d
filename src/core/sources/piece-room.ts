/** Shared memory is copied as many bytes at a time where both sides lie alike to it, and one at a time where they do not. */
const WORD = 8;

/**
 * Lends room to pieces, and lends what comes back again: room that is new each time costs more than what is done in it. Memory: as
 * many pieces as are out at once.
 */
export class PieceRoom {
  readonly #allocate: (bytes: number) => Uint8Array;
  #idle: Uint8Array[] = [];

  /** @param allocate makes room, which may be shared with other threads. @default the thread's own */
  constructor(allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes)) {
    this.#allocate = allocate;
  }

  /** Room for so many bytes, the first of which lies `lead` bytes past a multiple of eight; what stands in it is left from before. */
  take(bytes: number, lead = 0): Uint8Array {
    const size = bytes + WORD;
    const idle = this.#idle.pop();
    const whole = idle?.length === size ? idle : this.#allocate(size);
    return whole.subarray(lead, lead + bytes);
  }

  /** Takes back the room of a piece that nobody looks at any more. */
  give({ buffer }: Uint8Array): void {
    this.#idle.push(new Uint8Array(buffer));
  }
}
