import { constants, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getSystemErrorMessage } from 'node:util';
import { InputError } from '../core/errors.ts';
import type { Input } from '../core/sources/input.ts';
import { isSystemError } from './atomic.ts';
import { makeFolder } from './folders.ts';
import { lendChunks } from './lend-chunks.ts';
import { followLinks, isWithin } from './links.ts';

export interface OpenInputsOptions {
  /** Folder for what arrives on standard input; made when it is not there. */
  tempDir: string;
  /**
   * Folder that paths begin at, and that what they name must lie in, wherever links lead. Inputs keep the names that they are
   * given, and `-` is one of them. Pipes, sockets and devices are refused, as whoever reads them may wait for ever.
   *
   * @default the working directory, and no bounds
   */
  inside?: string;
  /**
   * What `-` reads.
   *
   * @default process.stdin
   */
  stdin?: Readable;
  /** Ends the reading of standard input with the signal's reason. */
  signal?: AbortSignal;
}

/** Inputs, and what removes the temporary files under them. */
export interface OpenedInputs {
  inputs: Input[];
  dispose(): Promise<void>;
}

const CHUNK_BYTES = 1_048_576;
const NO_FILE = 'a file or folder is wanted: it is neither';

/**
 * The inputs that arguments name: a file, a folder (all files in it at any depth by path, dot files left out), or `-`
 * for standard input. @throws {InputError} where there is nothing to read
 */
export async function openInputs(args: readonly string[], options: OpenInputsOptions): Promise<OpenedInputs> {
  const inputs: Input[] = [];
  const temporary: string[] = [];
  const bounds = options.inside && (await followLinks(resolve(options.inside)));
  async function dispose(): Promise<void> {
    for (const folder of temporary.splice(0)) await rm(folder, { recursive: true, force: true });
  }
  try {
    for (const arg of args) {
      if (arg === '-' && bounds === undefined) {
        await makeFolder(options.tempDir);
        const folder = await mkdtemp(join(options.tempDir, 'stdin-'));
        temporary.push(folder);
        const path = join(folder, 'stdin');
        await pipeline(options.stdin ?? process.stdin, createWriteStream(path), {
          ...(options.signal && { signal: options.signal }),
        });
        inputs.push(await openFile(path, '-'));
      } else {
        inputs.push(...(await openPath(arg, bounds)));
      }
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { inputs, dispose };
}

async function openPath(name: string, bounds: string | undefined): Promise<Input[]> {
  const path = bounds === undefined ? name : resolve(bounds, name);
  await checkBounds(path, name, bounds);
  const found = await attempt(name, () => stat(path));
  const isBound = bounds !== undefined;
  if (!found.isDirectory()) {
    if (isBound && !found.isFile()) fail(name, NO_FILE);
    return [await openFile(path, name, isBound)];
  }
  const files = await attempt(name, () => listFiles(path, name, ''));
  if (files.length === 0) fail(name, 'a folder has to hold files: it has none');
  return Promise.all(
    files.toSorted(byCodeUnits).map(async (file) => {
      await checkBounds(join(path, file), join(name, file), bounds);
      return openFile(join(path, file), join(name, file), isBound);
    }),
  );
}

async function checkBounds(path: string, name: string, bounds: string | undefined): Promise<void> {
  if (bounds === undefined || isWithin(bounds, await followLinks(path))) return;
  fail(name, 'it must stay in the folder that paths begin at: it leads out of it');
}

async function listFiles(root: string, shown: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    const kind = entry.isSymbolicLink() ? await stat(join(root, name)) : entry;
    if (kind.isDirectory() && !entry.isSymbolicLink()) found.push(...(await listFiles(root, shown, name)));
    else if (kind.isFile()) found.push(name);
    else if (kind.isDirectory())
      fail(join(shown, name), 'links to folders are not followed, give the folder as an input');
  }
  return found;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function openFile(path: string, name: string, isBound = false): Promise<Input> {
  // Between a look and the opening a file may become a pipe, which would be waited for.
  const flags = isBound ? constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) : constants.O_RDONLY;
  const file = await attempt(name, () => open(path, flags));
  const found = await file.stat();
  await file.close();
  if (isBound && !found.isFile()) fail(name, NO_FILE);
  const { size } = found;
  return {
    name,
    size,
    async *stream(signal) {
      const handle = await open(path, flags);
      yield* lendChunks(handle.createReadStream({ highWaterMark: CHUNK_BYTES, ...(signal && { signal }) }));
    },
    async read(start, end) {
      const handle = await open(path, flags);
      try {
        return await readRange(handle, start, Math.min(end, size));
      } finally {
        await handle.close();
      }
    },
  };
}

async function readRange(
  handle: Awaited<ReturnType<typeof open>>,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function attempt<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const problem = problems[cause.code] ?? getSystemErrorMessage(cause.errno);
    return fail(name, `a file or folder that can be read is wanted: ${problem}`, { cause });
  }
}

const problems: Record<string, string> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
};

function fail(name: string, problem: string, options?: ErrorOptions): never {
  throw new InputError(
    `Cannot open ${name} as ${problem}`,
    { file: name, entry: null, offset: null },
    options,
  );
}
