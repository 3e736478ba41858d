const MARK = new TextEncoder().encode('"event_id"');

/** Looks for the key that makes an object an event, never twice at the same bytes. */
export class EventMark {
  readonly #bytes: Uint8Array;
  #at: number;
  #end = -1;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Whether the key stands between the start and `end`. */
  isBefore(end: number): boolean {
    if (this.#end === -1 && end > this.#at) {
      this.#end = findMark(this.#bytes, this.#at, end);
      // A key may begin before `end` and stop behind it.
      this.#at = Math.max(this.#at, end - MARK.length);
    }
    return this.#end !== -1 && this.#end <= end;
  }
}

/** The position after the first such key between two positions, or -1. */
export function findMark(bytes: Uint8Array, start: number, end: number): number {
  const last = end - MARK.length;
  for (let at = start; at <= last; at++) {
    if (bytes[at] === 0x22 && bytes[at + 1] === 0x65 && MARK.every((byte, i) => bytes[at + i] === byte)) {
      return at + MARK.length;
    }
  }
  return -1;
}
