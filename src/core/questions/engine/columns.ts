import type { Codes } from './codes.ts';
import type { Numbers } from './numbers.ts';
import type { Texts } from './texts.ts';

/** Texts of many rows: `codes[i]` is 0 for null, else the code of its text. */
export interface TextColumn {
  kind: 'text';
  codes: Codes;
  texts: Texts;
}

/** Texts that hardly ever occur twice, as UTF-8: text i is `bytes[offsets[i]..offsets[i + 1])`; none is null. */
export interface BytesColumn {
  kind: 'bytes';
  bytes: Uint8Array;
  offsets: Uint32Array;
}

/**
 * Lists of items of few rows: row `rows[i]` has the items `starts[i]` to `starts[i + 1]`, other rows have null. `rows` rise.
 * NaN stands for null.
 */
export interface ItemsColumn {
  kind: 'items';
  rows: Uint32Array;
  starts: Uint32Array;
  products: Float64Array;
  quantities: Float64Array;
  prices: Float64Array;
}

/** A column of a data file in memory. */
export type FileColumn = Numbers | TextColumn | BytesColumn | ItemsColumn;

/** Bytes that a column takes. */
export function bytesOf(column: FileColumn): number {
  switch (column.kind) {
    case 'number':
      return column.byteLength;
    case 'text':
      return column.codes.byteLength + column.texts.byteLength;
    case 'bytes':
      return column.bytes.byteLength + column.offsets.byteLength;
    case 'items':
      return (column.rows.length + column.starts.length) * 4 + column.products.length * 24;
  }
}

// A text may begin with what elsewhere marks the order of bytes.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a row. */
export function textAt({ bytes, offsets }: BytesColumn, row: number): string {
  return decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
}

/** How the texts of two rows compare, in code unit order as far as they are ASCII, else by their texts. */
export function compareTexts(a: BytesColumn, i: number, b: BytesColumn, j: number): number {
  const [x, y] = [a.bytes, b.bytes];
  let p = a.offsets[i] as number;
  let q = b.offsets[j] as number;
  const endP = a.offsets[i + 1] as number;
  const endQ = b.offsets[j + 1] as number;
  for (; p < endP && q < endQ; p++, q++) {
    const [s, t] = [x[p] as number, y[q] as number];
    if (s === t) continue;
    // Beyond the basic plane the order of code units is not that of UTF-8.
    if (s < 128 || t < 128) return s - t;
    return textAt(a, i) < textAt(b, j) ? -1 : 1;
  }
  return endP - p - (endQ - q);
}
