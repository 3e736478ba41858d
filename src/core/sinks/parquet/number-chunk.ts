import type { ParquetType } from 'hyparquet';
import type { NumberColumn } from '../../columns/column.ts';
import type { Field } from '../../fields.ts';
import type { Chunk } from './chunk.ts';
import type { NumberDictionary } from './number-dictionary.ts';
import { encodeNumbers, encodeRising } from './number-pages.ts';
import { flatLevels, type Range, writeChunk } from './page.ts';
import { Presence } from './presence.ts';

/** How the kinds of numbers are held. */
const TYPES = {
  int32: 'INT32',
  int64: 'INT64',
  time: 'INT64',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
} as const satisfies Record<string, ParquetType>;

/** A column of numbers, times or truth values; the dictionary is of use to any of them. Memory: nine bytes a row. */
export function numberChunk(
  { name, kind, required }: Field,
  capacity: number,
  dictionary: NumberDictionary,
): Chunk {
  const type = TYPES[kind as keyof typeof TYPES];
  const rises = kind === 'time' || name === 'timestamp_unix';
  // What is missing in the last row is put behind the others.
  const values = new Float64Array(capacity + 1);
  const presence = new Presence(capacity, required);
  let filled = 0;

  return {
    append(column, rows) {
      filled = presence.addNumbers((column as NumberColumn).values, rows, values, filled);
      return 0;
    },
    close(writer, arena) {
      const given = values.subarray(0, filled);
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = 0; i < filled; i++) {
        const value = given[i] as number;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      filled = 0;
      const column = {
        path: [name],
        type,
        ...(rises ? encodeRising(given, least, most, arena) : encodeNumbers(given, type, dictionary, arena)),
        ...flatLevels(presence.take(), arena),
        range: least > most ? {} : rangeOf(type, least, most),
      };
      return [writeChunk(writer, column, arena)];
    },
  };
}

function rangeOf(type: ParquetType, least: number, most: number): Range {
  if (type === 'BOOLEAN') return { min_value: least === 1, max_value: most === 1 };
  if (type === 'INT64') return { min_value: BigInt(least), max_value: BigInt(most) };
  if (type === 'INT32') return { min_value: least, max_value: most };
  // Zero has two signs, of which only the bounds of doubles know.
  return { min_value: least === 0 ? -0 : least, max_value: most === 0 ? 0 : most };
}
