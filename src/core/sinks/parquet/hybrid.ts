import type { Arena } from '../../columns/arena.ts';

/** Runs of that many equal values are written as a run, shorter ones bit by bit. */
const GROUP = 8;

/** Bits that values from 0 to `most` need; 0 where there is only 0. */
export function bitWidth(most: number): number {
  return 32 - Math.clz32(most);
}

/**
 * The first `count` of some whole numbers below 2^`width` as Parquet's hybrid of runs and bit-packed groups; `width` is 24 at most.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#run-length-encoding--bit-packing-hybrid-rle--3
 */
export function hybrid(
  values: Uint8Array | Uint32Array,
  count: number,
  width: number,
  arena: Arena,
): Uint8Array {
  // A run or a stretch of groups takes ten bytes at most beside the bits, and stands for eight values or more.
  const out = arena.bytes(Math.ceil((count * width) / 8) + (Math.ceil(count / GROUP) + 1) * 10);
  let length = 0;
  const header = (value: number): void => {
    for (; value > 0x7f; value >>>= 7) out[length++] = (value & 0x7f) | 0x80;
    out[length++] = value;
  };
  for (let at = 0; at < count;) {
    const run = runLength(values, at, count);
    if (run >= GROUP || at + run === count) {
      header(run << 1);
      const value = values[at] as number;
      for (let shift = 0; shift < width; shift += 8) out[length++] = (value >>> shift) & 0xff;
      at += run;
      continue;
    }
    const end = stretchEnd(values, at, count);
    header((Math.ceil((end - at) / GROUP) << 1) | 1);
    length = pack(values, at, end, width, out, length);
    at = end;
  }
  return out.subarray(0, length);
}

function runLength(values: Uint8Array | Uint32Array, at: number, end: number): number {
  const value = values[at];
  let next = at + 1;
  while (next < end && values[next] === value) next++;
  return next - at;
}

/** The end of the groups from `at` on, up to the next that is a run. */
function stretchEnd(values: Uint8Array | Uint32Array, at: number, count: number): number {
  for (let end = at + GROUP; ; end += GROUP) {
    if (end >= count) return count;
    const next = Math.min(end + GROUP, count);
    if (runLength(values, end, next) === next - end) return end;
  }
}

/** Packs values, lowest bits first, and fills the last group with zeros; returns the new length. */
function pack(
  values: Uint8Array | Uint32Array,
  from: number,
  to: number,
  width: number,
  out: Uint8Array,
  start: number,
): number {
  let length = start;
  const end = start + Math.ceil((to - from) / GROUP) * width;
  let buffer = 0;
  let bits = 0;
  let i = from;
  // Most of what is packed is whether values are there.
  if (width === 1) for (; i + GROUP <= to; i += GROUP) out[length++] = groupOfBits(values, i);
  for (; i < to; i++) {
    buffer |= (values[i] as number) << bits;
    bits += width;
    while (bits >= 8) {
      out[length++] = buffer & 0xff;
      buffer >>>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) out[length++] = buffer & 0xff;
  while (length < end) out[length++] = 0;
  return end;
}

function groupOfBits(values: Uint8Array | Uint32Array, at: number): number {
  const low = values[at]! | (values[at + 1]! << 1) | (values[at + 2]! << 2) | (values[at + 3]! << 3);
  const high = values[at + 4]! | (values[at + 5]! << 1) | (values[at + 6]! << 2) | (values[at + 7]! << 3);
  return low | (high << 4);
}
