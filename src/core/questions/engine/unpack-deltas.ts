import { type ByteCursor, cut, readVarint } from './unpack.ts';

/**
 * Unpacks `count` numbers of Parquet's DELTA_BINARY_PACKED. Returns false, without having moved, where they do not all lie
 * within 2^53 as deltas and sums.
 */
export function unpackDeltas(cursor: ByteCursor, count: number, out: Float64Array | Int32Array): boolean {
  const start = cursor.at;
  const { bytes } = cursor;
  const blockSize = readVarint(cursor);
  const miniblocks = readVarint(cursor);
  readVarint(cursor);
  let value = readZigzag(cursor);
  if (count > 0) out[0] = value;
  const perMiniblock = blockSize / miniblocks;
  if (!(perMiniblock > 0)) throw cut();
  let done = 1;
  while (done < count) {
    const least = readZigzag(cursor);
    const widths = cursor.at;
    let at = widths + miniblocks;
    for (let i = 0; i < miniblocks && done < count; i++) {
      const width = bytes[widths + i] as number;
      const end = Math.min(count, done + perMiniblock);
      if (width > 52 || Math.max(Math.abs(value), Math.abs(least)) > Number.MAX_SAFE_INTEGER) {
        cursor.at = start;
        return false;
      }
      const after = at + (perMiniblock * width) / 8;
      if (width <= 25 && after + 4 <= bytes.length) {
        value = addWords(bytes, at, width, least, value, out, done, end);
      } else value = addBytes(bytes, at, width, least, value, out, done, end);
      done = end;
      at = after;
    }
    cursor.at = at;
  }
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  cursor.at = start;
  return false;
}

/** Sums up deltas of a miniblock that four bytes hold wherever they begin; returns the last sum. */
function addWords(
  bytes: Uint8Array,
  at: number,
  width: number,
  least: number,
  first: number,
  out: Float64Array | Int32Array,
  start: number,
  end: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mask = 2 ** width - 1;
  let value = first;
  for (let done = start, bit = at * 8; done < end; done++, bit += width) {
    value += least + ((view.getInt32(bit >>> 3, true) >>> (bit & 7)) & mask);
    out[done] = value;
  }
  return value;
}

/** The same of deltas of any width, byte by byte. */
function addBytes(
  bytes: Uint8Array,
  from: number,
  width: number,
  least: number,
  first: number,
  out: Float64Array | Int32Array,
  start: number,
  end: number,
): number {
  let value = first;
  let at = from;
  let bit = 0;
  for (let done = start; done < end; done++) {
    let delta = least;
    let rest = width;
    let scale = 1;
    while (rest > 0) {
      const taken = Math.min(8 - bit, rest);
      delta += (((bytes[at] as number) >>> bit) & ((1 << taken) - 1)) * scale;
      scale *= 1 << taken;
      rest -= taken;
      bit += taken;
      if (bit === 8) {
        bit = 0;
        at++;
      }
    }
    value += delta;
    out[done] = value;
  }
  return value;
}

/** The sign is apart from the start, so that all of 53 bits are left. */
function readZigzag(cursor: ByteCursor): number {
  const { bytes } = cursor;
  let byte = bytes[cursor.at++] as number;
  const isNegative = (byte & 1) === 1;
  let value = (byte & 127) >>> 1;
  for (let scale = 64; byte >= 128; scale *= 128) {
    byte = bytes[cursor.at++] as number;
    value += (byte & 127) * scale;
  }
  return isNegative ? -value - 1 : value;
}
