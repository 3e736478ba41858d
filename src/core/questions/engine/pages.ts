import { PADDING } from '../../columns/word-hash.ts';
import type { ChunkPlace } from './footer.ts';
import { unpackSnappy } from './snappy.ts';
import { ThriftReader } from './thrift.ts';
import { unpackRuns } from './unpack.ts';

/** A column chunk of a row group. */
export interface Chunk {
  bytes: Uint8Array;
  place: ChunkPlace;
  /** Of the row group. */
  rows: number;
}

/**
 * A page of a column chunk, decompressed, its values not yet read. What it holds is good until the next page of any chunk is read,
 * but for the bytes of a dictionary.
 */
export interface ParquetPage {
  kind: 'dictionary' | 'data';
  encoding: Encoding;
  /** Places in the page, nulls among them. */
  count: number;
  /** Values that are written. */
  values: number;
  /** Definition levels; undefined where everything is there. */
  definition: Uint8Array | undefined;
  /** Repetition levels; undefined in a flat column. */
  repetition: Uint8Array | undefined;
  /** `PADDING` more bytes can be read. */
  bytes: Uint8Array;
}

/** How values are written, as far as a reader of ours needs it. */
export type Encoding =
  | 'PLAIN'
  | 'RLE'
  | 'DICTIONARY'
  | 'DELTA_BINARY_PACKED'
  | 'DELTA_LENGTH_BYTE_ARRAY'
  | undefined;

/** The highest levels of a column. */
export interface Levels {
  definition: number;
  repetition: number;
}

/** A page of a form that only the general reader knows. */
export class UnknownPageError extends Error {
  override name = 'UnknownPageError';
}

/** By their numbers in the format: 2 and 8 both point into a dictionary. */
const ENCODINGS: Readonly<Record<number, Encoding>> = {
  0: 'PLAIN',
  2: 'DICTIONARY',
  3: 'RLE',
  5: 'DELTA_BINARY_PACKED',
  6: 'DELTA_LENGTH_BYTE_ARRAY',
  8: 'DICTIONARY',
};
/** Kinds of pages by their numbers in the format. */
const [DICTIONARY_PAGE, DATA_PAGE_V2] = [2, 3];

/** The pages of a column chunk. @throws {UnknownPageError} for others than dictionaries and data pages of version 2 */
export function* pagesOf(chunk: Chunk, levels: Levels): Generator<ParquetPage> {
  const { codec, values } = chunk.place;
  if (codec !== 'SNAPPY' && codec !== 'UNCOMPRESSED') {
    throw new UnknownPageError(`Cannot read a page that is packed by ${codec}`);
  }
  const reader = new ThriftReader(chunk.bytes);
  let left = values;
  while (left > 0 && reader.at < chunk.bytes.length) {
    const header = readHeader(reader);
    const body = chunk.bytes.subarray(reader.at, reader.at + header.packed);
    reader.at += header.packed;
    const { kind, encoding, count } = header;
    const isPacked = codec === 'SNAPPY' && header.isPacked;
    if (kind === DICTIONARY_PAGE) {
      const bytes = unpack(body, new Uint8Array(header.size + PADDING), isPacked);
      yield { kind: 'dictionary', encoding: 'PLAIN', count, values: count, ...NO_LEVELS, bytes };
      continue;
    }
    if (kind !== DATA_PAGE_V2) throw new UnknownPageError(`Cannot read a page of kind ${kind}`);
    const { repetitionBytes: first, definitionBytes: second, nulls } = header;
    left -= count;
    const size = header.size - first - second;
    yield {
      kind: 'data',
      encoding,
      count,
      values: count - nulls,
      repetition: levels.repetition === 0 ? undefined : unpackLevels(body, 0, levels.repetition, count, 0),
      definition:
        levels.definition === 0 || (nulls === 0 && levels.repetition === 0)
          ? undefined
          : unpackLevels(body, first, levels.definition, count, 1),
      bytes: unpack(body.subarray(first + second), roomFor(2, size + PADDING), isPacked),
    };
  }
}

const NO_LEVELS = { definition: undefined, repetition: undefined };

interface PageHeader {
  kind: number;
  /** Bytes unpacked and packed, levels among them. */
  size: number;
  packed: number;
  count: number;
  nulls: number;
  encoding: Encoding;
  definitionBytes: number;
  repetitionBytes: number;
  isPacked: boolean;
}

/** PageHeader of the format. */
function readHeader(reader: ThriftReader): PageHeader {
  const header: PageHeader = {
    kind: -1,
    size: 0,
    packed: 0,
    count: 0,
    nulls: 0,
    encoding: undefined,
    definitionBytes: 0,
    repetitionBytes: 0,
    isPacked: true,
  };
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) header.kind = reader.number();
    else if (id === 2) header.size = reader.number();
    else if (id === 3) header.packed = reader.number();
    else if (id === 7 || id === 8) readKind(reader, header, id === 8);
    else reader.skip();
  }
  return header;
}

/** DictionaryPageHeader, or DataPageHeaderV2. */
function readKind(reader: ThriftReader, header: PageHeader, isData: boolean): void {
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) header.count = reader.number();
    else if (!isData) reader.skip();
    else if (id === 2) header.nulls = reader.number();
    else if (id === 4) header.encoding = ENCODINGS[reader.number()];
    else if (id === 5) header.definitionBytes = reader.number();
    else if (id === 6) header.repetitionBytes = reader.number();
    else if (id === 7) header.isPacked = reader.truth();
    else reader.skip();
  }
}

/** Fills all of `out` but its padding, which is not looked at. */
function unpack(body: Uint8Array, out: Uint8Array, isPacked: boolean): Uint8Array {
  const bytes = out.subarray(0, out.length - PADDING);
  if (isPacked && body.length > 0) unpackSnappy(body, bytes);
  else bytes.set(body);
  return bytes;
}

function unpackLevels(
  bytes: Uint8Array,
  at: number,
  highest: number,
  count: number,
  use: number,
): Uint8Array {
  const levels = roomFor(use, count);
  unpackRuns({ bytes, at }, 32 - Math.clz32(highest), count, levels);
  return levels;
}

/** Memory for the levels and the bytes of the page that is being read: making it anew for each takes as long as filling it. */
const rooms = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)];

function roomFor(use: number, size: number): Uint8Array {
  let room = rooms[use] as Uint8Array;
  if (room.length < size) rooms[use] = room = new Uint8Array(size * 2);
  return room.subarray(0, size);
}
