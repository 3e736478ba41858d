import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { NotFoundError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * Some columns of a Parquet file, one row group after another, INT64 as numbers and times as microseconds. Meant for files that
 * we wrote. Memory: one row group.
 *
 * @throws {NotFoundError}
 */
export async function* readParquet<Name extends string>(
  storage: Storage,
  path: string,
  columns: readonly Name[],
): AsyncGenerator<Record<Name, unknown>[]> {
  const file = await openBuffer(storage, path);
  const metadata = await parquetMetadataAsync(file);
  checkColumns(path, metadata, columns);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [...columns],
      rowStart,
      rowEnd,
      parsers: MICROS,
    });
    for (const row of rows) for (const name of columns) row[name] = plain(row[name]);
    if (rows.length > 0) yield rows as Record<Name, unknown>[];
    rowStart = rowEnd;
  }
}

/** Rows of a Parquet file, as its footer says. @throws {NotFoundError} */
export async function countRows(storage: Storage, path: string): Promise<number> {
  const { num_rows } = await parquetMetadataAsync(await openBuffer(storage, path));
  return Number(num_rows);
}

/** Times as they are stored: a Date would cut them to milliseconds. */
const MICROS = { timestampFromMicroseconds: (micros: bigint) => Number(micros) };

async function openBuffer(storage: Storage, path: string): Promise<AsyncBuffer> {
  const found = await storage.stat(path);
  if (found === undefined) throw new NotFoundError(path);
  return {
    byteLength: found.size,
    async slice(start, end = found.size) {
      const from = start < 0 ? found.size + start : start;
      const bytes = await storage.read(path, { start: from, end });
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
}

function checkColumns(path: string, { schema }: FileMetaData, columns: readonly string[]): void {
  const present = new Set(schema.map(({ name }) => name));
  const missing = columns.find((name) => !present.has(name));
  if (missing !== undefined)
    throw new Error(`Cannot read ${path} as it must have a column ${missing}: it has none`);
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : (value ?? null);
}
