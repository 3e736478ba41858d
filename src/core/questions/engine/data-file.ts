import { NotFoundError } from '../../errors.ts';
import { FIELDS, type Field } from '../../fields.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FileColumn } from './columns.ts';
import { type Dictionary, readDictionary } from './dictionaries.ts';
import { type ChunkPlace, footerLength, readFooter, type RowGroup } from './footer.ts';
import { type Chunk, UnknownPageError } from './pages.ts';
import { readColumn } from './read-column.ts';
import { readGenerally, sliceColumn } from './read-generally.ts';

/** A Parquet file of cleaned events whose footer has been read. */
export interface DataFile {
  path: string;
  rows: number;
  /** First rows of the row groups, and the number of rows. */
  starts: readonly number[];
  groups: readonly RowGroup[];
  /** Whether it is written as we write files. */
  isOurs: boolean;
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));
/** Bytes read from the end of a file in the hope that they hold the footer. */
const FOOTER = 16_384;
/** Who has created our files, as their footers say. */
const CREATOR = 'cartograph';
/** Bytes between two chunks that are rather read along than left out. */
const GAP = 32_768;
const ITEM_LEAVES = ['product_id', 'quantity', 'price_vnd'];

/** Reads the footer of a file of `size` bytes. @throws {NotFoundError} */
export async function openDataFile(storage: Storage, path: string, size: number): Promise<DataFile> {
  let end = await storage.read(path, { start: Math.max(0, size - FOOTER), end: size });
  try {
    const length = footerLength(end);
    if (length > end.length) end = await storage.read(path, { start: size - length, end: size });
    const { createdBy, groups } = readFooter(end.subarray(end.length - length));
    const starts = [0];
    for (const { rows } of groups) starts.push((starts.at(-1) as number) + rows);
    return { path, rows: starts.at(-1) as number, starts, groups, isOurs: createdBy === CREATOR };
  } catch (error) {
    if (error instanceof NotFoundError) throw error;
    throw new Error(`Cannot read the footer of ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** The column chunks of some fields, by the name of the field. */
export type FieldChunks = ReadonlyMap<string, readonly Chunk[]>;

/** Reads the chunks of some fields, of a file or of one of its row groups; what lies close together is read at once. */
export async function readChunks(
  storage: Storage,
  { path, groups: all }: DataFile,
  names: readonly string[],
  group?: number,
): Promise<FieldChunks> {
  const groups = group === undefined ? all : all.slice(group, group + 1);
  const wanted = names.flatMap((name) =>
    groups.flatMap((rowGroup) => leavesOf(name).map((leaf) => wantedOf(path, rowGroup, name, leaf))),
  );
  const spans: { start: number; end: number; bytes: Uint8Array }[] = [];
  for (const { start, end } of wanted.map(({ place }) => place).toSorted((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last !== undefined && start - last.end <= GAP) last.end = Math.max(last.end, end);
    else spans.push({ start, end, bytes: new Uint8Array() });
  }
  await Promise.all(spans.map(async (span) => (span.bytes = await storage.read(path, span))));
  const chunks = new Map<string, Chunk[]>(names.map((name) => [name, []]));
  for (const { name, place, rows } of wanted) {
    const { start, end } = place;
    const span = spans.findLast((other) => other.start <= start) as (typeof spans)[number];
    const bytes = span.bytes.subarray(start - span.start, end - span.start);
    chunks.get(name)?.push({ bytes, place, rows });
  }
  return chunks;
}

/**
 * What a column has in it, a dictionary a row group; null where one of them is without, and where others than we have written the
 * file.
 */
export async function readDictionaries(
  storage: Storage,
  { path, groups, isOurs }: DataFile,
  name: string,
): Promise<Dictionary[] | null> {
  const found: Dictionary[] = [];
  for (const group of isOurs ? groups : []) {
    const { place, rows } = wantedOf(path, group, name, name);
    if (place.start === place.data) return null;
    const bytes = await storage.read(path, { start: place.start, end: place.data });
    found.push(readDictionary({ bytes, place, rows }));
  }
  return isOurs ? found : null;
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
    group === undefined ? [0, file.rows] : [file.starts[group] as number, file.starts[group + 1] as number];
  try {
    if (file.isOurs) return readColumn(field, chunks.get(name) ?? [], end - start);
  } catch (error) {
    if (!(error instanceof UnknownPageError)) throw error;
  }
  const column = await readGenerally(storage, file.path, field);
  return group === undefined ? column : sliceColumn(column, start, end - start);
}

/** A chunk that is wanted. */
interface Wanted {
  name: string;
  place: ChunkPlace;
  rows: number;
}

function wantedOf(path: string, group: RowGroup, name: string, leaf: string): Wanted {
  const place = group.chunk(leaf);
  if (place === undefined)
    throw new Error(`Cannot read ${path} as it must have a column ${leaf}: it has none`);
  return { name, place, rows: group.rows };
}

function fieldOf(name: string): Field {
  const field = BY_NAME.get(name);
  if (field === undefined) throw new TypeError(`Cannot read ${name} as it must be a field of events`);
  return field;
}

function leavesOf(name: string): string[] {
  return fieldOf(name).kind === 'items' ? ITEM_LEAVES.map((leaf) => `items.list.element.${leaf}`) : [name];
}
