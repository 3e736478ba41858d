/** More than a reader looks ahead without having seen what is before. */
const PADDING = 64;

/**
 * A copy of bytes that may be read four at a time past their end, where zeros stand, which JSON has nowhere. The room is kept
 * for the bytes to come.
 */
export class PaddedBytes {
  bytes = new Uint8Array(PADDING);
  view = new DataView(this.bytes.buffer);
  length = 0;
  #buffer = this.bytes.buffer;

  load(source: Uint8Array): void {
    // Shared memory is copied by words where both sides lie alike to them.
    const lead = source.byteOffset % 8;
    const size = lead + source.length + PADDING;
    if (this.#buffer.byteLength < size) this.#buffer = new ArrayBuffer(size);
    this.bytes = new Uint8Array(this.#buffer, lead);
    this.view = new DataView(this.#buffer, lead);
    this.bytes.set(source);
    this.bytes.fill(0, source.length, source.length + PADDING);
    this.length = source.length;
  }
}
