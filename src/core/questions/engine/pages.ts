import { PADDING } from '../../columns/word-hash.ts';
import type { ChunkPlace } from './footer.ts';
import { type Encoding, type PageHeader, readHeader } from './page-header.ts';
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

/** A page of a column chunk. What is unpacked of one is good until the same of another is, but for the bytes of a dictionary. */
export class ParquetPage {
  readonly kind: 'dictionary' | 'data';
  readonly encoding: Encoding;
  /** Places in the page, nulls among them. */
  readonly count: number;
  /** Values that are written. */
  readonly values: number;
  /** All of it as it stands in the file, levels first. */
  readonly #body: Uint8Array;
  readonly #header: PageHeader;
  readonly #levels: Levels;
  readonly #isPacked: boolean;

  constructor(header: PageHeader, body: Uint8Array, levels: Levels, isPacked: boolean) {
    const isData = header.kind === DATA_PAGE_V2;
    this.kind = isData ? 'data' : 'dictionary';
    this.encoding = isData ? header.encoding : 'PLAIN';
    this.count = header.count;
    this.values = header.count - header.nulls;
    this.#body = body;
    this.#header = header;
    this.#levels = levels;
    this.#isPacked = isPacked;
  }

  /** Repetition levels; undefined in a flat column. */
  unpackRepetition(): Uint8Array | undefined {
    const { repetition } = this.#levels;
    return repetition === 0 ? undefined : unpackLevels(this.#body, 0, repetition, this.count, 0);
  }

  /** Definition levels; undefined where everything is there. */
  unpackDefinition(): Uint8Array | undefined {
    const { definition, repetition } = this.#levels;
    if (definition === 0 || (this.values === this.count && repetition === 0)) return undefined;
    return unpackLevels(this.#body, this.#header.repetitionBytes, definition, this.count, 1);
  }

  /** The values, decompressed; `PADDING` more bytes can be read. */
  unpackBytes(): Uint8Array {
    const { size, repetitionBytes, definitionBytes } = this.#header;
    const levels = repetitionBytes + definitionBytes;
    const room = size - levels + PADDING;
    const out = this.kind === 'dictionary' ? new Uint8Array(room) : roomFor(2, room);
    return unpack(this.#body.subarray(levels), out, this.#isPacked);
  }

  /** Whether the same is unpacked of another page. */
  isLike(other: ParquetPage): boolean {
    const [a, b] = [this.#header, other.#header];
    return (
      (Object.keys(a) as (keyof PageHeader)[]).every((name) => a[name] === b[name]) &&
      this.#isPacked === other.#isPacked &&
      this.#levels.definition === other.#levels.definition &&
      this.#levels.repetition === other.#levels.repetition &&
      isSame(this.#body, other.#body)
    );
  }
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
    const { kind, count } = header;
    if (kind !== DICTIONARY_PAGE && kind !== DATA_PAGE_V2) {
      throw new UnknownPageError(`Cannot read a page of kind ${kind}`);
    }
    if (kind === DATA_PAGE_V2) left -= count;
    yield new ParquetPage(header, body, levels, codec === 'SNAPPY' && header.isPacked);
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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
