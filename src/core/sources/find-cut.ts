import { isSpace, skipSpace } from './bytes.ts';

/** A place to cut: before an item of an array, before an object outside arrays, or where nothing is known. */
export interface Cut {
  at: number;
  kind: 'item' | 'line' | 'anywhere';
}

/** How many opening braces are tried for one that the known key follows. */
const TRIES = 4_096;

/** The first key of the first object of a text, quotes and all, where it has one. */
export function learnKey(start: Uint8Array): Uint8Array | undefined {
  const first = skipSpace(start, start[0] === 0x5b ? 1 : 0);
  if (start[first] !== 0x7b) return undefined;
  const key = skipSpace(start, first + 1);
  const end = start.indexOf(0x22, key + 1);
  return start[key] === 0x22 && end !== -1 && end - key < 1_024 ? start.slice(key, end + 1) : undefined;
}

/**
 * The last place in the second half of the bytes where an element ends and an object begins. `}`, a comma, `{` and the
 * key that the first element begins with, with white space between them, stand in no string of valid JSON: the key's
 * quote would end it. Nor does a `}` and a `{` with only white space between stand anywhere but outside arrays.
 */
export function findCut(bytes: Uint8Array, key: Uint8Array | undefined): Cut {
  let keyless: Cut | undefined;
  const half = bytes.length >> 1;
  let at = bytes.lastIndexOf(0x7b);
  for (let tries = 0; at > half && tries < TRIES; tries++) {
    const kind = boundary(bytes, at);
    if (kind === 'line') return { at, kind };
    if (kind === 'item') {
      if (key === undefined || hasKey(bytes, at + 1, key)) return { at, kind };
      keyless ??= { at, kind };
    }
    at = bytes.lastIndexOf(0x7b, at - 1);
  }
  return keyless ?? { at: bytes.length, kind: 'anywhere' };
}

function boundary(bytes: Uint8Array, brace: number): 'item' | 'line' | undefined {
  let i = brace - 1;
  while (i > 0 && isSpace(bytes[i])) i--;
  if (bytes[i] === 0x7d) return bytes.subarray(i, brace).includes(0x0a) ? 'line' : undefined;
  if (bytes[i] !== 0x2c) return undefined;
  i--;
  while (i > 0 && isSpace(bytes[i])) i--;
  return bytes[i] === 0x7d ? 'item' : undefined;
}

function hasKey(bytes: Uint8Array, from: number, key: Uint8Array): boolean {
  const at = skipSpace(bytes, from);
  if (at + key.length > bytes.length) return false;
  return key.every((byte, i) => bytes[at + i] === byte);
}
