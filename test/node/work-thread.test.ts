import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WorkProgress, WorkResult } from '../../src/core/jobs/runner.ts';
import { runInThread, type WorkThreadOptions } from '../../src/node/work-thread.ts';

const WORKER = new URL('./workers/any-end.ts', import.meta.url);

interface Run {
  beats: number;
  progress: WorkProgress[];
  controller: AbortController;
  /** The first progress of the worker's. */
  begun: Promise<void>;
  ended: Promise<WorkResult>;
}

function start(end: string, options: WorkThreadOptions = {}): Run {
  const controller = new AbortController();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const context = {
    signal: controller.signal,
    onBeat: () => void run.beats++,
    onProgress: (progress: WorkProgress) => {
      run.progress.push(progress);
      resolve();
    },
  };
  const run: Run = {
    beats: 0,
    progress: [],
    controller,
    begun,
    ended: runInThread(WORKER, { end }, context, options),
  };
  return run;
}

describe('runInThread()', () => {
  test('passes on all that a worker says, in order, and ends its thread', async () => {
    const run = start('result');
    const { result } = await run.ended;
    assert.deepEqual(result, { tableVersion: 3, tableRows: 2, unchanged: false });
    assert.equal(run.beats, 1);
    assert.deepEqual(
      run.progress.map(({ done }) => done),
      [1, 2],
    );
  });

  for (const [end, told] of [
    ['failure', /^Error: Cannot do it$/],
    ['throw', /^RangeError: Cannot load it$/],
    ['reject', /^Error: Nobody caught it$/],
    ['exit', /^Error: The thread of the job ended by itself, with code 7$/],
  ] as const) {
    test(`rejects with what a worker ended of: ${end}`, async () => {
      await assert.rejects(start(end).ended, told);
    });
  }

  test('keeps the stack of what failed there', async () => {
    await assert.rejects(start('failure').ended, (error: Error) => error.stack?.includes('at here') ?? false);
  });

  test('rejects where a thread needs more memory than it has, and the process lives', async () => {
    await assert.rejects(
      start('memory', { heap: 64 }).ended,
      /^Error: Cannot go on as the thread of a job may hold 64 MB of objects: it needs more$/,
    );
  });

  test('rejects with the reason of the signal where the worker ends', async () => {
    const run = start('cancel');
    await run.begun;
    const reason = new Error('enough');
    run.controller.abort(reason);
    await assert.rejects(run.ended, (error) => error === reason);
  });

  test('resolves where the worker could not be stopped any more', async () => {
    const run = start('commit');
    await run.begun;
    run.controller.abort();
    assert.equal((await run.ended).result.tableVersion, 3);
  });

  for (const end of ['deaf', 'hang']) {
    test(`cuts a thread off that does not end in time: ${end}`, async () => {
      const run = start(end, { patience: 50 });
      await run.begun;
      run.controller.abort(new Error('enough'));
      await assert.rejects(run.ended, /enough/);
    });
  }

  test('starts nothing where the signal is aborted already', async () => {
    const context = { signal: AbortSignal.abort(new Error('gone')), onBeat() {}, onProgress() {} };
    await assert.rejects(runInThread(new URL('file:///none'), {}, context), /gone/);
  });

  test('rejects where a listener fails, and ends the thread', async () => {
    const context = {
      signal: new AbortController().signal,
      onBeat() {},
      onProgress() {
        throw new Error('no more');
      },
    };
    await assert.rejects(runInThread(WORKER, { end: 'deaf' }, context), /no more/);
  });
});
