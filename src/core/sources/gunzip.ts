import { Inflate } from 'fflate';
import { ByteReader } from './byte-reader.ts';
import { joinBytes } from './bytes.ts';
import { crc32 } from './crc32.ts';

/** Decompresses a whole gzip stream, members and all; a chunk, in or out, is good until the next is asked for. @throws {GunzipError} */
export type Gunzip = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The bytes are no whole gzip stream. */
export class GunzipError extends Error {
  override name = 'GunzipError';

  constructor(problem: string, options?: ErrorOptions) {
    super(`Cannot gunzip as whole members are wanted: ${problem}`, options);
  }
}

/** What can be wrong with a gzip stream. */
export const gunzipProblems = {
  cut: 'the data ends early',
  header: 'a header is none',
  data: 'the compressed data is broken',
  checksum: 'a CRC-32 does not match',
  length: 'a length does not match',
  garbage: 'something follows the last member',
} as const;

const MAX_STEP = 16_384;

/** Gunzip for every runtime: any number of members, each with its CRC-32 and length checked, zero padding at the end. */
export async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new ByteReader(bytes);
  try {
    for (let members = 0; ; members++) {
      const [first] = await reader.peek(1);
      if (first === undefined && members > 0) return;
      if (first === 0 && members > 0) break;
      await readHeader(reader, members > 0);
      yield* readMember(reader);
    }
    await expectZeros(reader);
  } finally {
    await reader.close();
  }
}

async function expectZeros(reader: ByteReader): Promise<void> {
  for await (const chunk of reader.rest()) {
    if (!isZeros(chunk)) throw new GunzipError(gunzipProblems.garbage);
  }
}

/** Whether bytes are padding. */
export function isZeros(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

async function readHeader(reader: ByteReader, trailing: boolean): Promise<void> {
  for (let wanted = 10; ; wanted *= 2) {
    const held = await reader.peek(wanted);
    const size = headerSize(held, trailing);
    if (size !== undefined) return reader.skip(size);
    if (held.length < wanted) throw new GunzipError(gunzipProblems.cut);
  }
}

/** RFC 1952, section 2.3; undefined while the header goes on past the bytes at hand. */
function headerSize(held: Uint8Array, trailing: boolean): number | undefined {
  const wrong = trailing ? gunzipProblems.garbage : gunzipProblems.header;
  const magic = [0x1f, 0x8b, 8];
  if (magic.some((byte, i) => i < held.length && held[i] !== byte)) throw new GunzipError(wrong);
  if (held.length < 10) return undefined;
  const flags = held[3]!;
  if (flags & 0xe0) throw new GunzipError(wrong);
  let at = 10;
  if (flags & 4) {
    if (held.length < at + 2) return undefined;
    at += 2 + held[at]! + held[at + 1]! * 256;
  }
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = held.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }
  if (flags & 2) {
    if (held.length < at + 2) return undefined;
    const sum = held[at]! + held[at + 1]! * 256;
    if ((crc32(held.subarray(0, at)) & 0xffff) !== sum) throw new GunzipError(wrong);
    at += 2;
  }
  return held.length < at ? undefined : at;
}

/** What fflate's Inflate knows but does not show: the final block, whether it is still open, the bit it stands at. */
interface InflateState {
  s: { f?: number; l?: unknown; p?: number };
  p: Uint8Array;
}

async function* readMember(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  let crc = 0;
  let size = 0;
  let out: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => out.push(chunk));
  const state = inflate as unknown as InflateState;
  for (let done = false; !done;) {
    const chunk = await reader.next();
    if (chunk === undefined) throw new GunzipError(gunzipProblems.cut);
    reader.unread(chunk.subarray(MAX_STEP));
    try {
      inflate.push(chunk.subarray(0, MAX_STEP));
    } catch (cause) {
      throw new GunzipError(gunzipProblems.data, { cause });
    }
    done = Boolean(state.s.f) && !state.s.l;
    if (done) {
      const left = state.p.subarray(((state.s.p ?? 0) + 7) >> 3);
      reader.unread(joinBytes([left, chunk.subarray(MAX_STEP)]));
    }
    const plain = out.length === 1 ? out[0]! : joinBytes(out);
    out = [];
    crc = crc32(plain, crc);
    size = (size + plain.length) % 0x1_0000_0000;
    if (plain.length > 0) yield plain;
  }
  const trailer = await reader.peek(8);
  if (trailer.length < 8) throw new GunzipError(gunzipProblems.cut);
  const view = new DataView(trailer.buffer, trailer.byteOffset);
  if (view.getUint32(0, true) !== crc) throw new GunzipError(gunzipProblems.checksum);
  if (view.getUint32(4, true) !== size) throw new GunzipError(gunzipProblems.length);
  reader.skip(8);
}
