/** Bytes that are read from `at` on. */
export interface ByteCursor {
  bytes: Uint8Array;
  at: number;
}

/** The next unsigned LEB128 number; exact below 2^53. */
export function readVarint(cursor: ByteCursor): number {
  const { bytes } = cursor;
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[cursor.at++] as number;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}

/**
 * Unpacks `count` numbers of Parquet's hybrid of runs and bit-packed groups, `width` bits each (at most 24 of them), into the
 * start of `out`.
 */
export function unpackRuns(
  cursor: ByteCursor,
  width: number,
  count: number,
  out: Uint8Array | Uint32Array,
): void {
  const { bytes } = cursor;
  const mask = (1 << width) - 1;
  let done = 0;
  while (done < count) {
    const header = readVarint(cursor);
    if ((header & 1) === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= (bytes[cursor.at++] as number) << shift;
      const end = Math.min(count, done + (header >>> 1));
      out.fill(value, done, end);
      done = end;
      continue;
    }
    const packed = (header >>> 1) * 8;
    const after = cursor.at + (packed / 8) * width;
    const end = Math.min(count, done + packed);
    // As long as four bytes are there they are looked at together.
    let bit = 0;
    const whole = Math.min(end, done + Math.floor(((bytes.length - cursor.at - 4) * 8) / width));
    for (; done < whole; bit += width) {
      const from = cursor.at + (bit >>> 3);
      const word =
        (bytes[from] as number) |
        ((bytes[from + 1] as number) << 8) |
        ((bytes[from + 2] as number) << 16) |
        ((bytes[from + 3] as number) << 24);
      out[done++] = (word >>> (bit & 7)) & mask;
    }
    let at = cursor.at + (bit >>> 3);
    let held = (bit & 7) === 0 ? 0 : 8 - (bit & 7);
    let bits = held === 0 ? 0 : (bytes[at++] as number) >>> (bit & 7);
    while (done < end) {
      while (held < width) {
        bits |= (bytes[at++] as number) << held;
        held += 8;
      }
      out[done++] = bits & mask;
      bits >>>= width;
      held -= width;
    }
    cursor.at = after;
  }
}

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
  let done = 1;
  while (done < count) {
    const least = readZigzag(cursor);
    const widths = cursor.at;
    let at = widths + miniblocks;
    for (let i = 0; i < miniblocks && done < count; i++) {
      const width = bytes[widths + i] as number;
      const end = Math.min(count, done + perMiniblock);
      const after = at + (perMiniblock * width) / 8;
      if (width > 52 || Math.max(Math.abs(value), Math.abs(least)) > Number.MAX_SAFE_INTEGER) {
        cursor.at = start;
        return false;
      }
      let bit = 0;
      for (; done < end; done++) {
        let delta = least;
        // Byte by byte, as a word does not hold them all.
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
      at = after;
    }
    cursor.at = at;
  }
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  cursor.at = start;
  return false;
}

/** Numbers stored as 64-bit integers, little endian; those past 2^53 lose their last digits. */
export function readLongs(bytes: Uint8Array, at: number, count: number, out: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 8);
  for (let i = 0; i < count; i++) {
    out[i] = view.getInt32(i * 8 + 4, true) * 4_294_967_296 + view.getUint32(i * 8, true);
  }
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
