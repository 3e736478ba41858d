/** Entries of the largest table of places, as a power of two. */
const MOST_BITS = 14;
/** A copy reaches back no further. */
const FARTHEST = 0xffff;
/** In so many bytes before the end no copy begins. */
const MARGIN = 15;
/** Searches between two places that are looked at grow further apart by one each time that many have found nothing. */
const PATIENCE = 32;
const MULTIPLIER = 0x1e35a7bd;

const tables = Array.from(
  { length: MOST_BITS + 1 },
  (_, bits) => new Uint32Array(bits === 0 ? 0 : 1 << bits),
);

/** The most bytes that a text of so many may take. */
export function snappyBound(length: number): number {
  return 32 + length + Math.ceil(length / 6);
}

/**
 * Compresses bytes as snappy into `out`, which has room for `snappyBound` of them from `start` on, and returns where it ends. It
 * finds what the reference finds. https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappy(input: Uint8Array, out: Uint8Array, start: number): number {
  const { length } = input;
  let at = start;
  for (let rest = length; ; rest >>>= 7) {
    out[at++] = rest > 0x7f ? (rest & 0x7f) | 0x80 : rest;
    if (rest <= 0x7f) break;
  }
  if (length < MARGIN) return literal(input, 0, length, out, at);

  const bits = Math.min(MOST_BITS, 31 - Math.clz32(length));
  const shift = 32 - bits;
  const table = tables[bits] as Uint32Array;
  table.fill(0);
  const view = new DataView(input.buffer, input.byteOffset, length);
  const last = length - MARGIN;
  let from = 0;
  let place = 1;
  let word = view.getInt32(place, true);
  search: for (;;) {
    let candidate = 0;
    let next = place;
    for (let tries = PATIENCE; ; tries++) {
      place = next;
      const slot = Math.imul(word, MULTIPLIER) >>> shift;
      const current = word;
      next = place + (tries >>> 5);
      if (place > last) break search;
      // Reads past `last` stay within the margin, as the step is no longer than it until the search is over.
      word = next + 4 <= length ? view.getInt32(next, true) : 0;
      candidate = table[slot] as number;
      table[slot] = place;
      if (place - candidate <= FARTHEST && view.getInt32(candidate, true) === current) break;
    }
    at = literal(input, from, place, out, at);
    for (;;) {
      const base = place;
      place = matchEnd(view, candidate + 4, place + 4, length);
      at = copy(base - candidate, place - base, out, at);
      from = place;
      if (place >= last) break search;
      table[Math.imul(view.getInt32(place - 1, true), MULTIPLIER) >>> shift] = place - 1;
      word = view.getInt32(place, true);
      const slot = Math.imul(word, MULTIPLIER) >>> shift;
      candidate = table[slot] as number;
      table[slot] = place;
      if (place - candidate > FARTHEST || view.getInt32(candidate, true) !== word) break;
    }
    place++;
    word = view.getInt32(place, true);
  }
  return literal(input, from, length, out, at);
}

/** The end of the bytes from `place` on that are those from `candidate` on. */
function matchEnd(view: DataView, candidate: number, place: number, length: number): number {
  const distance = place - candidate;
  let end = place;
  while (end + 4 <= length && view.getInt32(end, true) === view.getInt32(end - distance, true)) end += 4;
  while (end < length && view.getUint8(end) === view.getUint8(end - distance)) end++;
  return end;
}

/** Appends bytes as they are. */
function literal(input: Uint8Array, from: number, to: number, out: Uint8Array, start: number): number {
  const length = to - from;
  if (length === 0) return start;
  let at = start;
  const least = length - 1;
  if (least < 60) out[at++] = least << 2;
  else {
    const bytes = least < 0x100 ? 1 : least < 0x10000 ? 2 : least < 0x1000000 ? 3 : 4;
    out[at++] = (59 + bytes) << 2;
    for (let i = 0; i < bytes; i++) out[at++] = (least >>> (i * 8)) & 0xff;
  }
  if (length > 64) out.set(input.subarray(from, to), at);
  else for (let i = 0; i < length; i++) out[at + i] = input[from + i] as number;
  return at + length;
}

/** Appends the copy of `length` bytes from `offset` bytes back, in as many parts as it takes. */
function copy(offset: number, length: number, out: Uint8Array, start: number): number {
  let at = start;
  let left = length;
  for (; left >= 68; left -= 64) at = copyPart(offset, 64, out, at);
  if (left > 64) {
    at = copyPart(offset, 60, out, at);
    left -= 60;
  }
  return copyPart(offset, left, out, at);
}

function copyPart(offset: number, length: number, out: Uint8Array, at: number): number {
  if (length < 12 && offset < 2048) {
    out[at] = 1 + ((length - 4) << 2) + ((offset >>> 8) << 5);
    out[at + 1] = offset & 0xff;
    return at + 2;
  }
  out[at] = 2 + ((length - 1) << 2);
  out[at + 1] = offset & 0xff;
  out[at + 2] = offset >>> 8;
  return at + 3;
}
