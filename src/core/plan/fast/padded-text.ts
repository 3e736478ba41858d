import { grown } from '../../columns/grown.ts';
import { PADDING } from '../../columns/word-hash.ts';

/** Bytes that are put one after another, with room to look past the last four at a time. */
export class PaddedText {
  bytes = new Uint8Array(1024);
  view = new DataView(this.bytes.buffer);
  length = 0;

  put(byte: number): void {
    if (this.length + PADDING >= this.bytes.length) {
      this.bytes = grown(this.bytes, this.bytes.length * 2);
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes[this.length++] = byte;
  }
}
