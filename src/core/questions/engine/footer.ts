import type { CompressionCodec, ParquetType } from 'hyparquet';
import { ThriftReader } from './thrift.ts';

/** Where a column chunk is in its file, and what it is made of. */
export interface ChunkPlace {
  type: ParquetType;
  codec: CompressionCodec;
  /** Values, nulls among them. */
  values: number;
  /** Of its dictionary, where it has one. */
  start: number;
  /** Of its first page of data. */
  data: number;
  end: number;
}

/** A row group: how many rows it has, and where its chunks are. */
export class RowGroup {
  readonly rows: number;
  /** Its chunks, by the path of their leaf, such as `items.list.element.quantity`. */
  readonly paths: Paths;
  /** `NUMBERS` a chunk. */
  readonly #numbers: Float64Array;

  constructor(rows: number, paths: Paths, numbers: readonly number[]) {
    this.rows = rows;
    this.paths = paths;
    this.#numbers = Float64Array.from(numbers);
  }

  chunk(path: string): ChunkPlace | undefined {
    const index = this.paths.get(path);
    if (index === undefined) return undefined;
    const [type, codec, values, start, data, end] = [0, 1, 2, 3, 4, 5].map(
      (i) => this.#numbers[index * NUMBERS + i] as number,
    ) as [number, number, number, number, number, number];
    return {
      type: TYPES[type] as ParquetType,
      codec: CODECS[codec] as CompressionCodec,
      values,
      start,
      data,
      end,
    };
  }
}

/** Numbers of chunks by their paths. */
type Paths = ReadonlyMap<string, number>;

/** What the footer of a Parquet file says, as far as a reader of ours needs it. */
export interface Footer {
  createdBy: string;
  groups: readonly RowGroup[];
}

const TYPES: readonly ParquetType[] = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
];
const CODECS: readonly CompressionCodec[] = [
  'UNCOMPRESSED',
  'SNAPPY',
  'GZIP',
  'LZO',
  'BROTLI',
  'LZ4',
  'ZSTD',
  'LZ4_RAW',
];
const MAGIC = 0x31524150;
/** What is kept of a chunk: the numbers of its type and codec, its values, start, data and end. */
const NUMBERS = 6;
/** The paths of the row group that was read last: mostly those of the next as well. */
let lastPaths: Paths = new Map();

/** Bytes of the footer that a file ends with, the length and the four letters after it among them. */
export function footerLength(end: Uint8Array): number {
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength);
  if (end.length < 8 || view.getUint32(end.length - 4, true) !== MAGIC) {
    throw new Error('it must end as Parquet does');
  }
  return view.getUint32(end.length - 8, true) + 8;
}

/** Reads the footer of a Parquet file (FileMetaData of the format) from its first byte on; names of columns are ASCII. */
export function readFooter(bytes: Uint8Array): Footer {
  const reader = new ThriftReader(bytes);
  const groups: RowGroup[] = [];
  let createdBy = '';
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 4) for (let left = reader.list(); left > 0; left--) groups.push(readGroup(reader));
    else if (id === 6) createdBy = reader.ascii();
    else reader.skip();
  }
  return { createdBy, groups };
}

function readGroup(reader: ThriftReader): RowGroup {
  const found: string[] = [];
  const numbers: number[] = [];
  const guesses = [...lastPaths.keys()];
  let rows = 0;
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) {
      for (let left = reader.list(); left > 0; left--) {
        found.push(readChunk(reader, numbers, guesses[found.length]));
      }
    } else if (id === 3) rows = reader.number();
    else reader.skip();
  }
  if (found.length !== guesses.length || found.some((path, i) => path !== guesses[i])) {
    lastPaths = new Map(found.map((path, i) => [path, i]));
  }
  return new RowGroup(rows, lastPaths, numbers);
}

/** Adds the numbers of a chunk, and returns its path. */
function readChunk(reader: ThriftReader, numbers: number[], guess: string | undefined): string {
  let path = '';
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 3) path = readMetadata(reader, numbers, guess);
    else reader.skip();
  }
  return path;
}

function readMetadata(reader: ThriftReader, numbers: number[], guess: string | undefined): string {
  let path = '';
  let [type, codec, values, size, data, dictionary] = [0, 0, 0, 0, 0, 0];
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) type = reader.number();
    else if (id === 3) path = readPath(reader, guess);
    else if (id === 4) codec = reader.number();
    else if (id === 5) values = reader.number();
    else if (id === 7) size = reader.number();
    else if (id === 9) data = reader.number();
    else if (id === 11) dictionary = reader.number();
    else reader.skip();
  }
  const start = dictionary || data;
  numbers.push(type, codec, values, start, data, start + size);
  return path;
}

function readPath(reader: ThriftReader, guess: string | undefined): string {
  const count = reader.list();
  if (count === 1) return reader.ascii(guess);
  return Array.from({ length: count }, () => reader.ascii()).join('.');
}
