import type { StoredEvent } from '../answers.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Zone } from '../../time/zone.ts';
import type { ByteCache } from './cache.ts';
import { type BytesColumn, bytesOf, type FileColumn, type ItemsColumn, type TextColumn } from './columns.ts';
import {
  type DataFile,
  decodeColumn,
  type FieldChunks,
  openDataFile,
  readChunks,
  readDictionaries,
} from './data-file.ts';
import { holdsOne } from './dictionaries.ts';
import type { Numbers } from './numbers.ts';
import type { Pace } from './pace.ts';
import type { TableFile } from './table-files.ts';

/** Bytes that a footer takes in memory, a column chunk. */
const FOOTER_BYTES = 50;
/** A value takes as long to read as this many to look at. */
const READING = 5;
/** Files that are read at once. */
const LOADERS = 4;
/** Of a column, at most, on the whole. */
const BYTES_A_VALUE = 8;

export type ColumnName = keyof StoredEvent;

/** A version of the table as one question sees it: its files by the time of their first event, and their columns. */
export class View {
  readonly version: number;
  readonly files: readonly TableFile[];
  readonly zone: Zone;
  readonly pace: Pace;
  /** Of what is made for all, which no question ends. */
  readonly #patient: Pace;
  readonly #cache: ByteCache;
  readonly #storage: Storage;

  constructor(
    version: number,
    files: readonly TableFile[],
    parts: { zone: Zone; pace: Pace; patient: Pace; cache: ByteCache; storage: Storage },
  ) {
    this.version = version;
    this.files = files;
    this.zone = parts.zone;
    this.pace = parts.pace;
    this.#patient = parts.patient;
    this.#cache = parts.cache;
    this.#storage = parts.storage;
  }

  /** Rows of all files. */
  get rows(): number {
    const last = this.files.at(-1);
    return last === undefined ? 0 : last.base + last.rows;
  }

  /** The numbers of a column, 8 bytes a row; where few rows are looked at, `coded` is cheaper. */
  async numbers(file: TableFile, name: ColumnName): Promise<Float64Array> {
    return (await this.coded(file, name)).values;
  }

  async coded(file: TableFile, name: ColumnName): Promise<Numbers> {
    const column = await this.column(file, name);
    if (column.kind !== 'number') throw new TypeError(`Cannot read ${name} as it must be numbers`);
    return column;
  }

  async texts(file: TableFile, name: ColumnName): Promise<TextColumn> {
    const column = await this.column(file, name);
    if (column.kind !== 'text') throw new TypeError(`Cannot read ${name} as it must be texts`);
    return column;
  }

  async ids(file: TableFile): Promise<BytesColumn> {
    return (await this.column(file, 'event_id')) as BytesColumn;
  }

  async items(file: TableFile): Promise<ItemsColumn> {
    return (await this.column(file, 'items')) as ItemsColumn;
  }

  /** A column of a file, or of one of its row groups, read once as long as there is room for it. */
  column(file: TableFile, name: ColumnName, group?: number): Promise<FileColumn> {
    return this.shared(keyOf(file, name, group), (view) => view.#read(file, name, { group }), bytesOf);
  }

  /** Reads columns that will be asked for: together they take fewer reads than one by one. */
  async load(file: TableFile, names: readonly ColumnName[], group?: number): Promise<void> {
    const missing = names.filter((name) => !this.#cache.has(keyOf(file, name, group)));
    if (missing.length === 0) return;
    const chunks = this.open(file).then((opened) => readChunks(this.#storage, opened, missing, group));
    // Each column tells of the failure.
    chunks.catch(() => {});
    await Promise.all(
      missing.map((name) =>
        this.shared(keyOf(file, name, group), (view) => view.#read(file, name, { group, chunks }), bytesOf),
      ),
    );
  }

  /** Reads columns of files that will be asked for file by file or column by column, where there is room to keep them. */
  async loadAll(names: readonly ColumnName[], files: readonly TableFile[] = this.files): Promise<void> {
    if (names.length === 0) return;
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    if (this.#cache.limit < rows * names.length * BYTES_A_VALUE * 2) return;
    let next = 0;
    const loader = async (): Promise<void> => {
      for (let file = files[next++]; file !== undefined; file = files[next++]) await this.load(file, names);
    };
    // While one file is decoded others are read.
    await Promise.all(Array.from({ length: LOADERS }, loader));
  }

  /**
   * What follows from files alone, made once for all who ask as long as there is room for it. Who makes it does not end with
   * the question that was first.
   */
  async shared<Value>(
    key: string,
    make: (view: View) => Promise<Value>,
    size: (value: Value) => number,
  ): Promise<Value> {
    const held = this.#cache.held(key);
    if (held !== undefined) return held as Value;
    const [pace, cache, storage] = [this.#patient, this.#cache, this.#storage];
    const parts = { zone: this.zone, pace, patient: pace, cache, storage };
    const patient = new View(this.version, this.files, parts);
    return this.pace.until(this.#cache.get(key, () => make(patient), size));
  }

  /** Whether one of some values may be in a column of a file: false only where a look at its dictionary shows that none is. */
  async mayHold(
    file: TableFile,
    name: ColumnName,
    wanted: readonly number[] | readonly string[],
  ): Promise<boolean> {
    if (this.#cache.has(keyOf(file, name))) return true;
    const dictionaries = await this.shared(
      `in ${keyOf(file, name)}`,
      async (view) => readDictionaries(view.#storage, await view.open(file), name),
      (found) => (found ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0),
    );
    return dictionaries === null || dictionaries.some((dictionary) => holdsOne(dictionary, wanted));
  }

  /** The footer of a file. */
  async open({ path, bytes }: TableFile): Promise<DataFile> {
    return openCached(this.#cache, this.#storage, path, bytes);
  }

  async #read(
    file: TableFile,
    name: ColumnName,
    { group, chunks }: { group: number | undefined; chunks?: Promise<FieldChunks> },
  ): Promise<FileColumn> {
    const opened = await this.open(file);
    const read = await (chunks ?? readChunks(this.#storage, opened, [name], group));
    const column = await decodeColumn(this.#storage, opened, name, read, group);
    await this.pace.step(opened.rows * READING);
    return column;
  }
}

function keyOf({ path }: TableFile, name: ColumnName, group = -1): string {
  return `${name} ${group} ${path}`;
}

/** The footer of a file, read once as long as there is room for it. */
export function openCached(
  cache: ByteCache,
  storage: Storage,
  path: string,
  bytes: number,
): Promise<DataFile> {
  return cache.get(
    ` ${path}`,
    () => openDataFile(storage, path, bytes),
    ({ groups }) => groups.reduce((sum, { paths }) => sum + paths.size * FOOTER_BYTES, 0),
  );
}
