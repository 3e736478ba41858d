import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'node:test';
import { startThread } from '../../src/node/thread.ts';
import { scratchFolders } from '../support/command.ts';
import type { Told } from '../support/telling-worker.ts';

const newFolder = await scratchFolders('thread');
const TELLING = new URL('../support/telling-worker.ts', import.meta.url);

async function tell(): Promise<Told> {
  const thread = startThread(TELLING, { workerData: 7 });
  const exited = once(thread, 'exit');
  const [told] = (await once(thread, 'message')) as [Told];
  // It may write when it ends.
  await exited;
  return told;
}

/** As if this process had been started another way, until the test is over. */
function pretend(t: TestContext, { execArgv = process.execArgv, cache = process.env.NODE_COMPILE_CACHE }) {
  const before = { execArgv: process.execArgv, cache: process.env.NODE_COMPILE_CACHE };
  const set = (to: { execArgv: string[]; cache: string | undefined }): void => {
    process.execArgv = to.execArgv;
    if (to.cache === undefined) delete process.env.NODE_COMPILE_CACHE;
    else process.env.NODE_COMPILE_CACHE = to.cache;
  };
  set({ execArgv, cache });
  t.after(() => set(before));
}

describe('startThread()', () => {
  test('runs a module with types without a loader, and keeps what it has compiled', async (t) => {
    pretend(t, { execArgv: ['--import', 'tsx', '--max-old-space-size=4000'] });
    const { data, execArgv, cache } = await tell();
    assert.deepEqual([data, execArgv], [7, []]);
    assert.match(cache ?? '', /node-compile-cache/);
  });

  test('keeps it where the process is told to', async (t) => {
    const folder = await newFolder();
    pretend(t, { cache: folder });
    assert.ok((await tell()).cache?.startsWith(folder));
  });

  test('takes profiles of a thread where they are taken of the process', async (t) => {
    const dir = `--cpu-prof-dir=${await newFolder()}`;
    pretend(t, { execArgv: ['--cpu-prof', dir, '--cpu-prof-dir', 'elsewhere', '--import=tsx'] });
    assert.deepEqual((await tell()).execArgv, ['--cpu-prof', dir]);
  });
});
