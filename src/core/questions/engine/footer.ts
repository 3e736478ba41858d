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

/** A row group: its rows, and its chunks by the path of their leaf, such as `items.list.element.quantity`. */
export interface RowGroup {
  rows: number;
  chunks: ReadonlyMap<string, ChunkPlace>;
}

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
  const chunks = new Map<string, ChunkPlace>();
  let rows = 0;
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) for (let left = reader.list(); left > 0; left--) readChunk(reader, chunks);
    else if (id === 3) rows = reader.number();
    else reader.skip();
  }
  return { rows, chunks };
}

function readChunk(reader: ThriftReader, chunks: Map<string, ChunkPlace>): void {
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 3) readMetadata(reader, chunks);
    else reader.skip();
  }
}

function readMetadata(reader: ThriftReader, chunks: Map<string, ChunkPlace>): void {
  let path = '';
  let [type, codec, values, size, data, dictionary] = [0, 0, 0, 0, 0, 0];
  for (let id = 0; reader.next(id);) {
    id = reader.id;
    if (id === 1) type = reader.number();
    else if (id === 3) {
      const parts: string[] = [];
      for (let left = reader.list(); left > 0; left--) parts.push(reader.ascii());
      path = parts.join('.');
    } else if (id === 4) codec = reader.number();
    else if (id === 5) values = reader.number();
    else if (id === 7) size = reader.number();
    else if (id === 9) data = reader.number();
    else if (id === 11) dictionary = reader.number();
    else reader.skip();
  }
  const start = dictionary || data;
  chunks.set(path, {
    type: TYPES[type] as ParquetType,
    codec: CODECS[codec] as CompressionCodec,
    values,
    start,
    data,
    end: start + size,
  });
}
