import type { ColumnChunk, Encoding, ParquetType } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { Arena } from '../../columns/arena.ts';
import { hybrid } from './hybrid.ts';
import { snappy, snappyBound } from './snappy.ts';

/** Smallest and largest value of a chunk in the form in which the writer's metadata takes them. */
export interface Range {
  min_value?: string | number | bigint | boolean;
  max_value?: string | number | bigint | boolean;
}

/** Which values are there, and in which lists they are. */
export interface Levels {
  rows: number;
  /** Values, nulls among them. */
  values: number;
  nulls: number;
  repetition: Uint8Array;
  definition: Uint8Array;
}

/** A column of a row group, encoded. */
export interface EncodedColumn extends Levels {
  path: string[];
  type: ParquetType;
  encoding: Encoding;
  /** The values that are not null. */
  body: Uint8Array;
  /** The values that the body numbers, PLAIN. */
  dictionary?: { bytes: Uint8Array; count: number } | undefined;
  range: Range;
}

const NOTHING = new Uint8Array();
/** Bytes that are tried before the rest is. */
const SAMPLE = 4096;
/** What is left of them has to be less than that. */
const WORTH = 0.9;

/** The levels of a column that is no list: `present` has 0 for each null, and is undefined where none may be. */
export function flatLevels(
  given: { count: number; nulls: number; present: Uint8Array | undefined },
  arena: Arena,
): Levels {
  const { count, nulls, present } = given;
  const definition = present === undefined ? NOTHING : hybrid(present, count, 1, arena);
  return { rows: count, values: count, nulls, repetition: NOTHING, definition };
}

/** Writes a column as at most two pages, snappy, and says where it is. */
export function writeChunk(writer: ByteWriter, column: EncodedColumn, arena: Arena): ColumnChunk {
  const { path, type, encoding, values, nulls, dictionary, range } = column;
  const start = writer.offset;
  let size = 0;
  if (dictionary !== undefined) size += writeDictionary(writer, dictionary.bytes, dictionary.count, arena);
  const dataStart = writer.offset;
  size += writeData(writer, column, arena);
  const page = { page_type: 'DATA_PAGE_V2', encoding, count: 1 } as const;
  return {
    meta_data: {
      type,
      encodings: dictionary === undefined ? [encoding] : ['PLAIN', encoding],
      path_in_schema: path,
      codec: 'SNAPPY',
      num_values: BigInt(values),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(size),
      data_page_offset: BigInt(dataStart),
      ...(dictionary !== undefined && { dictionary_page_offset: BigInt(start) }),
      statistics: { ...range, null_count: BigInt(nulls) },
      encoding_stats:
        dictionary === undefined
          ? [page]
          : [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 }, page],
    },
    file_offset: BigInt(start),
  };
}

function writeDictionary(writer: ByteWriter, bytes: Uint8Array, count: number, arena: Arena): number {
  const packed = compress(bytes, arena);
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

function writeData(writer: ByteWriter, column: EncodedColumn, arena: Arena): number {
  const { encoding, rows, values, nulls, repetition, definition, body } = column;
  const levels = repetition.length + definition.length;
  const isPacked = pays(body, arena);
  const packed = isPacked ? compress(body, arena) : body;
  const start = writer.offset;
  writePageHeader(writer, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels + body.length,
    compressed_page_size: levels + packed.length,
    data_page_header_v2: {
      num_values: values,
      num_nulls: nulls,
      num_rows: rows,
      encoding,
      definition_levels_byte_length: definition.length,
      repetition_levels_byte_length: repetition.length,
      is_compressed: isPacked,
    },
  });
  const header = writer.offset - start;
  writer.appendBytes(repetition);
  writer.appendBytes(definition);
  writer.appendBytes(packed);
  return header + levels + body.length;
}

/** Whether snappy makes a page smaller, as its start shows: packed numbers mostly stay as long as they are. */
function pays(body: Uint8Array, arena: Arena): boolean {
  if (body.length <= SAMPLE) return true;
  return compress(body.subarray(0, SAMPLE), arena).length < SAMPLE * WORTH;
}

function compress(bytes: Uint8Array, arena: Arena): Uint8Array {
  const packed = arena.bytes(snappyBound(bytes.length));
  return packed.subarray(0, snappy(bytes, packed, 0));
}
