import { hashBytes } from '../hash/hash-bytes.ts';
import { finish, hashText } from '../hash/hash-text.ts';
import type { BytesColumn, Column, TextColumn } from './column.ts';

/**
 * A 64-bit hash of every row over all its columns, two words a row: equal rows have equal ones, however they are cut into
 * columns.
 */
export function fingerprints(columns: readonly Column[], rows: number): Uint32Array {
  const prints = new Uint32Array(rows * 2);
  const bits = new Float64Array(1);
  const words = new Uint32Array(bits.buffer);
  for (const column of columns) {
    if (column.kind === 'number') {
      for (let i = 0; i < rows; i++) {
        bits[0] = column.values[i] as number;
        mix(prints, i, words[0] as number, words[1] as number);
      }
    } else {
      const hashes = hashTexts(column);
      for (let i = 0; i < rows; i++) {
        const code = column.codes[i] as number;
        mix(prints, i, hashes[code * 2] as number, hashes[code * 2 + 1] as number);
      }
    }
  }
  return prints;
}

/** Two words of the hash of every text, by code. */
function hashTexts(column: TextColumn | BytesColumn): Uint32Array {
  const count = column.kind === 'text' ? column.values.length : column.ends.length;
  const hashes = new Uint32Array((count + 1) * 2);
  const hash = new Uint32Array(4);
  let start = 0;
  for (let i = 0; i < count; i++) {
    if (column.kind === 'text') hashText(column.values[i] as string, hash, 0);
    else hashBytes(column.bytes, start, (start = column.ends[i] as number), hash, 0);
    hashes[i * 2 + 2] = hash[0] as number;
    hashes[i * 2 + 3] = hash[1] as number;
  }
  return hashes;
}

function mix(prints: Uint32Array, row: number, low: number, high: number): void {
  const a = Math.imul((prints[row * 2] as number) ^ low, 0x9e3779b1);
  const b = Math.imul((prints[row * 2 + 1] as number) ^ high, 0x85ebca77);
  prints[row * 2] = finish(a + (b >>> 15));
  prints[row * 2 + 1] = finish(b ^ (a >>> 13) ^ 0x27d4eb2f);
}
