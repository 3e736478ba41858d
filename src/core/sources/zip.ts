import { InputError } from '../errors.ts';
import { crc32 } from './crc32.ts';
import { InflateError, inflateRaw } from './inflate.ts';
import type { Input } from './input.ts';
import { limitRatio } from './ratio.ts';
import type { ReadLimits } from './limits.ts';
import type { ZipEntry } from './zip-directory.ts';

const READ_BYTES = 1_048_576;

/** The decompressed bytes of a zip entry, its CRC-32 and size checked. `name` is what errors call it. */
export async function* readEntry(
  input: Input,
  entry: ZipEntry,
  name: string,
  limits: Readonly<ReadLimits>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  function failure(problem: string, options?: ErrorOptions): InputError {
    return new InputError(
      `Cannot unzip as ${problem}`,
      { file: input.name, entry: name, offset: size },
      options,
    );
  }
  if (entry.flags & 0x41) throw failure('entries without a password are wanted: this one is encrypted');
  if (entry.method !== 0 && entry.method !== 8) {
    throw failure(`entries are stored or deflated: this one has method ${entry.method}`);
  }
  const start = await dataStart(input, entry);
  if (start === undefined) throw failure('an entry begins with its header: there is none');
  const packed = readRange(input, start, start + entry.packed);
  const ratio = limitRatio(limits, () => entry.packed);
  let crc = 0;
  try {
    for await (const chunk of entry.method === 0 ? packed : inflateRaw(packed)) {
      crc = crc32(chunk, crc);
      if (size + chunk.length > entry.size)
        throw failure(`${entry.size} bytes are announced: there are more`);
      const problem = ratio(chunk.length);
      if (problem !== undefined) throw failure(problem);
      yield chunk;
      size += chunk.length;
    }
  } catch (cause) {
    if (!(cause instanceof InflateError)) throw cause;
    throw failure('whole entries are wanted: the compressed data is broken', { cause });
  }
  if (size !== entry.size) throw failure(`${entry.size} bytes are announced: there are ${size}`);
  if (crc !== entry.crc) throw failure('the CRC-32 of an entry has to match: it does not');
}

async function dataStart(input: Input, entry: ZipEntry): Promise<number | undefined> {
  const header = await input.read(entry.offset, entry.offset + 30);
  if (header.length < 30) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, 30);
  if (view.getUint32(0, true) !== 0x0403_4b50) return undefined;
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  return start + entry.packed > input.size ? undefined : start;
}

async function* readRange(input: Input, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += READ_BYTES) yield await input.read(at, Math.min(end, at + READ_BYTES));
}
