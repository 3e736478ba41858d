import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { unpackRuns } from './unpack.ts';

/** A page of a column chunk, decompressed, its values not yet read. */
export interface ParquetPage {
  kind: 'dictionary' | 'data';
  encoding: string;
  /** Places in the page, nulls among them. */
  count: number;
  /** Values that are written. */
  values: number;
  /** Definition levels; undefined where everything is there. */
  definition: Uint8Array | undefined;
  /** Repetition levels; undefined in a flat column. */
  repetition: Uint8Array | undefined;
  bytes: Uint8Array;
}

/** The highest levels of a column. */
export interface Levels {
  definition: number;
  repetition: number;
}

/** A page of a form that only the general reader knows. */
export class UnknownPageError extends Error {
  override name = 'UnknownPageError';
}

/** The pages of a column chunk. @throws {UnknownPageError} for others than dictionaries and data pages of version 2 */
export function* pagesOf(chunk: Uint8Array, meta: ColumnMetaData, levels: Levels): Generator<ParquetPage> {
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 };
  let left = Number(meta.num_values);
  while (left > 0 && reader.offset < chunk.length) {
    const header = parquetHeader(reader);
    const body = chunk.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    const { dictionary_page_header: dictionary, data_page_header_v2: data } = header;
    if (dictionary !== undefined) {
      const bytes = decompressPage(body, header.uncompressed_page_size, meta.codec, undefined);
      const { num_values: count, encoding } = dictionary;
      yield { kind: 'dictionary', encoding, count, values: count, ...NO_LEVELS, bytes };
      continue;
    }
    if (data === undefined) throw new UnknownPageError(`Cannot read a page of type ${header.type}`);
    const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = data;
    const size = header.uncompressed_page_size - first - second;
    const packed = body.subarray(first + second);
    const isPlain = data.is_compressed === false || packed.length === 0;
    const count = data.num_values;
    left -= count;
    yield {
      kind: 'data',
      encoding: data.encoding,
      count,
      values: count - data.num_nulls,
      repetition: levels.repetition === 0 ? undefined : unpackLevels(body, 0, levels.repetition, count),
      definition:
        levels.definition === 0 || (data.num_nulls === 0 && levels.repetition === 0)
          ? undefined
          : unpackLevels(body, first, levels.definition, count),
      bytes: isPlain ? packed : decompressPage(packed, size, meta.codec, undefined),
    };
  }
}

const NO_LEVELS = { definition: undefined, repetition: undefined };

function unpackLevels(bytes: Uint8Array, at: number, highest: number, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  unpackRuns({ bytes, at }, 32 - Math.clz32(highest), count, levels);
  return levels;
}
