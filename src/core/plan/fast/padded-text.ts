import { grown } from '../../columns/grown.ts';
import { copyWords, PADDING } from '../../columns/word-hash.ts';

/** Bytes that are put one after another, with room to look past the last four at a time. */
export class PaddedText {
  bytes = new Uint8Array(1024);
  view = new DataView(this.bytes.buffer);
  length = 0;

  put(byte: number): void {
    if (this.length + PADDING >= this.bytes.length) this.#grow(this.length);
    this.bytes[this.length++] = byte;
  }

  /** Appends view[start, end), past which `PADDING` bytes must be there. */
  append(view: DataView, start: number, end: number): void {
    const after = this.length + end - start;
    if (after + PADDING >= this.bytes.length) this.#grow(after);
    copyWords(view, start, end, this.view, this.length);
    this.length = after;
  }

  #grow(length: number): void {
    this.bytes = grown(this.bytes, (length + PADDING) * 2);
    this.view = new DataView(this.bytes.buffer);
  }
}
