/** Bytes that are read from `at` on. */
export interface ByteCursor {
  bytes: Uint8Array;
  at: number;
}

/** Runs up to this long are rather filled in a loop. */
const SHORT = 64;

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
export function unpackRuns(cursor: ByteCursor, width: number, count: number, out: Out, plus = 0): void {
  const { bytes } = cursor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let done = 0;
  while (done < count) {
    const header = readVarint(cursor);
    if ((header & 1) === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= (bytes[cursor.at++] as number) << shift;
      const end = Math.min(count, done + (header >>> 1));
      if (end === done) throw cut();
      if (end - done > SHORT) out.fill(value + plus, done, end);
      else for (let i = done; i < end; i++) out[i] = value + plus;
      done = end;
      continue;
    }
    const packed = (header >>> 1) * 8;
    const end = Math.min(count, done + packed);
    if (end === done) throw cut();
    unpackGroups(view, cursor.at, width, out, done, end, plus);
    done = end;
    cursor.at += (packed / 8) * width;
  }
  if (cursor.at > bytes.length) throw cut();
}

type Out = Uint8Array | Uint16Array | Uint32Array;

/** Unpacks bit-packed numbers from a byte on into out[start, end), as many at once as a word of four bytes holds. */
function unpackGroups(
  view: DataView,
  at: number,
  width: number,
  out: Out,
  start: number,
  end: number,
  plus: number,
): void {
  const mask = (1 << width) - 1;
  const bits = at * 8;
  const whole = Math.min(end, start + Math.floor(((view.byteLength - at - 4) * 8) / width));
  let done = start;
  if (width <= 3) done = unpackEights(view, bits, width, out, start, whole, plus);
  else if (width <= 12) done = unpackPairs(view, bits, width, out, start, whole, plus);
  for (let bit = bits + (done - start) * width; done < whole; bit += width) {
    out[done++] = ((view.getInt32(bit >>> 3, true) >>> (bit & 7)) & mask) + plus;
  }
  // The last bytes are looked at one by one.
  for (let bit = bits + (done - start) * width; done < end; bit += width) {
    let word = 0;
    for (let i = 0, from = bit >>> 3; i < 4 && from + i < view.byteLength; i++) {
      word |= view.getUint8(from + i) << (i * 8);
    }
    out[done++] = ((word >>> (bit & 7)) & mask) + plus;
  }
}

/** Eight numbers take as many bytes as one takes bits. Returns where it has ended. */
function unpackEights(
  view: DataView,
  bits: number,
  width: number,
  out: Out,
  start: number,
  end: number,
  plus: number,
): number {
  const mask = (1 << width) - 1;
  let done = start;
  for (let at = bits >>> 3; done + 8 <= end; at += width, done += 8) {
    const word = view.getInt32(at, true);
    out[done] = (word & mask) + plus;
    out[done + 1] = ((word >>> width) & mask) + plus;
    out[done + 2] = ((word >>> (2 * width)) & mask) + plus;
    out[done + 3] = ((word >>> (3 * width)) & mask) + plus;
    out[done + 4] = ((word >>> (4 * width)) & mask) + plus;
    out[done + 5] = ((word >>> (5 * width)) & mask) + plus;
    out[done + 6] = ((word >>> (6 * width)) & mask) + plus;
    out[done + 7] = ((word >>> (7 * width)) & mask) + plus;
  }
  return done;
}

function unpackPairs(
  view: DataView,
  bits: number,
  width: number,
  out: Out,
  start: number,
  end: number,
  plus: number,
): number {
  const mask = (1 << width) - 1;
  let done = start;
  for (let bit = bits; done + 2 <= end; bit += width * 2, done += 2) {
    const word = view.getInt32(bit >>> 3, true) >>> (bit & 7);
    out[done] = (word & mask) + plus;
    out[done + 1] = ((word >>> width) & mask) + plus;
  }
  return done;
}

/** What is said of a page that ends too soon. */
export function cut(): Error {
  return new Error('Cannot unpack a page as it must hold all of its values');
}

/** Numbers stored as 64-bit integers, little endian; those past 2^53 lose their last digits. */
export function readLongs(bytes: Uint8Array, at: number, count: number, out: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 8);
  for (let i = 0; i < count; i++) {
    out[i] = view.getInt32(i * 8 + 4, true) * 4_294_967_296 + view.getUint32(i * 8, true);
  }
}
