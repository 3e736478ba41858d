import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Of 1 to 9: a higher one takes twice the time for events and saves a tenth. */
const LEVEL = 3;
const compress = promisify(gzip);

/** Bytes as one gzip member, compressed by node:zlib in a thread of its own. */
export function gzipMember(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return compress(bytes, { level: LEVEL, memLevel: 9 });
}
