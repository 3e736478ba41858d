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

  load(source: Uint8Array): void {
    if (this.bytes.length < source.length + PADDING) {
      this.bytes = new Uint8Array(source.length + PADDING);
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(source);
    this.bytes.fill(0, source.length, source.length + PADDING);
    this.length = source.length;
  }
}
