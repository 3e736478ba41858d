import type { Encoding, ParquetType } from 'hyparquet';
import type { NumberColumn } from '../../columns/column.ts';
import type { Field, FieldKind } from '../../fields.ts';
import type { Chunk } from './chunk.ts';
import { deltaPacked } from './delta.ts';
import { hybrid } from './hybrid.ts';
import { NumberDictionary } from './number-dictionary.ts';
import { type Range, writeChunk } from './page.ts';
import { plainNumbers } from './plain-numbers.ts';
import { Presence } from './presence.ts';
import { numbered } from './text-chunk.ts';

/** What lies further apart has differences that a double cannot hold. */
const WIDEST_DELTA = 2 ** 52;

const TYPES: Readonly<Record<'int32' | 'int64' | 'time' | 'double' | 'bool', ParquetType>> = {
  int32: 'INT32',
  int64: 'INT64',
  time: 'INT64',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
};

/** A column of numbers, times or truth values. Memory: twelve bytes a row. */
export function numberChunk({ name, kind, required }: Field, capacity: number): Chunk {
  const type = TYPES[kind as keyof typeof TYPES];
  const rises = kind === 'time' || name === 'timestamp_unix';
  const values = new Float64Array(capacity);
  const presence = new Presence(capacity, required);
  const dictionary = new NumberDictionary(capacity);
  let filled = 0;

  function encode(least: number, most: number): { encoding: Encoding; body: Uint8Array; counted: boolean } {
    const given = values.subarray(0, filled);
    if (filled === 0) return { encoding: 'PLAIN', body: new Uint8Array(), counted: false };
    if (kind === 'bool') return { encoding: 'RLE', body: truths(given), counted: false };
    if (rises && most - least <= WIDEST_DELTA)
      return { encoding: 'DELTA_BINARY_PACKED', body: deltaPacked(given, filled), counted: false };
    if (!rises && dictionary.fill(given, type === 'INT32' ? 4 : 8)) {
      const body = numbered(dictionary.codes, filled, dictionary.size);
      return { encoding: 'RLE_DICTIONARY', body, counted: true };
    }
    return { encoding: 'PLAIN', body: plainNumbers(given, type), counted: false };
  }

  return {
    append(column, rows) {
      const { values: from } = column as NumberColumn;
      for (const row of rows) {
        const value = from[row] as number;
        const isThere = value === value;
        presence.add(isThere);
        if (isThere) values[filled++] = value;
      }
      return 0;
    },
    close(writer) {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = 0; i < filled; i++) {
        const value = values[i] as number;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      const { encoding, body, counted } = encode(least, most);
      const chunk = writeChunk(writer, {
        name,
        type,
        encoding,
        body,
        ...presence.take(),
        dictionary: counted
          ? { bytes: plainNumbers(dictionary.values(), type), count: dictionary.size }
          : undefined,
        range: rangeOf(kind, filled, least, most),
      });
      filled = 0;
      return [chunk];
    },
  };
}

/** Truth values as RLE, after the length of it. */
function truths(values: Float64Array): Uint8Array {
  const packed = hybrid(Uint8Array.from(values), values.length, 1);
  const body = new Uint8Array(packed.length + 4);
  new DataView(body.buffer).setUint32(0, packed.length, true);
  body.set(packed, 4);
  return body;
}

function rangeOf(kind: FieldKind, count: number, least: number, most: number): Range {
  if (count === 0) return { min_value: undefined, max_value: undefined };
  if (kind === 'bool') return { min_value: least === 1, max_value: most === 1 };
  if (kind === 'int64' || kind === 'time') return { min_value: BigInt(least), max_value: BigInt(most) };
  // Zero has two signs, of which only the bounds of doubles know.
  if (kind === 'double') return { min_value: least === 0 ? -0 : least, max_value: most === 0 ? 0 : most };
  return { min_value: least, max_value: most };
}
