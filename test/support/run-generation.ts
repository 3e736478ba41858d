import { gunzipSync } from 'node:zlib';
import { generateEvents, type GenerateEventsRequest } from '../../src/core/plan/generate-events.ts';
import { generateFiles } from '../../src/core/plan/generate-files.ts';
import type { ImportResult } from '../../src/core/plan/import-result.ts';
import { RAW_FILE } from '../../src/core/plan/raw-file.ts';
import type { TempFolder } from '../../src/core/plan/run.ts';
import type { GenerateOptions } from '../../src/core/sources/shopper/options.ts';
import { memoryStorage } from '../../src/core/storage/memory.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { gzipMember } from '../../src/node/gzip-member.ts';
import { sha256 } from '../../src/node/hasher.ts';
import { shopOptions } from './generated.ts';

/** Generates events into a data folder: 2,000 of the last 3 days, in place of what is there. */
export function runGeneration(
  data: Storage,
  { options, ...request }: Partial<GenerateEventsRequest> = {},
): Promise<ImportResult> {
  return generateEvents({
    data,
    options: shopOptions({ count: 2000, days: 3, ...options }),
    mode: 'replace',
    base: -1,
    resume: false,
    openTemp: () => tempIn(memoryStorage()),
    resources: { chunkSize: 4096, memory: 512 },
    version: '0.0.0',
    now: () => new Date('2025-11-24T00:00:00Z'),
    createHasher: sha256,
    gunzip,
    compress: gzipMember,
    ...request,
  });
}

/** A storage as the folder of a run. */
export function tempIn(storage: Storage): TempFolder {
  const clear = async (): Promise<void> => {
    for (const { path } of await storage.list('')) await storage.remove(path);
  };
  return { storage, clear };
}

/** The text of the raw file of a data folder. */
export async function rawText(data: Storage): Promise<string> {
  return gunzipSync(await data.read(RAW_FILE)).toString();
}

/** The text that the generate command writes for the options of `runGeneration`. */
export async function generatedText(options: Partial<GenerateOptions> = {}): Promise<string> {
  const output = memoryStorage();
  await generateFiles({
    options: shopOptions({ count: 2000, days: 3, ...options }),
    output,
    paths: { events: 'events.json', truth: 'truth', record: 'record', customers: null, products: null },
    shape: 'array',
    compress: null,
    version: '0.0.0',
    now: () => new Date(0),
    createHasher: sha256,
  });
  return new TextDecoder().decode(await output.read('events.json'));
}
