import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { recover } from '../../../src/core/lake/publish.ts';
import { TABLE } from '../../../src/core/plan/table-publication.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { failingStorage, Killed } from '../../support/failing-storage.ts';
import { filesOf, runTransform, toBytes } from '../../support/run-transform.ts';

const OLD = toBytes(JSON.stringify(events(0, 12)));
const NEW = toBytes(
  JSON.stringify([...events(8, 24), { broken: true }, { ...events(9, 10)[0], quantity: 9 }]),
);
const request = { pieceBytes: 900, resources: { memory: 0.001, chunkSize: 3 } };

test('transform() killed at any change leaves the old version or the new one, and resumes to the same bytes', async () => {
  const wanted = await filesOf((await runTransform(NEW, { request })).output);
  for (let changes = 0; ; changes++) {
    const { output } = await runTransform(OLD, { request });
    const before = await filesOf(output);
    const temp = memoryStorage();
    const counter = { changes };
    const killed = await attempt(() =>
      runTransform(NEW, {
        output: failingStorage(output, counter),
        temp: failingStorage(temp, counter),
        request,
      }),
    );
    await assertReadable(output);
    const recovered = await copyOf(output);
    await recover(recovered, TABLE);
    const state = await filesOf(recovered);
    const isOld = JSON.stringify(state) === JSON.stringify(before);
    if (!isOld) assert.deepEqual(state, wanted, `after ${changes} changes`);
    const resources = { memory: changes % 2 === 0 ? 0.001 : 64, chunkSize: 5 };
    await runTransform(NEW, { output, temp, request: { ...request, resources, resume: true } });
    assert.deepEqual(await filesOf(output), wanted, `resumed after ${changes} changes`);
    if (!killed) {
      assert.ok(changes > 50, `a run makes more than ${changes} changes`);
      break;
    }
  }
});

test('transform() that resumes does not do again what is done', async () => {
  const output = memoryStorage();
  const temp = memoryStorage();
  const counter = { changes: 30 };
  const killed = await attempt(() =>
    runTransform(NEW, {
      output: failingStorage(output, counter),
      temp: failingStorage(temp, counter),
      request,
    }),
  );
  assert.ok(killed);
  const written: string[] = [];
  const watched: Storage = {
    ...temp,
    write: (path, data, options) => (written.push(path), temp.write(path, data, options)),
  };
  const done = new Set((await temp.list('')).map(({ path }) => path));
  await runTransform(NEW, { output, temp: watched, request: { ...request, resume: true } });
  assert.ok([...done].some((path) => path.endsWith('.spill')));
  for (const path of written) {
    // It takes no time to make.
    if (path === 'spills/index') continue;
    const manifest = path.replace(/\.(spill|drops|places(\.run\d+)?|rows|part)$/, '.json');
    assert.ok(!done.has(manifest), path);
  }
});

function events(from: number, to: number): Record<string, unknown>[] {
  return Array.from({ length: to - from }, (_, i) => ({
    event_id: `evt_${from + i}`,
    event_type: i % 3 === 0 ? 'add_to_cart' : 'view_item',
    session_id: `sess_${(from + i) % 3}`,
    timestamp: `2025-03-0${((from + i) % 4) + 1}T10:00:00`,
    product_id: i % 2,
    quantity: 1,
  }));
}

async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    assert.ok(error instanceof Killed || (error as Error).cause instanceof Killed, String(error));
    return true;
  }
}

/** A Delta reader finds every file that the log names. */
async function assertReadable(output: Storage): Promise<void> {
  const { files } = await readSnapshot(output, TABLE);
  for (const [path, { size }] of files)
    assert.equal((await output.stat(`${TABLE}/${path}`))?.size, size, path);
}

async function copyOf(storage: Storage): Promise<Storage> {
  const copy = memoryStorage();
  for (const { path } of await storage.list('')) await copy.write(path, await storage.read(path));
  return copy;
}
