import type { ColumnChunk, Encoding, ParquetType } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { hybrid } from './hybrid.ts';

/** Smallest and largest value of a chunk in the form in which the writer's metadata takes them. */
export interface Range {
  min_value: string | number | bigint | boolean | undefined;
  max_value: string | number | bigint | boolean | undefined;
}

/** A column of a row group, encoded. */
export interface EncodedColumn {
  name: string;
  type: ParquetType;
  encoding: Encoding;
  /** Values, nulls among them. */
  count: number;
  /** One for each value: 0 where it is null; undefined for a column without nulls. */
  present: Uint8Array | undefined;
  nulls: number;
  /** The values that are not null, encoded. */
  body: Uint8Array;
  /** The values that the body numbers, PLAIN. */
  dictionary?: { bytes: Uint8Array; count: number } | undefined;
  range: Range;
}

const NOTHING = new Uint8Array();

/** Writes a column as at most two pages, snappy, and says where it is. */
export function writeChunk(writer: ByteWriter, column: EncodedColumn): ColumnChunk {
  const { name, type, encoding, count, nulls, dictionary, range } = column;
  const start = writer.offset;
  let size = 0;
  if (dictionary !== undefined) size += writeDictionary(writer, dictionary.bytes, dictionary.count);
  const dataStart = writer.offset;
  size += writeData(writer, column);
  const pages = [{ page_type: 'DATA_PAGE_V2', encoding, count: 1 }] as const;
  return {
    meta_data: {
      type,
      encodings: dictionary === undefined ? [encoding] : ['PLAIN', encoding],
      path_in_schema: [name],
      codec: 'SNAPPY',
      num_values: BigInt(count),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(size),
      data_page_offset: BigInt(dataStart),
      ...(dictionary !== undefined && { dictionary_page_offset: BigInt(start) }),
      statistics: { ...range, null_count: BigInt(nulls) },
      encoding_stats:
        dictionary === undefined
          ? [...pages]
          : [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 }, ...pages],
    },
    file_offset: BigInt(start),
  } as ColumnChunk;
}

function writeDictionary(writer: ByteWriter, bytes: Uint8Array, count: number): number {
  const packed = snappyCompress(bytes);
  const start = writer.offset;
  writePageHeader(writer, {
    type: 'DICTIONARY_PAGE',
    uncompressed_page_size: bytes.length,
    compressed_page_size: packed.length,
    dictionary_page_header: { num_values: count, encoding: 'PLAIN' },
  });
  const header = writer.offset - start;
  writer.appendBytes(packed);
  return header + bytes.length;
}

function writeData(writer: ByteWriter, { encoding, count, present, nulls, body }: EncodedColumn): number {
  const levels = present === undefined ? NOTHING : hybrid(present, count, 1);
  const packed = snappyCompress(body);
  const start = writer.offset;
  writePageHeader(writer, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.length + body.length,
    compressed_page_size: levels.length + packed.length,
    data_page_header_v2: {
      num_values: count,
      num_nulls: nulls,
      num_rows: count,
      encoding,
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = writer.offset - start;
  writer.appendBytes(levels);
  writer.appendBytes(packed);
  return header + levels.length + body.length;
}
