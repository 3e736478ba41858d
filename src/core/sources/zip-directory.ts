import { InputError } from '../errors.ts';
import type { Input } from './input.ts';
import type { ReadLimits } from './limits.ts';

/** A file in a zip archive, as the central directory tells. */
export interface ZipEntry {
  name: string;
  flags: number;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  /** Compressed bytes. */
  packed: number;
  /** Decompressed bytes. */
  size: number;
  /** Where its local header stands. */
  offset: number;
}

const END_BYTES = 22;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY = 67_108_864;
const UNKNOWN = 0xffff_ffff;
const utf8 = new TextDecoder();

/** The entries of a zip archive in the order of its central directory (APPNOTE.TXT, sections 4.3 and 4.5.3). */
export async function readDirectory(
  input: Input,
  entry: string | null,
  limits: Readonly<ReadLimits>,
): Promise<ZipEntry[]> {
  function fail(problem: string, offset: number | null = null): never {
    throw new InputError(`Cannot unzip as ${problem}`, { file: input.name, entry, offset });
  }
  const end = await findEnd(input);
  if (end === undefined) return fail('a whole archive ends in its directory: there is none, it is cut short');
  if (end.disks) fail('an archive of one part is wanted: this is one of several');
  if (end.count > limits.entries) fail(`at most ${limits.entries} entries are read: it has ${end.count}`);
  if (end.start + end.size > input.size || end.size > MAX_DIRECTORY) {
    fail(`its directory lies in the file: it would be ${end.size} bytes at ${end.start}`);
  }
  const bytes = await input.read(end.start, end.start + end.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: ZipEntry[] = [];
  let at = 0;
  let packed = 0;
  for (let i = 0; i < end.count; i++) {
    const length = at + 46 > bytes.length ? 0 : entryLength(view, at);
    if (length === 0 || at + length > bytes.length || view.getUint32(at, true) !== 0x0201_4b50) {
      return fail(`${end.count} entries are wanted: the directory breaks off after ${i}`, end.start + at);
    }
    const found = readEntry(view, at);
    packed += found.packed + 30;
    entries.push(found);
    at += length;
  }
  // Entries that share their bytes are how a small archive unpacks to petabytes.
  if (packed > input.size) fail('entries lie side by side: these overlap');
  return entries;
}

interface DirectoryEnd {
  disks: boolean;
  count: number;
  size: number;
  start: number;
}

async function findEnd(input: Input): Promise<DirectoryEnd | undefined> {
  const from = Math.max(0, input.size - END_BYTES - MAX_COMMENT - 20);
  const bytes = await input.read(from, input.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = bytes.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x0605_4b50) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) !== bytes.length) continue;
    const end = {
      disks: view.getUint16(at + 4, true) !== view.getUint16(at + 6, true),
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      start: view.getUint32(at + 16, true),
    };
    const wide = end.count === 0xffff || end.size === UNKNOWN || end.start === UNKNOWN;
    if (wide && at >= 20 && view.getUint32(at - 20, true) === 0x0706_4b50) {
      return readWideEnd(input, Number(view.getBigUint64(at - 12, true)));
    }
    return end;
  }
  return undefined;
}

async function readWideEnd(input: Input, at: number): Promise<DirectoryEnd | undefined> {
  if (at + 56 > input.size) return undefined;
  const bytes = await input.read(at, at + 56);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 56 || view.getUint32(0, true) !== 0x0606_4b50) return undefined;
  return {
    disks: view.getUint32(16, true) !== view.getUint32(20, true),
    count: Number(view.getBigUint64(32, true)),
    size: Number(view.getBigUint64(40, true)),
    start: Number(view.getBigUint64(48, true)),
  };
}

function entryLength(view: DataView, at: number): number {
  return 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
}

function readEntry(view: DataView, at: number): ZipEntry {
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const entry: ZipEntry = {
    name: utf8.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameEnd - at - 46)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  widen(entry, view, nameEnd, nameEnd + view.getUint16(at + 30, true));
  return entry;
}

/** Zip64: what does not fit 32 bits stands in an extra field, in this order. */
function widen(entry: ZipEntry, view: DataView, start: number, end: number): void {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ['size', 'packed', 'offset'] as const) {
      if (entry[key] !== UNKNOWN || field + 8 > end) continue;
      entry[key] = Number(view.getBigUint64(field, true));
      field += 8;
    }
    return;
  }
}
