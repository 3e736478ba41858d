import { PADDING } from '../../columns/word-hash.ts';

/** Bytes that are put one after another, with room to look past the last four at a time. */
export class PaddedText {
  bytes = new Uint8Array(1024);
  view = new DataView(this.bytes.buffer);
  length = 0;

  put(byte: number): void {
    if (this.length + PADDING >= this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    this.bytes[this.length++] = byte;
  }
}
