import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UnavailableError } from '../../../src/core/errors.ts';
import { JOBS } from '../../../src/core/jobs/store.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { jobOf, settle, World } from './world.ts';

const SILENT = {
  name: 'UnavailableError',
  message: 'Cannot start a job as the data folder must answer within 5 s: it does not',
};
const FULL = {
  name: 'UnavailableError',
  message: 'Cannot start a job as the data folder must be writable: no space left on device',
};

/** A disk that is full for writes of some paths. */
function fullFor(storage: Storage, isFull: (path: string) => boolean): Storage {
  const check = (path: string): void => {
    if (isFull(path)) throw new Error(`Cannot write /data/${path}: no space`, { cause: 'ENOSPC' });
  };
  return {
    ...storage,
    write: async (path, data, options) => (check(path), storage.write(path, data, options)),
    writeNew: async (path, data) => (check(path), storage.writeNew(path, data)),
  };
}

/** Knows the errors of such a disk. */
function explain(error: unknown): string | null {
  return error instanceof Error && error.cause === 'ENOSPC' ? 'no space left on device' : null;
}

describe('a check that never ends', () => {
  /** A world whose first check hangs until the test lets it go on. */
  function hanging() {
    const world = new World();
    const gate = Promise.withResolvers<undefined>();
    let checks = 0;
    world.runner.check = () => (checks++ === 0 ? gate.promise : Promise.resolve(undefined));
    return { world, gate };
  }

  test('is given up, and the next command has its turn', async () => {
    const { world, gate } = hanging();
    const jobs = await world.open();
    const first = assert.rejects(jobs.startTransformation({ inputs: ['pipe'] }), SILENT);
    const second = jobs.startTransformation({ inputs: ['a.json'] });
    await settle();
    world.tick(5);
    await first;
    const job = jobOf(await second);
    gate.resolve(undefined);
    await settle();
    assert.deepEqual((await jobs.list({ first: 10 })).jobs, [job]);
  });

  test('does not hold up close()', async () => {
    const { world } = hanging();
    const jobs = await world.open();
    const first = assert.rejects(jobs.startGeneration({ seed: 1 }), SILENT);
    await settle();
    const closing = jobs.close();
    world.tick(5);
    await Promise.all([first, closing]);
    assert.equal(world.timersLeft, 0);
    await assert.rejects(jobs.startGeneration({ seed: 1 }), { name: 'UnavailableError' });
  });
});

test('close() does not wait for ever for a command whose writing hangs, and starts nothing when that ends', async () => {
  const world = new World();
  const gate = Promise.withResolvers<void>();
  const storage: Storage = {
    ...world.storage,
    writeNew: async (path, data) => {
      await gate.promise;
      await world.storage.writeNew(path, data);
    },
  };
  const jobs = await world.open({ storage });
  const start = assert.rejects(jobs.startGeneration({ seed: 1 }), /as the server must be up: it is stopping/);
  await settle();
  const closing = jobs.close();
  world.tick(5);
  await closing;
  gate.resolve();
  await start;
  assert.equal(world.works.length, 0);
});

test('commands say why nothing can be written, without the path, and keep nothing of the job', async () => {
  for (const end of ['/job.json', '/log/00000.ndjson']) {
    const world = new World();
    const removed: string[] = [];
    const storage: Storage = {
      ...fullFor(world.storage, (path) => path.endsWith(end)),
      remove: async (path) => (removed.push(path), world.storage.remove(path)),
    };
    const jobs = await world.open({ storage, explain });
    await assert.rejects(jobs.startGeneration({ seed: 1 }), FULL, end);
    await assert.rejects(jobs.startTransformation({ inputs: ['a.json'] }), FULL, end);
    assert.deepEqual(await world.storage.list(JOBS), []);
    assert.equal(removed.length, 2, 'the folder of each');
    assert.equal(jobs.active(), 0);
    assert.match(String(world.entries.at(-1)?.['error']), /\/data\/jobs\//);
  }
});

test('resume() passes on that somebody else works there, and leaves the job as it was', async () => {
  const world = new World();
  const jobs = await world.open();
  const { id } = jobOf(await jobs.startGeneration({ seed: 1 }));
  world.last.fail(new Error('no'));
  await settle();
  const failed = await jobs.get(id);
  assert.equal(failed?.latest.state, 'failed');
  world.runner.check = () => Promise.reject(new UnavailableError('Cannot start: in use'));
  await assert.rejects(jobs.resume(id), { name: 'UnavailableError', message: 'Cannot start: in use' });
  assert.deepEqual(await jobs.get(id), failed);
  world.runner.check = () => Promise.resolve({ field: 'inputs', message: 'not there' });
  assert.equal((await jobs.resume(id)).outcome, 'resumed');
});

test('restoreTable() says why it cannot commit', async () => {
  const world = new World();
  await world.fill(10);
  const jobs = await world.open({ storage: fullFor(world.storage, () => true), explain });
  await assert.rejects(jobs.restoreTable({ version: 0, expectedVersion: 0 }), {
    name: 'UnavailableError',
    message: 'Cannot restore the table as the data folder must be writable: no space left on device',
  });
});

test('commands leave other errors as they are', async () => {
  const world = new World();
  const jobs = await world.open({ explain });
  world.runner.check = () => Promise.reject(new TypeError('a mistake'));
  await assert.rejects(jobs.startGeneration({ seed: 1 }), { name: 'TypeError', message: 'a mistake' });
});
