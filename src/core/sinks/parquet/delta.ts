import type { Arena } from '../../columns/arena.ts';

/** Values of a block, and of the four parts of it that are packed each with a width of its own. */
const BLOCK = 128;
const PARTS = 4;
const PART = BLOCK / PARTS;
/** Packed 64-bit values, and a block's header. */
const MOST_BLOCK_BYTES = BLOCK * 8 + 16;
const TWO_32 = 2 ** 32;

/**
 * The first `count` of some whole numbers within 2^53, whose neighbours differ by less than that, as Parquet's
 * DELTA_BINARY_PACKED.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#delta-encoding-delta_binary_packed--5
 */
export function deltaPacked(values: Float64Array | Uint32Array, count: number, arena: Arena): Uint8Array {
  const out = arena.bytes(32 + Math.ceil(count / BLOCK) * MOST_BLOCK_BYTES);
  const deltas = arena.doubles(BLOCK);
  let length = 0;
  const varint = (value: number): void => {
    for (; value > 0x7f; value = Math.floor(value / 0x80)) out[length++] = (value % 0x80) + 0x80;
    out[length++] = value;
  };
  const zigzag = (value: number): void => varint(value < 0 ? -value * 2 - 1 : value * 2);

  varint(BLOCK);
  varint(PARTS);
  varint(count);
  zigzag(count === 0 ? 0 : (values[0] as number));
  for (let at = 1; at < count; at += BLOCK) {
    const size = Math.min(BLOCK, count - at);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      const delta = (values[at + i] as number) - (values[at + i - 1] as number);
      deltas[i] = delta;
      if (delta < least) least = delta;
    }
    // What is missing in the last block is packed as zeros.
    for (let i = 0; i < BLOCK; i++) deltas[i] = i < size ? (deltas[i] as number) - least : 0;
    zigzag(least);
    const widths = length;
    length += PARTS;
    for (let part = 0; part < PARTS; part++) {
      const width = part * PART < size ? widthOf(deltas, part * PART) : 0;
      out[widths + part] = width;
      length = pack(deltas, part * PART, width, out, length);
    }
  }
  return out.subarray(0, length);
}

function widthOf(deltas: Float64Array, from: number): number {
  let most = 0;
  for (let i = from; i < from + PART; i++) most = Math.max(most, deltas[i] as number);
  return most < TWO_32 ? 32 - Math.clz32(most) : 64 - Math.clz32(Math.floor(most / TWO_32));
}

/** Packs the values of a part, lowest bits first; returns the new length. */
function pack(deltas: Float64Array, from: number, width: number, out: Uint8Array, length: number): number {
  if (width === 0) return length;
  let bits = 0;
  let buffer = 0;
  if (width <= 24) {
    for (let i = from; i < from + PART; i++) {
      buffer |= (deltas[i] as number) << bits;
      for (bits += width; bits >= 8; bits -= 8) {
        out[length++] = buffer & 0xff;
        buffer >>>= 8;
      }
    }
    return length;
  }
  // Wider ones go in parts: seven pending bits and sixteen new ones fit in a word.
  for (let i = from; i < from + PART; i++) {
    let value = deltas[i] as number;
    for (let left = width; left > 0; left -= 16) {
      const taken = Math.min(16, left);
      const rest = Math.floor(value / 0x10000);
      buffer |= (value - rest * 0x10000) << bits;
      value = rest;
      for (bits += taken; bits >= 8; bits -= 8) {
        out[length++] = buffer & 0xff;
        buffer >>>= 8;
      }
    }
  }
  return length;
}
