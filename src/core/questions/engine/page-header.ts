import type { ThriftReader } from './thrift.ts';

/** How values are written, as far as a reader of ours needs it. */
export type Encoding =
  | 'PLAIN'
  | 'RLE'
  | 'DICTIONARY'
  | 'DELTA_BINARY_PACKED'
  | 'DELTA_LENGTH_BYTE_ARRAY'
  | undefined;

/** By their numbers in the format: 2 and 8 both point into a dictionary. */
const ENCODINGS: Readonly<Record<number, Encoding>> = {
  0: 'PLAIN',
  2: 'DICTIONARY',
  3: 'RLE',
  5: 'DELTA_BINARY_PACKED',
  6: 'DELTA_LENGTH_BYTE_ARRAY',
  8: 'DICTIONARY',
};

/** What stands before a page. */
export interface PageHeader {
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

/** Reads a PageHeader of the format. */
export function readHeader(reader: ThriftReader): PageHeader {
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
