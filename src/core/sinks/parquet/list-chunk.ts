import type { Arena } from '../../columns/arena.ts';
import { grown } from '../../columns/grown.ts';
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
 * A column of lists of ordered items, given as JSON text: a chunk for each member of an item. Memory: 28 bytes an item, and as many a
 * row without any.
 */
export function listChunk(name: string): Chunk {
  const items = new StripedItems();
  return {
    append(column, rows) {
      let size = 0;
      for (const row of rows) {
        const text = textAt(column, row);
        items.add(text === null ? null : (JSON.parse(text) as OrderItem[]));
        size += text?.length ?? 0;
      }
      return size;
    },
    close(writer, arena) {
      const chunks = items.columns(name, arena).map((column) => writeChunk(writer, column, arena));
      items.clear();
      return chunks;
    },
  };
}

/** The items of a row group's lists, member by member. */
class StripedItems {
  #rows = 0;
  /** Items, and rows that have none. */
  #places = 0;
  /** By place: 0 where a row begins, 1 where its list goes on. */
  #repetition = new Uint8Array(1024);
  readonly #stripes = MEMBERS.map(() => new Stripe());

  add(items: readonly OrderItem[] | null): void {
    this.#rows++;
    if (items === null || items.length === 0) {
      const at = this.#take(0);
      for (const { definition } of this.#stripes) definition[at] = items === null ? LEVEL.none : LEVEL.empty;
      return;
    }
    for (const [i, item] of items.entries()) {
      const at = this.#take(i === 0 ? 0 : 1);
      for (const [member, { name }] of MEMBERS.entries()) this.#stripes[member]?.put(at, item[name]);
    }
  }

  /** The members as columns, which may be views. */
  columns(list: string, arena: Arena): EncodedColumn[] {
    const places = this.#places;
    return this.#stripes.map((stripe, member) => {
      const { name, type } = MEMBERS[member] as (typeof MEMBERS)[number];
      const values = stripe.values.subarray(0, stripe.filled);
      return {
        path: [list, 'list', 'element', name],
        type,
        ...encodeNumbers(values, type, new NumberDictionary(values.length), arena),
        rows: this.#rows,
        values: places,
        nulls: places - values.length,
        repetition: hybrid(this.#repetition.subarray(0, places), places, 1, arena),
        definition: hybrid(stripe.definition.subarray(0, places), places, bitWidth(LEVEL.value), arena),
        range: {},
      };
    });
  }

  clear(): void {
    this.#rows = 0;
    this.#places = 0;
    for (const stripe of this.#stripes) stripe.filled = 0;
  }

  #take(repetition: number): number {
    const at = this.#places++;
    if (at === this.#repetition.length) {
      this.#repetition = grown(this.#repetition, at * 2);
      for (const stripe of this.#stripes) stripe.grow(at * 2);
    }
    this.#repetition[at] = repetition;
    return at;
  }
}

/** A member of all items: how far it is there, by place, and the values that are. */
class Stripe {
  definition = new Uint8Array(1024);
  values = new Float64Array(1024);
  filled = 0;

  put(at: number, value: number | null): void {
    this.definition[at] = value === null ? LEVEL.item : LEVEL.value;
    if (value !== null) this.values[this.filled++] = value;
  }

  grow(places: number): void {
    this.definition = grown(this.definition, places);
    this.values = grown(this.values, places);
  }
}

function textAt(column: RowColumn, row: number): string | null {
  if (column.kind === 'text') return column.values[(column.codes[row] as number) - 1] ?? null;
  if (column.kind !== 'bytes') throw new TypeError('Cannot write a list as it must be JSON text');
  const code = column.codes[row] as number;
  if (code === 0) return null;
  const { bytes, ends } = column;
  return decoder.decode(bytes.subarray(code === 1 ? 0 : ends[code - 2], ends[code - 1]));
}
