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

  /** Room for so many bytes; what stands in it is left from before. */
  take(bytes: number): Uint8Array {
    const idle = this.#idle.pop();
    return idle?.length === bytes ? idle : this.#allocate(bytes);
  }

  /** Takes back the room of a piece that nobody looks at any more. */
  give({ buffer }: Uint8Array): void {
    this.#idle.push(new Uint8Array(buffer));
  }
}
