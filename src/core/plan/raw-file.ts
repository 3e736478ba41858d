import { crc32 } from '../sources/crc32.ts';
import type { Storage } from '../storage/storage.ts';
import type { Segment } from './segments.ts';

/** The file of a data folder with all events that were generated since the last time they were replaced: one JSON array. */
export const RAW_FILE = 'cart_events.json.gz';

/**
 * Gzip members with what stands around and between elements. They are stored, not compressed, so that they are the same bytes
 * everywhere: by its last one a file of ours is known, and what comes after its elements is cut off without unpacking them.
 */
export const OPENING = storedMember('[\n');
export const SEPARATOR = storedMember(',\n');
export const CLOSING = storedMember('\n]\n');

/** Says why generated events cannot be appended to the raw file of a data folder; undefined where they can, or there is none. */
export async function checkRawFile(data: Storage): Promise<string | undefined> {
  const found = await data.stat(RAW_FILE);
  if (found === undefined) return undefined;
  const { size } = found;
  const isLongEnough = size > OPENING.length + CLOSING.length;
  if (
    isLongEnough &&
    isSame(await data.read(RAW_FILE, { start: 0, end: OPENING.length }), OPENING) &&
    isSame(await data.read(RAW_FILE, { start: size - CLOSING.length, end: size }), CLOSING)
  ) {
    return undefined;
  }
  return `Cannot append to ${RAW_FILE} as a generation must have written it: it is another file, to be replaced or moved away`;
}

/** A raw file out of files with the members of elements. */
export function rawFileOf(elements: readonly Segment[]): Segment[] {
  return [OPENING, ...separated(elements), CLOSING];
}

/** The raw file of a data folder with more elements at its end; a new one where there is none. What is there is not unpacked. */
export async function extendRawFile(data: Storage, elements: readonly Segment[]): Promise<Segment[]> {
  const found = await data.stat(RAW_FILE);
  if (found === undefined) return rawFileOf(elements);
  const before = { storage: data, path: RAW_FILE, size: found.size - CLOSING.length };
  return [...separated([before, ...elements]), CLOSING];
}

/** Segments with a separator between each two. */
export function separated(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment, i) => (i === 0 ? [segment] : [SEPARATOR, segment]));
}

/** A short ASCII text as a gzip member with one stored block (RFC 1952 and RFC 1951, section 3.2.4). */
function storedMember(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
  const block = [1, length, 0, ~length & 0xff, 0xff, ...bytes];
  const member = new Uint8Array([...header, ...block, 0, 0, 0, 0, length, 0, 0, 0]);
  new DataView(member.buffer).setUint32(member.length - 8, crc32(bytes), true);
  return member;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
