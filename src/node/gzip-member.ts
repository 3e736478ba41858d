import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Of 1 to 9: a higher one takes twice the time for events and saves a tenth. */
const LEVEL = 3;
/** Events shrink to an eighth. */
const [LEAST_ROOM, ROOM] = [65_536, 0.2];
const compress = promisify(gzip);

/**
 * Bytes as one gzip member, compressed by node:zlib in a thread of its own. It has room for all that comes out: each time it runs
 * out of room, it waits for this thread, which has work of its own.
 */
export function gzipMember(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const chunkSize = Math.max(LEAST_ROOM, Math.ceil(bytes.length * ROOM));
  return compress(bytes, { level: LEVEL, memLevel: 9, chunkSize });
}
