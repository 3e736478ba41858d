import { InputError, type Place } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { joinBytes } from './bytes.ts';
import { type Gunzip, GunzipError, gunzip as portableGunzip } from './gunzip.ts';
import { type Input, inputFromBytes } from './input.ts';
import { type ReadLimits, readLimits } from './limits.ts';
import { limitRatio } from './ratio.ts';
import { type Text, openText } from './text.ts';
import { readEntry } from './zip.ts';
import { readDirectory } from './zip-directory.ts';

export interface OpenOptions {
  /**
   * How gzip is decompressed.
   *
   * @default the portable gunzip
   */
  gunzip?: Gunzip;
  /** Ends reading; what is pending rejects with its reason. */
  signal?: AbortSignal;
  limits?: Partial<ReadLimits>;
}

interface Opening {
  gunzip: Gunzip;
  limits: Readonly<ReadLimits>;
}

/**
 * The texts in an input, in order, found by content: one, or those of a zip archive by its central directory. Each has
 * to be read before the next is asked for. @throws {InputError}
 */
export async function* openTexts(
  input: Input,
  options: OpenOptions = {},
): AsyncGenerator<Text, void, undefined> {
  const opening = {
    gunzip: options.gunzip ?? portableGunzip,
    limits: { ...readLimits, ...options.limits },
  };
  const place = { file: input.name, entry: null, offset: null };
  yield* openStream(input.stream(options.signal), input, place, 0, opening);
}

/** `whole` gives random access to the stream's bytes, where there is any. */
async function* openStream(
  bytes: AsyncIterable<Uint8Array>,
  whole: Input | undefined,
  place: Place,
  depth: number,
  opening: Opening,
): AsyncGenerator<Text, void, undefined> {
  const { limits } = opening;
  const reader = new ByteReader(bytes);
  try {
    const [a, b, c, d] = await reader.peek(4);
    const isGzip = a === 0x1f && b === 0x8b;
    const isZip = a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6));
    if ((isGzip || isZip) && depth >= limits.containers) {
      throw new InputError(
        `Cannot unpack as at most ${limits.containers} containers may nest: there are more`,
        place,
      );
    }
    if (isGzip) {
      yield* openStream(unpack(reader.rest(), place, opening), undefined, place, depth + 1, opening);
    } else if (isZip) {
      const archive = whole ?? (await hold(reader, place, limits));
      yield* openArchive(archive, place, depth + 1, opening);
    } else {
      yield await openText(reader, place);
    }
  } finally {
    await reader.close();
  }
}

/** Gunzip with the ratio watched and every failure given its place. */
async function* unpack(
  bytes: AsyncIterable<Uint8Array>,
  place: Place,
  { gunzip, limits }: Opening,
): AsyncGenerator<Uint8Array, void, undefined> {
  let packed = 0;
  let plain = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const ratio = limitRatio(limits, () => packed);
  try {
    for await (const chunk of gunzip(counted())) {
      const problem = ratio(chunk.length);
      if (problem !== undefined)
        throw new InputError(`Cannot gunzip as ${problem}`, { ...place, offset: plain });
      yield chunk;
      plain += chunk.length;
    }
  } catch (cause) {
    if (!(cause instanceof GunzipError)) throw cause;
    throw new InputError(cause.message, { ...place, offset: plain }, { cause });
  }
}

/** An archive has its directory at the end, so one inside a container has to be unpacked first. */
async function hold(reader: ByteReader, place: Place, limits: Readonly<ReadLimits>): Promise<Input> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reader.rest()) {
    size += chunk.length;
    if (size > limits.nestedBytes) {
      const problem = `Cannot unpack as a nested archive may have ${limits.nestedBytes} bytes: it has more`;
      throw new InputError(problem, place);
    }
    chunks.push(chunk.slice());
  }
  return inputFromBytes(place.file, joinBytes(chunks));
}

async function* openArchive(
  archive: Input,
  place: Place,
  depth: number,
  opening: Opening,
): AsyncGenerator<Text, void, undefined> {
  let found = 0;
  for (const entry of await readDirectory(archive, place.entry, opening.limits)) {
    if (entry.name.endsWith('/') && entry.size === 0) continue;
    const name = place.entry === null ? entry.name : `${place.entry}/${entry.name}`;
    const bytes = readEntry(archive, entry, name, opening.limits);
    if (isHidden(entry.name) && !(await looksLikeData(readEntry(archive, entry, name, opening.limits))))
      continue;
    found++;
    yield* openStream(bytes, undefined, { file: place.file, entry: name, offset: null }, depth, opening);
  }
  if (found === 0)
    throw new InputError('Cannot read events as the archive has to hold files: it is empty', place);
}

/** Finder's and editors' leftovers, unless their content says otherwise. */
function isHidden(name: string): boolean {
  const parts = name.split('/');
  return parts[0] === '__MACOSX' || parts.at(-1)!.startsWith('.');
}

async function looksLikeData(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  const reader = new ByteReader(bytes);
  try {
    const [a, b] = await reader.peek(2);
    return a === 0x5b || a === 0x7b || (a === 0x1f && b === 0x8b) || (a === 0x50 && b === 0x4b);
  } finally {
    await reader.close();
  }
}
