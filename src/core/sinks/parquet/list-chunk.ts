import type { ColumnChunk } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import type { Arena } from '../../columns/arena.ts';
import type { OrderItem } from '../../event.ts';
import type { Chunk, RowColumn } from './chunk.ts';
import { bitWidth, hybrid } from './hybrid.ts';
import { NumberDictionary } from './number-dictionary.ts';
import { encodeNumbers } from './number-pages.ts';
import { type Levels, writeChunk } from './page.ts';

/** What an item of a list holds, in the order of the schema. */
const MEMBERS = [
  { name: 'product_id', type: 'INT64' },
  { name: 'quantity', type: 'INT32' },
  { name: 'price_vnd', type: 'INT64' },
] as const;
/** How far a value is there: no list, a list without items, an item without the value, the value. */
const LEVEL = { none: 0, empty: 1, item: 3, value: 4 } as const;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A column of lists of ordered items, given as JSON text: a chunk for each member of an item. Memory: the lists. */
export function listChunk(name: string): Chunk {
  const lists: (OrderItem[] | null)[] = [];
  return {
    append(column, rows) {
      let size = 0;
      for (const row of rows) {
        const text = textAt(column, row);
        lists.push(text === null ? null : (JSON.parse(text) as OrderItem[]));
        size += text?.length ?? 0;
      }
      return size;
    },
    close(writer, arena) {
      const chunks = MEMBERS.map((member) => writeMember({ writer, list: name, arena }, lists, member));
      lists.length = 0;
      return chunks;
    },
  };
}

function writeMember(
  { writer, list, arena }: { writer: ByteWriter; list: string; arena: Arena },
  lists: readonly (readonly OrderItem[] | null)[],
  { name, type }: (typeof MEMBERS)[number],
): ColumnChunk {
  const values: number[] = [];
  const repetition: number[] = [];
  const definition: number[] = [];
  for (const items of lists) {
    const first = items?.[0];
    if (items === null || first === undefined) {
      repetition.push(0);
      definition.push(items === null ? LEVEL.none : LEVEL.empty);
      continue;
    }
    for (const item of items) {
      const value = item[name];
      repetition.push(item === first ? 0 : 1);
      definition.push(value === null ? LEVEL.item : LEVEL.value);
      if (value !== null) values.push(value);
    }
  }
  const given = Float64Array.from(values);
  const column = {
    path: [list, 'list', 'element', name],
    type,
    ...encodeNumbers(given, type, new NumberDictionary(given.length), arena),
    ...levelsOf(lists.length, repetition, definition, arena),
    range: {},
  };
  return writeChunk(writer, column, arena);
}

function levelsOf(
  rows: number,
  repetition: readonly number[],
  definition: readonly number[],
  arena: Arena,
): Levels {
  const values = definition.length;
  return {
    rows,
    values,
    nulls: definition.filter((level) => level !== LEVEL.value).length,
    repetition: hybrid(Uint8Array.from(repetition), values, 1, arena),
    definition: hybrid(Uint8Array.from(definition), values, bitWidth(LEVEL.value), arena),
  };
}

function textAt(column: RowColumn, row: number): string | null {
  if (column.kind === 'text') return column.values[(column.codes[row] as number) - 1] ?? null;
  if (column.kind !== 'bytes') throw new TypeError('Cannot write a list as it must be JSON text');
  const code = column.codes[row] as number;
  if (code === 0) return null;
  const { bytes, ends } = column;
  return decoder.decode(bytes.subarray(code === 1 ? 0 : ends[code - 2], ends[code - 1]));
}
