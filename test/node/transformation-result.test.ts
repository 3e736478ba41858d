import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TransformationTask } from '../../src/core/jobs/job.ts';
import { transform } from '../../src/core/plan/transform.ts';
import { inputFromBytes } from '../../src/core/sources/input.ts';
import { fileStorage } from '../../src/node/files.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { sha256 } from '../../src/node/hasher.ts';
import { tempFolder } from '../../src/node/temp-folder.ts';
import { finishTransformation } from '../../src/node/transformation-result.ts';
import { scratchFolders } from '../support/command.ts';
import { failingStorage } from '../support/failing-storage.ts';

const newFolder = await scratchFolders('transformation-result');
const SAMPLE = await readFile(fileURLToPath(new URL('../../fixtures/cart-events.json.gz', import.meta.url)));
const task: TransformationTask = {
  kind: 'transformation',
  inputs: ['cart_events.json.gz'],
  output: 'out',
  options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
};

/** Transforms the sample into `out` of a folder whose storage takes so many changes, and gives how many of them are left. */
async function run(folder: string, changes: number): Promise<number> {
  const counter = { changes };
  const output = join(folder, task.output);
  await transform({
    inputs: [inputFromBytes('cart_events.json.gz', new Uint8Array(SAMPLE))],
    output: failingStorage(fileStorage(output), counter),
    options: task.options,
    resume: false,
    openTemp: (name) => tempFolder(join(output, '.staging', name, 'tasks')),
    resources: { chunkSize: 4096, memory: 512 },
    version: '0.0.0',
    now: () => new Date('2025-11-24T00:00:00Z'),
    createHasher: sha256,
    gunzip,
  });
  return counter.changes;
}

test('finishTransformation() finishes what was committed, and says what it came to', async () => {
  const all = 1e6;
  const needed = all - (await run(await newFolder(), all));
  for (let changes = needed - 1; ; changes--) {
    const folder = await newFolder();
    await assert.rejects(run(folder, changes), /killed/);
    const out = join(folder, 'out');
    assert.ok(existsSync(join(out, 'cart_events_cleaned/_delta_log')), 'it has committed at some number');
    if (existsSync(join(out, 'run.json'))) continue;
    const found = await finishTransformation(folder, task);
    const record = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as {
      counts: { written: number; quarantined: number };
    };
    assert.ok(record.counts.written > 0);
    assert.deepEqual(found?.result, { tableVersion: 0, tableRows: record.counts.written, unchanged: false });
    assert.equal(found?.counts.quarantined, record.counts.quarantined);
    assert.equal(await finishTransformation(folder, task), null, 'it is finished once');
    return;
  }
});

test('finishTransformation() finds nothing where nothing was committed', async () => {
  const folder = await newFolder();
  assert.equal(await finishTransformation(folder, task), null);
  assert.equal(existsSync(join(folder, 'out')), false);
  await assert.rejects(run(folder, 8), /killed/);
  assert.equal(await finishTransformation(folder, task), null);
});
