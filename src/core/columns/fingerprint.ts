import { finish, hashBytes, hashText } from '../hash/hash-text.ts';
import type { BytesColumn, Column, NumberColumn, TextColumn } from './column.ts';

/**
 * A 64-bit hash of every row over all its columns but one, two words a row: equal rows have equal ones, however they are cut into
 * columns. What is null is passed over, which the number of the column makes up for.
 */
export function fingerprints(columns: readonly Column[], rows: number, except = -1): Uint32Array {
  const prints = new Uint32Array(rows * 2);
  columns.forEach((column, i) => {
    if (i === except) return;
    const salt = Math.imul(i + 1, 0x27d4eb2f);
    if (column.kind === 'number') mixNumbers(prints, column, rows, salt);
    else mixTexts(prints, column, rows, salt);
  });
  for (let i = 0; i < rows; i++) {
    const a = finish(prints[i * 2] as number);
    const b = finish((prints[i * 2 + 1] as number) ^ a);
    prints[i * 2] = a ^ b;
    prints[i * 2 + 1] = b;
  }
  return prints;
}

function mixNumbers(prints: Uint32Array, { values }: NumberColumn, rows: number, salt: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, rows * 2);
  for (let i = 0; i < rows; i++) {
    const value = values[i] as number;
    if (value === value) mix(prints, i, (words[i * 2] as number) ^ salt, words[i * 2 + 1] as number);
  }
}

function mixTexts(prints: Uint32Array, column: TextColumn | BytesColumn, rows: number, salt: number): void {
  const { codes } = column;
  const hashes = hashTexts(column);
  for (let i = 0; i < rows; i++) {
    const code = codes[i] as number;
    if (code !== 0) mix(prints, i, (hashes[code * 2] as number) ^ salt, hashes[code * 2 + 1] as number);
  }
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

/** Both words of a row follow from both words so far and both words of the value, one to one for each value. */
function mix(prints: Uint32Array, row: number, low: number, high: number): void {
  const a = Math.imul((prints[row * 2] as number) ^ low, 0x9e3779b1);
  const b = Math.imul((prints[row * 2 + 1] as number) ^ high, 0x85ebca77);
  const c = (a ^ (a >>> 15)) + b;
  prints[row * 2] = c;
  prints[row * 2 + 1] = Math.imul((b ^ (b >>> 13)) + ((c << 9) | (c >>> 23)), 0xc2b2ae3d);
}
