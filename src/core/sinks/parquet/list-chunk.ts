import type { Arena } from '../../columns/arena.ts';
import type { OrderItem } from '../../event.ts';
import type { Chunk, RowColumn } from './chunk.ts';
import { bitWidth, hybrid } from './hybrid.ts';
import { NumberDictionary } from './number-dictionary.ts';
import { encodeNumbers } from './number-pages.ts';
import { type EncodedColumn, writeChunk } from './page.ts';

/** What an item of a list holds, in the order of the schema. */
const MEMBERS = [
  { name: 'product_id', type: 'INT64' },
  { name: 'quantity', type: 'INT32' },
  { name: 'price_vnd', type: 'INT64' },
] as const;
/** How far a value is there: no list, a list without items, an item without the value, the value. */
const LEVEL = { none: 0, empty: 1, item: 3, value: 4 } as const;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A column of lists of ordered items, given as JSON text: a chunk for each member of an item. Memory: 32 bytes an item, and five a
 * row.
 */
export function listChunk(name: string): Chunk {
  const levels = new ItemLevels();
  return {
    append(column, rows) {
      let size = 0;
      for (const row of rows) {
        const text = textAt(column, row);
        levels.add(text === null ? null : (JSON.parse(text) as OrderItem[]));
        size += text?.length ?? 0;
      }
      return size;
    },
    close(writer, arena) {
      const chunks = MEMBERS.map((_, member) =>
        writeChunk(writer, levels.column(name, member, arena), arena),
      );
      levels.clear();
      return chunks;
    },
  };
}

/** The items of a row group's lists, member by member: what Dremel calls striping. */
class ItemLevels {
  #rows = 0;
  /** Items, and rows that have none. */
  #places = 0;
  #repetition = new Uint8Array(1024);
  /** By member; and the values that are there. */
  #definition = MEMBERS.map(() => new Uint8Array(1024));
  #values = MEMBERS.map(() => new Float64Array(1024));
  readonly #filled = MEMBERS.map(() => 0);

  add(items: readonly OrderItem[] | null): void {
    this.#rows++;
    if (items === null || items.length === 0) {
      const at = this.#take(0);
      for (const definition of this.#definition) definition[at] = items === null ? LEVEL.none : LEVEL.empty;
      return;
    }
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as OrderItem;
      const at = this.#take(i === 0 ? 0 : 1);
      for (let member = 0; member < MEMBERS.length; member++) {
        const value = item[(MEMBERS[member] as (typeof MEMBERS)[number]).name];
        (this.#definition[member] as Uint8Array)[at] = value === null ? LEVEL.item : LEVEL.value;
        if (value === null) continue;
        (this.#values[member] as Float64Array)[this.#filled[member] as number] = value;
        (this.#filled[member] as number)++;
      }
    }
  }

  /** What a chunk says of a member of the items. */
  column(list: string, member: number, arena: Arena): EncodedColumn {
    const { name, type } = MEMBERS[member] as (typeof MEMBERS)[number];
    const filled = this.#filled[member] as number;
    const places = this.#places;
    const values = (this.#values[member] as Float64Array).subarray(0, filled);
    const definition = (this.#definition[member] as Uint8Array).subarray(0, places);
    return {
      path: [list, 'list', 'element', name],
      type,
      ...encodeNumbers(values, type, new NumberDictionary(filled), arena),
      rows: this.#rows,
      values: places,
      nulls: places - filled,
      repetition: hybrid(this.#repetition.subarray(0, places), places, 1, arena),
      definition: hybrid(definition, places, bitWidth(LEVEL.value), arena),
      range: {},
    };
  }

  clear(): void {
    this.#rows = 0;
    this.#places = 0;
    this.#filled.fill(0);
  }

  #take(repetition: number): number {
    const at = this.#places++;
    if (at === this.#repetition.length) {
      this.#repetition = grown(this.#repetition, new Uint8Array(at * 2));
      this.#definition = this.#definition.map((from) => grown(from, new Uint8Array(at * 2)));
      this.#values = this.#values.map((from) => grown(from, new Float64Array(at * 2)));
    }
    this.#repetition[at] = repetition;
    return at;
  }
}

function grown<T extends Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function textAt(column: RowColumn, row: number): string | null {
  if (column.kind === 'text') return column.values[(column.codes[row] as number) - 1] ?? null;
  if (column.kind !== 'bytes') throw new TypeError('Cannot write a list as it must be JSON text');
  const code = column.codes[row] as number;
  if (code === 0) return null;
  const { bytes, ends } = column;
  return decoder.decode(bytes.subarray(code === 1 ? 0 : ends[code - 2], ends[code - 1]));
}
