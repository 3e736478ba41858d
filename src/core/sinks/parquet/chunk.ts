import type { ColumnChunk } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import type { Arena } from '../../columns/arena.ts';
import type { BytesColumn, Column } from '../../columns/column.ts';

/** A column as it is given: one of ours, or values row by row, texts as UTF-8 among them. */
export type RowColumn =
  | Column
  | BytesColumn
  | { kind: 'ready'; values: readonly (string | Uint8Array | null)[] };

/** Collects a column of one row group after another. */
export interface Chunk {
  /** Appends the values at some rows of a column; returns the bytes of text that this adds to memory. */
  append(column: RowColumn, rows: Uint32Array): number;
  /** Writes the row group's part of the column, a chunk for each kind of value in it, says where they are, and begins the next. What it takes until then is the arena's. */
  close(writer: ByteWriter, arena: Arena): ColumnChunk[];
}
