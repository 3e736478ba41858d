import { createHash } from 'node:crypto';
import { transform, type TransformRequest, type TransformResult } from '../../src/core/plan/transform.ts';
import { inputFromBytes } from '../../src/core/sources/input.ts';
import { memoryStorage } from '../../src/core/storage/memory.ts';
import type { Storage } from '../../src/core/storage/storage.ts';

export interface RunOptions {
  output?: Storage;
  temp?: Storage;
  /** Bytes that a read of the input gives. */
  readBytes?: number;
  request?: Partial<TransformRequest>;
}

/** Transforms bytes in memory. */
export async function runTransform(
  bytes: Uint8Array,
  options: RunOptions = {},
): Promise<{ result: TransformResult; output: Storage }> {
  const output = options.output ?? memoryStorage();
  const temp = options.temp ?? memoryStorage();
  const result = await transform({
    inputs: [inputFromBytes('events.json', bytes, options.readBytes)],
    output,
    openTemp: () => ({ storage: temp, clear: () => clear(temp) }),
    options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
    resources: { chunkSize: 4096, memory: 512 },
    resume: false,
    version: '0.0.0',
    now: () => new Date('2025-11-24T00:00:00Z'),
    createHasher: () => {
      const hash = createHash('sha256');
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') };
    },
    ...options.request,
  });
  return { result, output };
}

/** Every file of an output folder with its hash, but the log, whose time stamps and ids differ from run to run, and run.json. */
export async function filesOf(output: Storage): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { path } of await output.list('')) {
    if (path.includes('_delta_log') || path === 'run.json') continue;
    files[path] = createHash('sha256')
      .update(await output.read(path))
      .digest('hex');
  }
  return files;
}

/** Text as bytes. */
export function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function clear(storage: Storage): Promise<void> {
  for (const { path } of await storage.list('')) await storage.remove(path);
}
