import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { Arena } from '../columns/arena.ts';
import type { ColumnBounds } from '../columns/bounds.ts';
import type { Field } from '../fields.ts';
import { mergeBounds } from './parquet-bounds.ts';
import { parquetSchema } from './parquet-schema.ts';
import type { Chunk, RowColumn } from './parquet/chunk.ts';
import { listChunk } from './parquet/list-chunk.ts';
import { NumberDictionary } from './parquet/number-dictionary.ts';
import { numberChunk } from './parquet/number-chunk.ts';
import { textChunk } from './parquet/text-chunk.ts';

/** A row group is closed after this many rows, or this many characters of text. */
const GROUP_ROWS = 32_768;
const GROUP_TEXT = 32_000_000;
/** Rows between two looks at the size of the group, of which it has a multiple. */
const STEP = 1024;

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
  readonly #chunks: readonly Chunk[];
  readonly #bytes: ByteWriter;
  readonly #writer: ParquetWriter;
  #text = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    ({ chunks: this.#chunks, bytes: this.#bytes } = takeRoom(fields));
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(fields),
      createdBy: 'cartograph',
    });
  }

  /** Appends the values at some rows of columns that stand in the order of the fields. */
  append(columns: readonly RowColumn[], rows: Uint32Array): void {
    for (let start = 0; start < rows.length;) {
      // Where groups end depends on the rows alone, however they are handed over.
      const step = Math.min(STEP - (this.pending % STEP), rows.length - start);
      const part = rows.subarray(start, start + step);
      this.#chunks.forEach((chunk, i) => (this.#text += chunk.append(columns[i] as RowColumn, part)));
      this.pending += step;
      start += step;
      const isFull = this.pending === GROUP_ROWS || this.#text >= GROUP_TEXT;
      if (isFull && this.pending % STEP === 0) this.#closeGroup();
    }
  }

  /** The bytes of the row groups closed since the last call, good until more is appended; empty when there are none. */
  take(): Uint8Array {
    const bytes = this.#bytes.getBytes();
    this.#bytes.index = 0;
    return bytes;
  }

  /** Closes the file and returns its last bytes, good until it is released; nothing may be appended after it. */
  finish(): Uint8Array {
    if (this.pending > 0 || this.rows === 0) this.#closeGroup();
    this.#settle(this.#writer.finish());
    return this.take();
  }

  /** Leaves the room of a file that is closed to the next one. */
  release(): void {
    idle.set(this.#fields, { chunks: this.#chunks, bytes: this.#bytes });
  }

  /** Smallest and largest value and number of nulls of every flat column, over all row groups. */
  bounds(): ColumnBounds[] {
    return mergeBounds(this.#fields, this.#writer.row_groups);
  }

  /** The library writes what surrounds row groups; what is in them is encoded here, from codes and typed arrays. */
  #closeGroup(): void {
    const start = this.#bytes.offset;
    const columns = this.#chunks.flatMap((chunk) => {
      arena.clear();
      return chunk.close(this.#bytes, arena);
    });
    const sizes = columns.map(({ meta_data }) => meta_data?.total_uncompressed_size ?? 0n);
    this.#writer.num_rows += BigInt(this.pending);
    this.#writer.row_groups.push({
      columns,
      total_byte_size: sizes.reduce((sum, size) => sum + size, 0n),
      num_rows: BigInt(this.pending),
      total_compressed_size: BigInt(this.#bytes.offset - start),
    });
    this.rows += this.pending;
    this.pending = 0;
    this.#text = 0;
  }

  /** The writer is asynchronous only over writers that are: ours is memory. */
  #settle(result: void | Promise<void>): void {
    if (result !== undefined) throw new TypeError('Cannot write Parquet as its writer has to be synchronous');
  }
}

/** For the pages of one chunk after another, whatever their file. */
const arena = new Arena();

/** What a file is filled with. */
interface Room {
  chunks: readonly Chunk[];
  bytes: ByteWriter;
}

/** What a file that was released has left for the next: making it anew for each takes as long as filling it. */
const idle = new WeakMap<readonly Field[], Room>();

function takeRoom(fields: readonly Field[]): Room {
  const left = idle.get(fields);
  idle.delete(fields);
  if (left !== undefined) {
    left.bytes.offset = 0;
    left.bytes.index = 0;
    return left;
  }
  const dictionary = new NumberDictionary(GROUP_ROWS);
  return { chunks: fields.map((field) => chunkOf(field, dictionary)), bytes: new ByteWriter() };
}

function chunkOf(field: Field, dictionary: NumberDictionary): Chunk {
  if (field.kind === 'items') return listChunk(field.name);
  if (field.kind === 'text' || field.kind === 'json') return textChunk(field, GROUP_ROWS);
  return numberChunk(field, GROUP_ROWS, dictionary);
}
