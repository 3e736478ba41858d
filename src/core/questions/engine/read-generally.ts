import { toColumns } from '../../columns/column.ts';
import type { Field } from '../../fields.ts';
import { readParquet } from '../../lake/read-parquet.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FileColumn, ItemsColumn } from './columns.ts';
import { Numbers } from './numbers.ts';
import { textsOf } from './texts.ts';

/** The column of a field as hyparquet reads it, whoever has written the file. Memory: an object a row. @throws {NotFoundError} */
export async function readGenerally(storage: Storage, path: string, field: Field): Promise<FileColumn> {
  const rows: Record<string, unknown>[] = [];
  for await (const part of readParquet(storage, path, [field.name])) for (const row of part) rows.push(row);
  if (field.kind === 'items') return itemsOf(rows.map((row) => row['items'] as Item[] | null));
  const [column] = toColumns(rows, [field]);
  if (column === undefined) throw new TypeError(`Cannot read ${field.name} as it must be a field`);
  if (column.kind === 'number') return new Numbers(column.values);
  if (field.unique !== true) return { kind: 'text', codes: column.codes, texts: textsOf(column.values) };
  const encoder = new TextEncoder();
  const texts = Array.from(column.codes, (code) => encoder.encode(column.values[code - 1]));
  const offsets = new Uint32Array(rows.length + 1);
  texts.forEach((text, i) => (offsets[i + 1] = (offsets[i] as number) + text.length));
  const bytes = new Uint8Array(offsets[rows.length] as number);
  texts.forEach((text, i) => bytes.set(text, offsets[i]));
  return { kind: 'bytes', bytes, offsets };
}

type Item = Record<string, bigint | number | null>;

function itemsOf(lists: readonly (Item[] | null)[]): ItemsColumn {
  const rows = lists.flatMap((list, row) => (list === null ? [] : [row]));
  const items = rows.flatMap((row) => lists[row] as Item[]);
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) as number) + (lists[row] as Item[]).length);
  const leaf = (name: string): Float64Array =>
    Float64Array.from(items, (item) => Number(item[name] ?? Number.NaN));
  return {
    kind: 'items',
    rows: Uint32Array.from(rows),
    starts: Uint32Array.from(starts),
    products: leaf('product_id'),
    quantities: leaf('quantity'),
    prices: leaf('price_vnd'),
  };
}

/** Some rows of a column, sharing its memory where it can. */
export function sliceColumn(column: FileColumn, start: number, rows: number): FileColumn {
  switch (column.kind) {
    case 'number':
      return column.slice(start, start + rows);
    case 'text':
      return { ...column, codes: column.codes.slice(start, start + rows) };
    case 'bytes':
      return { ...column, offsets: column.offsets.slice(start, start + rows + 1) };
    case 'items': {
      const first = column.rows.findIndex((row) => row >= start);
      const from = first === -1 ? column.rows.length : first;
      const after = column.rows.findIndex((row) => row >= start + rows);
      const to = after === -1 ? column.rows.length : after;
      const { starts } = column;
      return {
        ...column,
        rows: column.rows.slice(from, to).map((row) => row - start),
        starts: starts.slice(from, to + 1),
      };
    }
  }
}
