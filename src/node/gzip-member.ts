import { promisify } from 'node:util';
import { gzip, gzipSync, type ZlibOptions } from 'node:zlib';

/** Of 1 to 9: a higher one takes twice the time for events and saves a tenth. */
const LEVEL = 3;
/** Events shrink to an eighth. */
const [LEAST_ROOM, ROOM] = [65_536, 0.2];
const compress = promisify(gzip);

/** Bytes as one gzip member, compressed by node:zlib in a thread of its own. */
export function gzipMember(bytes: Uint8Array): Promise<Uint8Array> {
  return compress(bytes, optionsFor(bytes));
}

/** The same, compressed in this thread, for one of many that have nothing else to do. */
export async function gzipMemberHere(bytes: Uint8Array): Promise<Uint8Array> {
  return gzipSync(bytes, optionsFor(bytes));
}

/** There is room for all that comes out: each time it runs out of room, it waits for this thread, which has work of its own. */
function optionsFor({ length }: Uint8Array): ZlibOptions {
  return { level: LEVEL, memLevel: 9, chunkSize: Math.max(LEAST_ROOM, Math.ceil(length * ROOM)) };
}
