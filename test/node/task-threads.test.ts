import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InputError } from '../../src/core/errors.ts';
import { fileStorage } from '../../src/node/files.ts';
import { tempFolder } from '../../src/node/temp-folder.ts';
import { taskThreads, type TaskThreadsOptions } from '../../src/node/task-threads.ts';
import { hashesOf, scratchFolders } from '../support/command.ts';
import { generatedLines } from '../support/generated.ts';
import { filesOf, runTransform, toBytes } from '../support/run-transform.ts';

const newFolder = await scratchFolders('task-threads');
const chaos = {
  duplicate: 0.03,
  conflict: 0.03,
  malformed_json: 0.02,
  missing_field: 0.02,
  out_of_order: 0.05,
};
const { lines } = await generatedLines({ count: 2500, days: 4, chaos });
const BYTES = gzipSync(`[${lines.join(',\n')}]`);
const DYING = new URL('../support/dying-task-worker.ts', import.meta.url);
const wanted = await filesOf((await runTransform(BYTES)).output);

interface Threads extends TaskThreadsOptions {
  chunkSize?: number;
  signal?: AbortSignal;
  resume?: boolean;
  onProgress?: (progress: { step: string; done: number }) => void;
}

/** Transforms bytes with threads in a folder. */
async function run(root: string, bytes: Uint8Array, threads: Threads): Promise<Record<string, string>> {
  const { width, worker, chunkSize = 4096, ...request } = threads;
  const [output, temp] = [join(root, 'out'), join(root, 'temp')];
  const storage = fileStorage(output);
  await runTransform(bytes, {
    output: storage,
    request: {
      openTemp: () => tempFolder(temp),
      openExecutor: () => taskThreads({ temp, output }, { width, ...(worker && { worker }) }),
      pieceBytes: 100_000,
      resources: { chunkSize, memory: 64 },
      ...request,
    },
  });
  return filesOf(storage);
}

/** A folder in which the next threads die of a task so many times. */
async function deadlyFolder(deaths: Record<string, number>): Promise<string> {
  const root = await newFolder();
  await mkdir(join(root, 'out'));
  for (const [name, count] of Object.entries(deaths)) {
    await writeFile(join(root, 'out', `${name}.deaths`), String(count));
  }
  return root;
}

describe('taskThreads()', () => {
  for (const [width, chunkSize] of [
    [1, 4096],
    [2, 100],
    [3, 4096],
    [4, 100],
    [8, 4096],
  ] as const) {
    test(`write the same bytes with ${width} as no threads do, ${chunkSize} events at once`, async () => {
      assert.deepEqual(await run(await newFolder(), BYTES, { width, chunkSize }), wanted);
    });
  }

  test('replace threads that die, and do their tasks again', async () => {
    const root = await deadlyFolder({ map: 2, ids: 1, sessions: 1, join: 2, days: 1 });
    // As a thread leaves it that dies while it writes.
    const onProgress = ({ step, done }: { step: string; done: number }): void => {
      const staging = join(root, 'out', '.staging');
      if (step === 'days' && done > 0)
        writeFileSync(join(staging, readdirSync(staging)[0] as string, '.tmp-left'), 'x');
    };
    const files = await run(root, BYTES, { width: 2, worker: DYING, onProgress });
    for (const name of ['map', 'ids', 'sessions', 'join', 'days']) {
      assert.equal(await readFile(join(root, 'out', `${name}.deaths`), 'utf8'), '0');
      delete files[`${name}.deaths`];
    }
    assert.deepEqual(files, wanted);
    const hidden = Object.keys(await hashesOf(root)).filter((path) => path.includes('.tmp-'));
    assert.deepEqual(hidden, []);
  });

  test('give up a task that three threads died of, and name it', async () => {
    const root = await deadlyFolder({ sessions: 9 });
    await assert.rejects(run(root, BYTES, { width: 1, worker: DYING }), (error: Error) => {
      assert.match(error.message, /^Cannot run the task sessions .*: 3 died$/);
      assert.match(String(error.cause), /a thread ended with 1/);
      return true;
    });
    assert.equal(await readFile(join(root, 'out', 'sessions.deaths'), 'utf8'), '6');
    await writeFile(join(root, 'out', 'sessions.deaths'), '0');
    const files = await run(root, BYTES, { width: 2, resume: true });
    delete files['sessions.deaths'];
    assert.deepEqual(files, wanted, 'and can be resumed');
  });

  test('bring an error of a task back with its file and place', async () => {
    const text = `[${lines.slice(0, 900).join(',\n')}]`;
    const bytes = toBytes(`${text}\n7\n${lines.slice(900).join('\n')}`);
    await assert.rejects(run(await newFolder(), bytes, { width: 2 }), (error: unknown) => {
      assert.ok(error instanceof InputError);
      const offset = toBytes(text).length + 1;
      assert.deepEqual(error.place, { file: 'events.json', entry: null, offset });
      assert.match(error.message, new RegExp(`\\(events\\.json, byte ${offset}\\)$`));
      assert.match(error.stack ?? '', /read-exact/);
      return true;
    });
  });

  test('end with an abort, leave nobody who writes, and are taken over by others', async () => {
    const root = await newFolder();
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = ({ step, done }: { step: string; done: number }): void => {
      if (step === 'join' && done === 1) controller.abort(reason);
    };
    const { signal } = controller;
    await assert.rejects(run(root, BYTES, { width: 2, signal, onProgress }), (error) => error === reason);
    const left = await hashesOf(root);
    await new Promise<void>((resolve) => void setImmediate(resolve));
    assert.deepEqual(await hashesOf(root), left);
    assert.deepEqual(await run(root, BYTES, { width: 3, resume: true }), wanted);
  });

  test('hear a signal once, however many tasks have it', async (t) => {
    const root = await newFolder();
    const executor = taskThreads({ temp: root, output: root }, { width: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const listen = t.mock.method(signal, 'addEventListener');
    const tasks = Array.from({ length: 20 }, (_, from) => {
      return executor.run('ids', { id: `ids/${from}`, range: { from, to: from + 1 }, path: 'x' }, { signal });
    });
    controller.abort(new Error('enough'));
    const ended = await Promise.allSettled(tasks);
    assert.ok(ended.every((end) => end.status === 'rejected' && end.reason === signal.reason));
    assert.equal(listen.mock.callCount(), 1);
    await executor.close();
  });

  test('refuse tasks once they are closed, and what cannot be sent', async () => {
    const root = await newFolder();
    const executor = taskThreads({ temp: root, output: root }, { width: 1 });
    const input = { id: 'ids/0-1', range: { from: 0, to: 1 }, path: 'x', extra: () => {} };
    await assert.rejects(executor.run('ids', input), { name: 'DataCloneError' });
    const { extra: _, ...plain } = input;
    const under = assert.rejects(executor.run('ids', plain), /closed/);
    await executor.close();
    await under;
    await assert.rejects(executor.run('ids', plain), /closed/);
    await executor.close();
  });
});
