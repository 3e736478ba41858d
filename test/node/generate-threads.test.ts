import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generateFiles } from '../../src/core/plan/generate-files.ts';
import { FAULT_KINDS } from '../../src/core/truth.ts';
import { fileStorage } from '../../src/node/files.ts';
import { gzipMember } from '../../src/node/gzip-member.ts';
import { sha256 } from '../../src/node/hasher.ts';
import { taskThreads, type TaskThreadsOptions } from '../../src/node/task-threads.ts';
import { hashesOf, scratchFolders } from '../support/command.ts';
import { shopOptions } from '../support/generated.ts';

const newFolder = await scratchFolders('generate-threads');
const chaos = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.02]));
const DYING = new URL('../support/dying-task-worker.ts', import.meta.url);

/** Generates 90,000 events into a folder, in five parts. */
async function generateIn(
  folder: string,
  threads?: TaskThreadsOptions,
  signal?: AbortSignal,
  onProgress?: () => void,
): Promise<Record<string, string>> {
  await generateFiles({
    options: shopOptions({ count: 90_000, chaos }),
    output: fileStorage(folder),
    paths: { events: 'a.json.gz', truth: 'truth', record: 'record', customers: null, products: null },
    shape: 'array',
    compress: gzipMember,
    ...(threads && { openExecutor: () => taskThreads({ temp: folder, output: folder }, threads) }),
    version: '0.0.0',
    now: () => new Date(0),
    createHasher: sha256,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  return hashesOf(folder);
}

const wanted = await generateIn(await newFolder());

describe('generateFiles() in threads', () => {
  for (const width of [1, 2, 3]) {
    test(`writes the same bytes with ${width} as without`, async () => {
      assert.deepEqual(await generateIn(await newFolder(), { width }), wanted);
    });
  }

  test('replaces threads that die, and makes their parts again', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'part.deaths'), '3');
    const { 'part.deaths': _, ...files } = await generateIn(folder, { width: 2, worker: DYING });
    assert.equal(await readFile(join(folder, 'part.deaths'), 'utf8'), '0');
    assert.deepEqual(files, wanted);
  });

  test('gives up a part that three threads died of, and leaves no file', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'part.deaths'), '99');
    await assert.rejects(generateIn(folder, { width: 2, worker: DYING }), /the task part .*: 3 died$/);
    assert.deepEqual(Object.keys(await hashesOf(folder)), ['part.deaths']);
  });

  test('ends with its signal, and leaves no file', async () => {
    const folder = await newFolder();
    const controller = new AbortController();
    const reason = new Error('enough');
    const ended = generateIn(folder, { width: 2 }, controller.signal, () => controller.abort(reason));
    await assert.rejects(ended, (error) => error === reason);
    assert.deepEqual(await hashesOf(folder), {});
  });
});
