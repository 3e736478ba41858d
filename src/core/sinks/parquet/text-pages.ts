import type { Encoding } from 'hyparquet';
import type { Arena } from '../../columns/arena.ts';
import { deltaPacked } from './delta.ts';
import { bitWidth, hybrid } from './hybrid.ts';
import type { TextBytes } from './text-bytes.ts';

/** Values of a page, encoded. */
export interface Body {
  encoding: Encoding;
  body: Uint8Array;
}

/** Whether a dictionary and its numbers take at most half of the bytes that the values take one after another. */
export function pays(texts: TextBytes, codes: Uint32Array, count: number): boolean {
  let size = 0;
  for (let i = 0; i < count; i++) {
    const code = codes[i] as number;
    size += texts.endOf(code) - texts.startOf(code) + 4;
  }
  const numbers = (count * bitWidth(Math.max(0, texts.count - 1))) / 8;
  return 2 * (texts.size + texts.count * 4 + numbers) <= size;
}

/** Numbers of a dictionary with `size` entries, after the byte that says how wide they are. */
export function numbered(codes: Uint32Array, count: number, size: number, arena: Arena): Body {
  const width = bitWidth(Math.max(0, size - 1));
  const packed = hybrid(codes, count, width, arena);
  const body = arena.bytes(packed.length + 1);
  body[0] = width;
  body.set(packed, 1);
  return { encoding: 'RLE_DICTIONARY', body };
}

/** Texts one after another, in the order of codes, or in their own where there are none. */
export function inOrder(texts: TextBytes, codes: Uint32Array | null, count: number, arena: Arena): Body {
  if (count === 0) return { encoding: 'PLAIN', body: new Uint8Array() };
  const lengths = arena.words(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const index = codes === null ? i : (codes[i] as number);
    lengths[i] = texts.endOf(index) - texts.startOf(index);
    size += lengths[i] as number;
  }
  const packed = deltaPacked(lengths, count, arena);
  const body = arena.bytes(packed.length + size);
  body.set(packed);
  const bytes = texts.bytes();
  if (codes === null) body.set(bytes, packed.length);
  else {
    let at = packed.length;
    for (let i = 0; i < count; i++) {
      const code = codes[i] as number;
      body.set(bytes.subarray(texts.startOf(code), texts.endOf(code)), at);
      at += lengths[i] as number;
    }
  }
  return { encoding: 'DELTA_LENGTH_BYTE_ARRAY', body };
}

/** Texts as PLAIN: each after its length. */
export function plainTexts(texts: TextBytes, arena: Arena): Uint8Array {
  const body = arena.bytes(texts.size + texts.count * 4);
  const view = new DataView(body.buffer, body.byteOffset);
  const bytes = texts.bytes();
  let at = 0;
  for (let i = 0; i < texts.count; i++) {
    const [start, end] = [texts.startOf(i), texts.endOf(i)];
    view.setUint32(at, end - start, true);
    body.set(bytes.subarray(start, end), at + 4);
    at += 4 + end - start;
  }
  return body;
}
