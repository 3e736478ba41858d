import type { Encoding } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import type { TextColumn } from '../../columns/column.ts';
import type { Field } from '../../fields.ts';
import type { Chunk, RowColumn } from './chunk.ts';
import { deltaPacked } from './delta.ts';
import { bitWidth, hybrid } from './hybrid.ts';
import { type Range, writeChunk } from './page.ts';
import { Presence } from './presence.ts';
import { TextBytes } from './text-bytes.ts';

/** Texts by whose range a reader may pass a file over; of the others the range says nothing. */
const RANGED: ReadonlySet<string> = new Set([
  'event_type',
  'source',
  'device',
  'product_category',
  'product_brand',
]);
const decoder = new TextDecoder();

/**
 * A column of texts: numbers of a dictionary where values come again, one after another where they do not. Memory: four bytes a
 * row, and every different text.
 */
export function textChunk({ name, required, unique }: Field, capacity: number): Chunk {
  const texts = new TextBytes();
  const known = new Map<string, number>();
  const codes = new Uint32Array(capacity);
  const presence = new Presence(capacity, required);
  let filled = 0;
  let translated: RowColumn | undefined;
  /** For each code of the column that is read, one more than that of ours; 0 where it was not met yet. */
  let ours = new Uint32Array(0);

  function number(text: string): number {
    let code = known.get(text);
    if (code === undefined) {
      code = texts.count;
      texts.add(text);
      known.set(text, code);
    }
    return code;
  }

  function appendCoded(column: TextColumn, rows: Uint32Array): void {
    if (translated !== column) ours = new Uint32Array(column.values.length + 1);
    translated = column;
    for (const row of rows) {
      const code = column.codes[row] as number;
      if (code === 0) {
        presence.add(false);
        continue;
      }
      let found = ours[code] as number;
      if (found === 0) ours[code] = found = number(column.values[code - 1] as string) + 1;
      codes[filled++] = found - 1;
      presence.add(true);
    }
  }

  function appendUnique({ codes: from, values }: TextColumn, rows: Uint32Array): void {
    const taken: string[] = [];
    for (const row of rows) {
      const text = values[(from[row] as number) - 1];
      presence.add(text !== undefined);
      if (text !== undefined) taken.push(text);
    }
    texts.addAll(taken);
  }

  function appendReady(values: readonly (string | Uint8Array | null)[], rows: Uint32Array): void {
    for (const row of rows) {
      const value = values[row] ?? null;
      presence.add(value !== null);
      if (value === null) continue;
      codes[filled++] = unique ? (texts.add(value), texts.count - 1) : number(asText(value));
    }
  }

  function range(): Range {
    if (!RANGED.has(name) || texts.count === 0) return { min_value: undefined, max_value: undefined };
    let [least, most] = [0, 0];
    for (let i = 1; i < texts.count; i++) {
      if (texts.compare(i, least) < 0) least = i;
      if (texts.compare(i, most) > 0) most = i;
    }
    const textAt = (index: number): string => decoder.decode(texts.bytes().subarray(...texts.bounds(index)));
    return { min_value: textAt(least), max_value: textAt(most) };
  }

  return {
    append(column, rows) {
      const before = texts.size;
      if (column.kind === 'ready') appendReady(column.values, rows);
      else if (unique) appendUnique(column as TextColumn, rows);
      else appendCoded(column as TextColumn, rows);
      return texts.size - before;
    },
    close(writer: ByteWriter) {
      const values = unique ? texts.count : filled;
      const isDictionary = unique !== true && values > 0 && pays(texts, codes, values);
      const encoded: { encoding: Encoding; body: Uint8Array } = isDictionary
        ? { encoding: 'RLE_DICTIONARY', body: numbered(codes, values, texts.count) }
        : inOrder(texts, unique === true ? null : codes, values);
      const chunk = writeChunk(writer, {
        name,
        type: 'BYTE_ARRAY',
        ...encoded,
        ...presence.take(),
        dictionary: isDictionary ? { bytes: plain(texts), count: texts.count } : undefined,
        range: range(),
      });
      texts.clear();
      known.clear();
      translated = undefined;
      filled = 0;
      return [chunk];
    },
  };
}

function asText(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : decoder.decode(value);
}

/** Whether a dictionary and its numbers take at most half of the bytes that the values take one after another. */
function pays(texts: TextBytes, codes: Uint32Array, count: number): boolean {
  let size = 0;
  for (let i = 0; i < count; i++) size += texts.lengthOf(codes[i] as number) + 4;
  const numbers = (count * bitWidth(Math.max(0, texts.count - 1))) / 8;
  return 2 * (texts.size + texts.count * 4 + numbers) <= size;
}

/** Numbers of a dictionary with `size` entries, after the byte that says how wide they are. */
export function numbered(codes: Uint32Array, count: number, size: number): Uint8Array {
  const width = bitWidth(Math.max(0, size - 1));
  const packed = hybrid(codes, count, width);
  const body = new Uint8Array(packed.length + 1);
  body[0] = width;
  body.set(packed, 1);
  return body;
}

/** Texts as DELTA_LENGTH_BYTE_ARRAY, in the order of codes, or in their own. */
function inOrder(
  texts: TextBytes,
  codes: Uint32Array | null,
  count: number,
): { encoding: Encoding; body: Uint8Array } {
  if (count === 0) return { encoding: 'PLAIN', body: new Uint8Array() };
  const encoding = 'DELTA_LENGTH_BYTE_ARRAY';
  const lengths = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    lengths[i] = texts.lengthOf(codes === null ? i : (codes[i] as number));
    size += lengths[i] as number;
  }
  const packed = deltaPacked(lengths, count);
  const body = new Uint8Array(packed.length + size);
  body.set(packed);
  if (codes === null) {
    body.set(texts.bytes(), packed.length);
    return { encoding, body };
  }
  let at = packed.length;
  for (let i = 0; i < count; i++) {
    const [start, end] = texts.bounds(codes[i] as number);
    body.set(texts.bytes().subarray(start, end), at);
    at += end - start;
  }
  return { encoding, body };
}

/** Texts as PLAIN: each after its length. */
function plain(texts: TextBytes): Uint8Array {
  const body = new Uint8Array(texts.size + texts.count * 4);
  const view = new DataView(body.buffer);
  let at = 0;
  for (let i = 0; i < texts.count; i++) {
    const [start, end] = texts.bounds(i);
    view.setUint32(at, end - start, true);
    body.set(texts.bytes().subarray(start, end), at + 4);
    at += 4 + end - start;
  }
  return body;
}
