import type { Encoding } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { ColumnBounds } from '../columns/bounds.ts';
import type { Field } from '../fields.ts';
import { type ColumnBuffer, columnBuffer, type RowColumn } from './column-buffer.ts';
import { mergeBounds } from './parquet-bounds.ts';
import { parquetSchema } from './parquet-schema.ts';

/** A row group is closed after this many rows, or this many characters of text. */
const GROUP_ROWS = 32_768;
const GROUP_TEXT = 32_000_000;
/** Rows looked at between two looks at the size of the group. */
const STEP = 1024;

/** Texts by whose range a reader may pass a file over; of the others the range says nothing, and takes long to find. */
const RANGED_TEXT: ReadonlySet<string> = new Set([
  'event_type',
  'source',
  'device',
  'product_category',
  'product_brand',
]);

/** Texts that hold so many different values that whether a dictionary pays is better found out. */
const FREE_TEXT: ReadonlySet<string> = new Set([
  'page_url',
  'search_query',
  'properties',
  'order_id',
  'ip_address',
]);

/**
 * Writes rows, given as columns, to one Parquet file: snappy, row groups of 32,768 rows, the encoding chosen by the kind of each
 * column. Memory: one row group.
 */
export class ParquetFile {
  /** Rows of the row groups that are closed. */
  rows = 0;
  /** Rows of the one that is not. */
  pending = 0;
  readonly #fields: readonly Field[];
  readonly #buffers: readonly ColumnBuffer[];
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  #text = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#buffers = fields.map((field) => columnBuffer(field, GROUP_ROWS));
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(fields),
      createdBy: 'cartograph',
    });
  }

  /** Appends the values at some rows of columns that stand in the order of the fields. */
  append(columns: readonly RowColumn[], rows: Uint32Array): void {
    for (let start = 0; start < rows.length;) {
      const step = Math.min(STEP, GROUP_ROWS - this.pending, rows.length - start);
      const part = rows.subarray(start, start + step);
      this.#buffers.forEach((buffer, i) => (this.#text += buffer.append(columns[i] as RowColumn, part)));
      this.pending += step;
      start += step;
      if (this.pending === GROUP_ROWS || this.#text >= GROUP_TEXT) this.#closeGroup();
    }
  }

  /** The bytes of the row groups closed since the last call; empty when there are none. */
  take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return bytes;
  }

  /** Closes the file and returns its last bytes. */
  finish(): Uint8Array {
    if (this.pending > 0 || this.rows === 0) this.#closeGroup();
    this.#settle(this.#writer.finish());
    return this.take();
  }

  /** Smallest and largest value and number of nulls of every flat column, over all row groups. */
  bounds(): ColumnBounds[] {
    return mergeBounds(this.#fields, this.#writer.row_groups);
  }

  #closeGroup(): void {
    const count = this.pending;
    const columnData = this.#fields.map((field, i) => {
      const data = (this.#buffers[i] as ColumnBuffer).take(count);
      const encoding = encodingOf(field);
      const statistics = field.kind !== 'text' || RANGED_TEXT.has(field.name);
      return { name: field.name, data, statistics, ...(encoding !== undefined && { encoding }) };
    });
    this.#settle(this.#writer.write({ columnData, rowGroupSize: Math.max(1, count) }));
    this.rows += count;
    this.pending = 0;
    this.#text = 0;
  }

  /** The writer is asynchronous only over writers that are: ours is memory. */
  #settle(result: void | Promise<void>): void {
    if (result !== undefined) throw new TypeError('Cannot write Parquet as its writer has to be synchronous');
  }
}

function encodingOf({ name, kind, unique }: Field): Encoding | undefined {
  if (kind === 'time' || name === 'timestamp_unix') return 'DELTA_BINARY_PACKED';
  if (unique) return 'DELTA_LENGTH_BYTE_ARRAY';
  if (kind === 'text' && !FREE_TEXT.has(name)) return 'RLE_DICTIONARY';
  return undefined;
}
