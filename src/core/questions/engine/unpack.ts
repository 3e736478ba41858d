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
    // Past the end there is none.
    if (!(byte >= 128)) return value;
    scale *= 128;
  }
}

/**
 * Unpacks `count` numbers of Parquet's hybrid of runs and bit-packed groups, `width` bits each (at most 24 of them), into the
 * start of `out`, with `plus` added to each.
 */
export function unpackRuns(
  cursor: ByteCursor,
  width: number,
  count: number,
  out: Uint8Array | Uint16Array | Uint32Array,
  plus = 0,
): void {
  const { bytes } = cursor;
  let done = 0;
  while (done < count) {
    const header = readVarint(cursor);
    if ((header & 1) === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= (bytes[cursor.at++] as number) << shift;
      const end = Math.min(count, done + (header >>> 1));
      if (end === done) throw cut();
      out.fill(value + plus, done, end);
      done = end;
      continue;
    }
    const packed = (header >>> 1) * 8;
    const end = Math.min(count, done + packed);
    if (end === done) throw cut();
    unpackGroups(bytes, cursor.at, width, out, done, end, plus);
    done = end;
    cursor.at += (packed / 8) * width;
  }
  if (cursor.at > bytes.length) throw cut();
}

/** Unpacks bit-packed numbers from a byte on into out[start, end). */
function unpackGroups(
  bytes: Uint8Array,
  at: number,
  width: number,
  out: Uint8Array | Uint16Array | Uint32Array,
  start: number,
  end: number,
  plus: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mask = (1 << width) - 1;
  let bit = at * 8;
  let done = start;
  // As long as four bytes are there they are looked at together.
  const whole = Math.min(end, start + Math.floor(((bytes.length - at - 4) * 8) / width));
  if (width <= 12) {
    for (; done + 1 < whole; bit += width * 2) {
      const word = view.getInt32(bit >>> 3, true) >>> (bit & 7);
      out[done++] = (word & mask) + plus;
      out[done++] = ((word >>> width) & mask) + plus;
    }
  } else {
    for (; done < whole; bit += width) {
      out[done++] = ((view.getInt32(bit >>> 3, true) >>> (bit & 7)) & mask) + plus;
    }
  }
  for (; done < end; bit += width) {
    let word = 0;
    for (let i = 0; i < 4; i++) word |= (bytes[(bit >>> 3) + i] as number) << (i * 8);
    out[done++] = ((word >>> (bit & 7)) & mask) + plus;
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

function cut(): Error {
  return new Error('Cannot unpack a page as it must hold all of its values');
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
