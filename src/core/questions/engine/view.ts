import type { TextColumn } from '../../columns/column.ts';
import type { StoredEvent } from '../answers.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Zone } from '../../time/zone.ts';
import type { ByteCache } from './cache.ts';
import { type BytesColumn, bytesOf, type FileColumn, type ItemsColumn } from './columns.ts';
import { type DataFile, openDataFile, readFileColumn } from './data-file.ts';
import { Pace } from './pace.ts';
import type { TableFile } from './table-files.ts';

/** Bytes that a footer takes in memory, a column chunk. */
const FOOTER_BYTES = 1000;
/** A value takes as long to read as this many to look at. */
const READING = 5;

export type ColumnName = keyof StoredEvent;

/** A version of the table as one question sees it: its files by the time of their first event, and their columns. */
export class View {
  readonly version: number;
  readonly files: readonly TableFile[];
  readonly zone: Zone;
  readonly pace: Pace;
  readonly #cache: ByteCache;
  readonly #storage: Storage;

  constructor(
    version: number,
    files: readonly TableFile[],
    parts: { zone: Zone; pace: Pace; cache: ByteCache; storage: Storage },
  ) {
    this.version = version;
    this.files = files;
    this.zone = parts.zone;
    this.pace = parts.pace;
    this.#cache = parts.cache;
    this.#storage = parts.storage;
  }

  /** Rows of all files. */
  get rows(): number {
    const last = this.files.at(-1);
    return last === undefined ? 0 : last.base + last.rows;
  }

  async numbers(file: TableFile, name: ColumnName): Promise<Float64Array> {
    const column = await this.column(file, name);
    if (column.kind !== 'number') throw new TypeError(`Cannot read ${name} as it must be numbers`);
    return column.values;
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

  /** A column of a file, read once as long as there is room for it. */
  column(file: TableFile, name: ColumnName): Promise<FileColumn> {
    return this.#read(file, name, undefined, `${name} ${file.path}`);
  }

  /** The same of one row group, which is the column where there is but one. */
  async groupColumn(file: TableFile, name: ColumnName, group: number): Promise<FileColumn> {
    const { groups } = await this.open(file);
    if (groups.length === 2) return this.column(file, name);
    return this.#read(file, name, group, `${name} ${group} ${file.path}`);
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
    const parts = { zone: this.zone, pace: new Pace(), cache: this.#cache, storage: this.#storage };
    const patient = new View(this.version, this.files, parts);
    return this.pace.until(this.#cache.get(key, () => make(patient), size));
  }

  /** The footer of a file. */
  async open({ path, bytes }: TableFile): Promise<DataFile> {
    return openCached(this.#cache, this.#storage, path, bytes);
  }

  #read(file: TableFile, name: ColumnName, group: number | undefined, key: string): Promise<FileColumn> {
    const make = async (view: View): Promise<FileColumn> => {
      const opened = await this.open(file);
      const column = await readFileColumn(this.#storage, opened, name, group);
      await view.pace.step(opened.rows * READING);
      return column;
    };
    return this.shared(key, make, bytesOf);
  }
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
    ({ metadata }) =>
      metadata.row_groups.reduce((sum, { columns }) => sum + columns.length * FOOTER_BYTES, 0),
  );
}
