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
    let at = cursor.at;
    let bits = 0;
    let held = 0;
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
      if (width > 52 || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        cursor.at = start;
        return false;
      }
      let bit = 0;
      for (; done < end; done++) {
        value += least;
        // Up to seven bytes hold the bits: four of them at most fit into a word.
        let rest = width;
        let scale = 1;
        while (rest > 0) {
          const taken = Math.min(8 - bit, rest);
          value += (((bytes[at] as number) >>> bit) & ((1 << taken) - 1)) * scale;
          scale *= 1 << taken;
          rest -= taken;
          bit += taken;
          if (bit === 8) {
            bit = 0;
            at++;
          }
        }
        out[done] = value;
      }
      at = after;
    }
    cursor.at = at;
  }
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

/** Numbers stored as 64-bit integers, little endian; those past 2^53 lose their last digits. */
export function readLongs(bytes: Uint8Array, at: number, count: number, out: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 8);
  for (let i = 0; i < count; i++) {
    out[i] = view.getInt32(i * 8 + 4, true) * 4_294_967_296 + view.getUint32(i * 8, true);
  }
}

function readZigzag(cursor: ByteCursor): number {
  const coded = readVarint(cursor);
  return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
}
