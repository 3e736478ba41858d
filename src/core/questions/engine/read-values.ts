import type { ParquetType } from 'hyparquet';
import { type Codes, codesFor } from './codes.ts';
import { type ParquetPage, UnknownPageError } from './pages.ts';
import { readLongs, unpackRuns } from './unpack.ts';
import { unpackDeltas } from './unpack-deltas.ts';

/**
 * The codes of the places of a page that points into a dictionary of `size` values: 0 for null, else one more than the index there.
 * Not to be written to: columns that go together, such as the number of a product and its name, have the same.
 */
export function codesOf(page: ParquetPage, size: number): Codes {
  const codes = codesFor(size, page.count);
  if (last?.codes.constructor === codes.constructor && last.page.isLike(page)) return last.codes;
  readCodes(page, codes);
  last = { page, codes };
  return codes;
}

/** The page whose codes were read last. */
let last: { page: ParquetPage; codes: Codes } | undefined;

function readCodes(page: ParquetPage, out: Codes): void {
  const { count } = page;
  const definition = page.unpackDefinition();
  if (definition === undefined) unpackCodes(page, out);
  else {
    const codes = writtenCodes(page);
    for (let i = 0, next = 0; i < count; i++) {
      const there = definition[i] as number;
      out[i] = (codes[next] as number) * there;
      next += there;
    }
  }
}

/** Codes 1, 2, 3 ... for the places of a page where there is something. */
export function spreadCodes(definition: Uint8Array, count: number, out: Codes): void {
  for (let i = 0, code = 0; i < count; i++) {
    const there = definition[i] as number;
    code += there;
    out[i] = code * there;
  }
}

/** The numbers that are written in a page which points into a list of them. */
export function lookUp(page: ParquetPage, list: Float64Array): Float64Array {
  const codes = writtenCodes(page);
  const numbers = new Float64Array(page.values);
  for (let i = 0; i < numbers.length; i++) numbers[i] = list[(codes[i] as number) - 1] as number;
  return numbers;
}

/** One more than the index of each value that is written; good until it is called again. */
function writtenCodes(page: ParquetPage): Uint32Array {
  // One more is looked at after the last.
  if (held.length <= page.values) held = new Uint32Array(page.values * 2 + 1);
  unpackCodes(page, held);
  return held;
}

let held = new Uint32Array(0);

function unpackCodes(page: ParquetPage, out: Codes): void {
  const { values } = page;
  if (values === 0) return;
  const bytes = page.unpackBytes();
  // A width of 0 says that everything is the first.
  if (bytes[0] === 0) out.fill(1, 0, values);
  else unpackRuns({ bytes, at: 1 }, bytes[0] as number, values, out, 1);
}

/** The values of a page of numbers or truth values; 1 stands for true. */
export function readNumbers(page: ParquetPage, type: ParquetType): Float64Array {
  const { values, encoding, kind } = page;
  const out = new Float64Array(values);
  if (values === 0) return out;
  const bytes = page.unpackBytes();
  if (encoding === 'PLAIN' || kind === 'dictionary') return readPlainNumbers(bytes, type, out);
  if (encoding === 'DELTA_BINARY_PACKED' && unpackDeltas({ bytes, at: 0 }, values, out)) return out;
  if (encoding === 'RLE' && type === 'BOOLEAN') {
    const bits = new Uint8Array(values);
    unpackRuns({ bytes, at: 4 }, 1, values, bits);
    return Float64Array.from(bits);
  }
  throw new UnknownPageError(`Cannot read ${type} in the encoding ${encoding}`);
}

/** The values of a page of texts, whose bytes are given: value i lies at `bytes[starts[i]..starts[i] + lengths[i])`. */
export function readTexts(
  { values, encoding, kind }: ParquetPage,
  bytes: Uint8Array,
): { starts: Uint32Array; lengths: Uint32Array } {
  const starts = new Uint32Array(values);
  const lengths = new Uint32Array(values);
  if (values === 0) return { starts, lengths };
  if (encoding === 'PLAIN' || kind === 'dictionary') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0, at = 0; i < values; i++) {
      const length = view.getUint32(at, true);
      starts[i] = at + 4;
      lengths[i] = length;
      at += 4 + length;
    }
    return { starts, lengths };
  }
  const cursor = { bytes, at: 0 };
  const found = new Int32Array(values);
  if (encoding !== 'DELTA_LENGTH_BYTE_ARRAY' || !unpackDeltas(cursor, values, found)) {
    throw new UnknownPageError(`Cannot read texts in the encoding ${encoding}`);
  }
  for (let i = 0, { at } = cursor; i < values; i++) {
    starts[i] = at;
    lengths[i] = found[i] as number;
    at += found[i] as number;
  }
  return { starts, lengths };
}

function readPlainNumbers(bytes: Uint8Array, type: ParquetType, out: Float64Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'INT64') readLongs(bytes, 0, out.length, out);
  else if (type === 'INT32') for (let i = 0; i < out.length; i++) out[i] = view.getInt32(i * 4, true);
  else if (type === 'DOUBLE') for (let i = 0; i < out.length; i++) out[i] = view.getFloat64(i * 8, true);
  else if (type === 'BOOLEAN') {
    for (let i = 0; i < out.length; i++) out[i] = ((bytes[i >>> 3] as number) >>> (i & 7)) & 1;
  } else throw new UnknownPageError(`Cannot read numbers of type ${type}`);
  return out;
}
