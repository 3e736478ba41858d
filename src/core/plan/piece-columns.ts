import { ByteDictionary } from '../columns/byte-dictionary.ts';
import { type Column, columnKind } from '../columns/column.ts';
import type { CartEvent } from '../event.ts';
import { FIELDS } from '../fields.ts';
import { parseDay } from '../time/timestamp.ts';

const FIRST_ROWS = 4096;

/** The place of every field of the wire, `hour` and `properties` in FIELDS, by name. */
export const FIELD = Object.fromEntries(FIELDS.map(({ name }, i) => [name, i])) as Record<
  (typeof FIELDS)[number]['name'],
  number
>;

/** For each of FIELDS, which of the columns of its kind is its own. */
const NUMBER_OF = numbered('number');
const TEXT_OF = numbered('text');

function numbered(kind: 'number' | 'text'): number[] {
  let count = 0;
  return FIELDS.map((field) => (columnKind(field) === kind ? count++ : -1));
}

/**
 * The cleaned events of a piece as columns that grow row by row, in input order. Their room is kept from piece to piece. Memory:
 * some 400 bytes a row of the largest piece, and its different texts.
 */
export class PieceColumns {
  rows = 0;
  capacity = 0;
  /** Numbers by column, `capacity` each; NaN for null. */
  numbers = new Float64Array(0);
  /** Codes of texts by column, `capacity` each; 0 for null. */
  codes = new Uint32Array(0);
  /** The texts of each column of texts. */
  readonly texts = TEXT_OF.filter((at) => at >= 0).map(() => new ByteDictionary());
  /** Days since 1970-01-01 in the shop's zone. */
  days = new Int32Array(0);
  #lastDate = '';
  #lastDay = 0;

  /** Starts on another piece. */
  clear(): void {
    this.numbers.fill(Number.NaN);
    this.codes.fill(0);
    for (const texts of this.texts) texts.clear();
    this.rows = 0;
  }

  /** Makes room for one more row. */
  reserve(): void {
    if (this.rows < this.capacity) return;
    const before = this.capacity;
    this.capacity = Math.max(FIRST_ROWS, before * 2);
    this.numbers = spread(
      this.numbers,
      before,
      new Float64Array((FIELDS.length - this.texts.length) * this.capacity).fill(Number.NaN),
      this.capacity,
    );
    this.codes = spread(
      this.codes,
      before,
      new Uint32Array(this.texts.length * this.capacity),
      this.capacity,
    );
    const days = new Int32Array(this.capacity);
    days.set(this.days);
    this.days = days;
  }

  /** Appends an event. */
  append(event: CartEvent): void {
    this.reserve();
    const row = this.rows++;
    for (let i = 0; i < FIELDS.length; i++) {
      const { name, kind, unique } = FIELDS[i] as (typeof FIELDS)[number];
      const value = event[name];
      if (value === null) continue;
      const at = TEXT_OF[i] as number;
      if (at < 0) {
        this.numbers[(NUMBER_OF[i] as number) * this.capacity + row] = Number(value);
        continue;
      }
      const texts = this.texts[at] as ByteDictionary;
      const text = kind === 'items' ? JSON.stringify(value) : (value as string);
      this.codes[at * this.capacity + row] = unique ? texts.appendText(text) : texts.codeOf(text);
    }
    if (event.date !== this.#lastDate) {
      this.#lastDate = event.date;
      this.#lastDay = parseDay(event.date);
    }
    this.days[row] = this.#lastDay;
  }

  /** The numbers of a field: a view. */
  number(field: number): Float64Array {
    const start = (NUMBER_OF[field] as number) * this.capacity;
    return this.numbers.subarray(start, start + this.rows);
  }

  /** The codes of a field: a view. */
  code(field: number): Uint32Array {
    const start = (TEXT_OF[field] as number) * this.capacity;
    return this.codes.subarray(start, start + this.rows);
  }

  /** The texts that the codes of a field number. */
  dictionary(field: number): ByteDictionary {
    return this.texts[TEXT_OF[field] as number] as ByteDictionary;
  }

  /** One column a field, in the order of FIELDS: views. */
  columns(): Column[] {
    return FIELDS.map((_, field) =>
      (TEXT_OF[field] as number) < 0
        ? { kind: 'number', values: this.number(field) }
        : this.dictionary(field).column(this.code(field)),
    );
  }
}

/** Where the column of a field starts among those of its kind, counted in columns. */
export function columnOf(field: number): number {
  return Math.max(NUMBER_OF[field] as number, TEXT_OF[field] as number);
}

function spread<T extends Float64Array | Uint32Array>(from: T, before: number, to: T, capacity: number): T {
  for (let start = 0, at = 0; start < from.length; start += before, at += capacity)
    to.set(from.subarray(start, start + before), at);
  return to;
}
