import type { ParquetType } from 'hyparquet';
import type { Arena } from '../../columns/arena.ts';
import { deltaPacked } from './delta.ts';
import { hybrid } from './hybrid.ts';
import type { NumberDictionary } from './number-dictionary.ts';
import { type Body, numbered } from './text-pages.ts';

/** Numbers of a page, encoded, and the dictionary where they are numbered. */
export interface NumberBody extends Body {
  dictionary?: { bytes: Uint8Array; count: number };
}

const TWO_32 = 2 ** 32;
/** What lies further apart has differences that a double cannot hold. */
const WIDEST = 2 ** 52;

/** Numbers one after another, or numbers of a dictionary where that halves them. */
export function encodeNumbers(
  values: Float64Array,
  type: ParquetType,
  dictionary: NumberDictionary,
  arena: Arena,
): NumberBody {
  if (type === 'BOOLEAN') return { encoding: 'RLE', body: truths(values, arena) };
  if (!dictionary.fill(values, type === 'INT32' ? 4 : 8))
    return { encoding: 'PLAIN', body: plainNumbers(values, type, arena) };
  return {
    ...numbered(dictionary.codes, values.length, dictionary.size, arena),
    dictionary: { bytes: plainNumbers(dictionary.values(), type, arena), count: dictionary.size },
  };
}

/** Whole numbers most of which are near to their neighbours. */
export function encodeRising(values: Float64Array, least: number, most: number, arena: Arena): Body {
  // Without values the least is infinite.
  if (!(most - least <= WIDEST)) return { encoding: 'PLAIN', body: plainNumbers(values, 'INT64', arena) };
  return { encoding: 'DELTA_BINARY_PACKED', body: deltaPacked(values, values.length, arena) };
}

/** Numbers as PLAIN, little-endian: those of INT64 are whole and within 2^53. */
function plainNumbers(values: Float64Array, type: ParquetType, arena: Arena): Uint8Array {
  const width = type === 'INT32' ? 4 : 8;
  const body = arena.bytes(values.length * width);
  const view = new DataView(body.buffer, body.byteOffset);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (type === 'DOUBLE') view.setFloat64(i * 8, value, true);
    else if (type === 'INT32') view.setInt32(i * 4, value, true);
    else {
      view.setUint32(i * 8, value >>> 0, true);
      view.setInt32(i * 8 + 4, Math.floor(value / TWO_32), true);
    }
  }
  return body;
}

/** Truth values as RLE, after the length of it. */
function truths(values: Float64Array, arena: Arena): Uint8Array {
  const bits = arena.bytes(values.length);
  bits.set(values);
  const packed = hybrid(bits, values.length, 1, arena);
  const body = arena.bytes(packed.length + 4);
  new DataView(body.buffer, body.byteOffset).setUint32(0, packed.length, true);
  body.set(packed, 4);
  return body;
}
