import type { TextShape } from '../sinks/element-text.ts';
import type { GenerateOptions } from '../sources/shopper/options.ts';
import type { Storage } from '../storage/storage.ts';
import type { Executor } from './executor.ts';
import type { Compress } from './generate-part.ts';
import { hashing, type Hasher } from './hashing.ts';

/** Where the files of a generation go, as paths of its output. */
export interface GeneratePaths {
  events: string;
  /** Written when there is chaos, and removed when there is none. */
  truth: string;
  record: string;
  /** The customers who came, a line each. */
  customers: string | null;
  /** The catalogue. */
  products: string | null;
}

export interface GenerateRequest {
  options: GenerateOptions;
  output: Storage;
  paths: GeneratePaths;
  shape: TextShape;
  /** Makes a gzip member of each part; null leaves the text as it is. */
  compress: Compress | null;
  /** Makes the parts, several at once, with a `compress` of its own. @default this thread does */
  openExecutor?: (() => Executor) | undefined;
  /** Says who a customer is; needed where customers are written. */
  describeCustomer?: (id: number) => object;
  /** Version of Cartograph. */
  version: string;
  now: () => Date;
  createHasher: () => Hasher;
  /** Is told how many events are made, of all. */
  onProgress?: (events: number, count: number) => void;
  signal?: AbortSignal;
}

/**
 * Writes a file of a generation; the record of before, which may tell of another in its place, goes when that one is about to be
 * replaced.
 */
export async function writeHashed(
  { output, paths, createHasher }: GenerateRequest,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hasher = createHasher();
  async function* hashed(): AsyncGenerator<Uint8Array> {
    yield* hashing(bytes, hasher);
    await output.remove(paths.record);
  }
  const size = await output.write(path, hashed());
  return { bytes: size, sha256: hasher.digest() };
}
