import { type ColumnMetaData, type FileMetaData, parquetMetadataAsync, type RowGroup } from 'hyparquet';
import { columnKind, toColumns } from '../../columns/column.ts';
import { FIELDS, type Field } from '../../fields.ts';
import { readParquet } from '../../lake/read-parquet.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FileColumn, ItemsColumn } from './columns.ts';
import { UnknownPageError } from './pages.ts';
import { type Chunk, readColumn } from './read-column.ts';

/** A Parquet file of cleaned events whose footer has been read. */
export interface DataFile {
  path: string;
  rows: number;
  /** First rows of the row groups, and the number of rows. */
  groups: readonly number[];
  metadata: FileMetaData;
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));
/** Bytes read from the end of a file in the hope that they hold the footer. */
const FOOTER = 65_536;
/** Bytes between two chunks that are rather read along than left out. */
const GAP = 131_072;
const ITEM_LEAVES = ['product_id', 'quantity', 'price_vnd'];

/** Reads the footer of a file of `size` bytes. @throws {NotFoundError} */
export async function openDataFile(storage: Storage, path: string, size: number): Promise<DataFile> {
  const source = {
    byteLength: size,
    async slice(start: number, end = size): Promise<ArrayBuffer> {
      const bytes = await storage.read(path, { start: start < 0 ? size + start : start, end });
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  const metadata = await parquetMetadataAsync(source, { initialFetchSize: FOOTER });
  const groups = [0];
  for (const { num_rows } of metadata.row_groups) groups.push((groups.at(-1) as number) + Number(num_rows));
  return { path, rows: groups.at(-1) as number, groups, metadata };
}

/** The column chunks of some fields, by the name of the field. */
export type FieldChunks = ReadonlyMap<string, readonly Chunk[]>;

/** Reads the chunks of some fields, of a file or of one of its row groups; what lies close together is read at once. */
export async function readChunks(
  storage: Storage,
  { path, metadata }: DataFile,
  names: readonly string[],
  group?: number,
): Promise<FieldChunks> {
  const groups = group === undefined ? metadata.row_groups : metadata.row_groups.slice(group, group + 1);
  const wanted = names.flatMap((name) =>
    groups.flatMap((rowGroup) => leavesOf(name).map((leaf) => placeOf(path, rowGroup, name, leaf))),
  );
  const spans: { start: number; end: number; bytes: Uint8Array }[] = [];
  for (const { start, end } of wanted.toSorted((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last !== undefined && start - last.end <= GAP) last.end = Math.max(last.end, end);
    else spans.push({ start, end, bytes: new Uint8Array() });
  }
  await Promise.all(spans.map(async (span) => (span.bytes = await storage.read(path, span))));
  const chunks = new Map<string, Chunk[]>(names.map((name) => [name, []]));
  for (const { name, start, end, meta, rows } of wanted) {
    const span = spans.findLast((other) => other.start <= start) as (typeof spans)[number];
    const bytes = span.bytes.subarray(start - span.start, end - span.start);
    chunks.get(name)?.push({ bytes, meta, rows });
  }
  return chunks;
}

/**
 * The column of a field from its chunks, of a file or of one of its row groups. Columns that are written as we write them are
 * read without making an object a value; others as hyparquet reads them. Memory: twice the column. @throws {NotFoundError}
 */
export async function decodeColumn(
  storage: Storage,
  file: DataFile,
  name: string,
  chunks: FieldChunks,
  group?: number,
): Promise<FileColumn> {
  const field = fieldOf(name);
  const [start, end] =
    group === undefined ? [0, file.rows] : [file.groups[group] as number, file.groups[group + 1] as number];
  try {
    return readColumn(field, chunks.get(name) ?? [], end - start);
  } catch (error) {
    if (!(error instanceof UnknownPageError)) throw error;
  }
  const column = await readGenerally(storage, file.path, field);
  return group === undefined ? column : sliceColumn(column, start, end - start);
}

interface ChunkPlace {
  name: string;
  start: number;
  end: number;
  meta: ColumnMetaData;
  /** Of the row group. */
  rows: number;
}

function placeOf(path: string, group: RowGroup, name: string, leaf: string): ChunkPlace {
  const meta = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === leaf)?.meta_data;
  if (meta === undefined)
    throw new Error(`Cannot read ${path} as it must have a column ${leaf}: it has none`);
  const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
  return { name, start, end: start + Number(meta.total_compressed_size), meta, rows: Number(group.num_rows) };
}

function fieldOf(name: string): Field {
  const field = BY_NAME.get(name);
  if (field === undefined) throw new TypeError(`Cannot read ${name} as it must be a field of events`);
  return field;
}

function leavesOf(name: string): string[] {
  return fieldOf(name).kind === 'items' ? ITEM_LEAVES.map((leaf) => `items.list.element.${leaf}`) : [name];
}

async function readGenerally(storage: Storage, path: string, field: Field): Promise<FileColumn> {
  const rows: Record<string, unknown>[] = [];
  for await (const part of readParquet(storage, path, [field.name])) for (const row of part) rows.push(row);
  if (field.kind === 'items') return itemsOf(rows.map((row) => row['items'] as Item[] | null));
  const [column] = toColumns(rows, [field]);
  if (column === undefined) throw new TypeError(`Cannot read ${field.name} as it must be a field`);
  if (columnKind(field) === 'number' || field.unique !== true || column.kind !== 'text') return column;
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
function sliceColumn(column: FileColumn, start: number, rows: number): FileColumn {
  switch (column.kind) {
    case 'number':
      return { ...column, values: column.values.slice(start, start + rows) };
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
