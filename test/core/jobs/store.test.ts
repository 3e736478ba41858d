import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JobRecord, TransformationTask } from '../../../src/core/jobs/job.ts';
import { JobLog } from '../../../src/core/jobs/log.ts';
import { firstRecord } from '../../../src/core/jobs/states.ts';
import { jobStore } from '../../../src/core/jobs/store.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { resultOf } from './world.ts';

const task: TransformationTask = {
  kind: 'transformation',
  inputs: ['a.json'],
  output: 'out',
  options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
};
const FIRST = '0mc0aaaaa-00000001';
const SECOND = '0mc0aaaaa-00000002';
const text = (value: string) => new TextEncoder().encode(value);

function fail(error: unknown): never {
  throw error;
}

/** A job whose log has some entries. */
async function withEntries(storage: Storage, id: string, entries: number): Promise<JobLog> {
  const job = { id, task, createdAt: 1, latest: firstRecord(1), result: null };
  const log = await JobLog.create(jobStore(storage), job, fail);
  for (let i = 2; i <= entries; i++) await log.append({ at: i, state: 'running' });
  return log;
}

/** What each write to a storage was. */
function watched(storage: Storage): { storage: Storage; writes: string[] } {
  const writes: string[] = [];
  return {
    writes,
    storage: {
      ...storage,
      write(path, data, options) {
        writes.push(`${path.split('/').at(-1)}${options?.durable === false ? '' : ' durable'}`);
        return storage.write(path, data, options);
      },
    },
  };
}

describe('jobStore()', () => {
  test('lists jobs as they were left, with what came of them', async () => {
    const storage = memoryStorage();
    const one = await withEntries(storage, SECOND, 300);
    await withEntries(storage, FIRST, 1);
    const { result } = resultOf();
    await one.append({ at: 301, state: 'succeeded' }, result);
    const jobs = await jobStore(storage).list(fail);
    assert.deepEqual(
      jobs.map(({ id, latest }) => [id, latest.number, latest.state]),
      [
        [FIRST, 1, 'queued'],
        [SECOND, 301, 'succeeded'],
      ],
    );
    assert.deepEqual(jobs[1], one.job);
    assert.deepEqual(jobs[1]?.result, result);
    assert.equal('result' in jobs[1].latest, false);
  });

  test('asks for a job once, with one list, and reads job.json and the newest segment', async () => {
    const storage = memoryStorage();
    await withEntries(storage, FIRST, 300);
    const asked: string[] = [];
    const spied: Storage = {
      ...storage,
      read: (path, range) => {
        asked.push(path);
        return storage.read(path, range);
      },
      list: (folder) => {
        asked.push(`list ${folder}`);
        return storage.list(folder);
      },
    };
    await jobStore(spied).list(fail);
    assert.deepEqual(asked, ['list jobs', `jobs/${FIRST}/job.json`, `jobs/${FIRST}/log/00002.ndjson`]);
  });

  test('keeps 128 entries a segment, and makes changes of state and full segments last', async () => {
    const { storage, writes } = watched(memoryStorage());
    await withEntries(storage, FIRST, 129);
    assert.deepEqual(writes.slice(0, 3), ['00000.ndjson durable', '00000.ndjson durable', '00000.ndjson']);
    assert.deepEqual(writes.slice(-3), ['00000.ndjson', '00000.ndjson durable', '00001.ndjson']);
    const { records } = await jobStore(storage).readSegment(FIRST, 0);
    assert.deepEqual(
      records.map(({ number }) => number),
      Array.from({ length: 128 }, (_, i) => i + 1),
    );
  });

  const broken: [name: string, path: string, content: string | null][] = [
    ['without a log', 'log/00000.ndjson', null],
    ['whose log is torn in its first entry', 'log/00000.ndjson', '{"number":1,"at"'],
    ['whose job.json is torn', 'job.json', '{"id":'],
    ['whose job.json is that of another job', 'job.json', JSON.stringify({ id: SECOND, task, createdAt: 1 })],
    ['whose job.json has no task', 'job.json', JSON.stringify({ id: FIRST, createdAt: 1 })],
    ['without a job.json', 'job.json', null],
    ['whose job.json is null', 'job.json', 'null'],
  ];
  for (const [name, path, content] of broken) {
    test(`passes over a job ${name}`, async () => {
      const storage = memoryStorage();
      await withEntries(storage, FIRST, 2);
      await withEntries(storage, SECOND, 2);
      if (content === null) await storage.remove(`jobs/${FIRST}/${path}`);
      else await storage.write(`jobs/${FIRST}/${path}`, text(content));
      const told: string[] = [];
      const jobs = await jobStore(storage).list((id) => told.push(id));
      assert.deepEqual(
        jobs.map(({ id }) => id),
        [SECOND],
      );
      assert.deepEqual(told, [FIRST]);
    });
  }

  test('reads a torn log as far as it is whole, and goes on from there', async () => {
    const storage = memoryStorage();
    await withEntries(storage, FIRST, 130);
    await storage.write(`jobs/${FIRST}/log/00001.ndjson`, text('{"number":129,'));
    const store = jobStore(storage);
    const [job] = await store.list(fail);
    assert.equal(job?.latest.number, 128);
    const log = JobLog.stored(store, job, fail);
    await log.open();
    await log.append({ at: 5, state: 'interrupted' });
    assert.equal((await store.list(fail))[0]?.latest.state, 'interrupted');
    assert.equal((await store.readSegment(FIRST, 0)).records.length, 128);
  });

  test('passes over what is no job', async () => {
    const storage = memoryStorage();
    await storage.write('jobs/README.md', text('hello'));
    await storage.write('jobs/__proto__/job.json', text('{}'));
    assert.deepEqual(await jobStore(storage).list(fail), []);
  });

  test('keeps leases', async () => {
    const store = jobStore(memoryStorage());
    assert.equal(await store.readLease(FIRST), undefined);
    await store.writeLease(FIRST, { holder: 'me', until: 5 });
    assert.deepEqual(await store.readLease(FIRST), { holder: 'me', until: 5 });
    await store.removeLease(FIRST);
    assert.equal(await store.readLease(FIRST), undefined);
  });
});

describe('JobLog', () => {
  test('shows an entry once it is stored, and stores what came meanwhile at once', async () => {
    const inner = memoryStorage();
    const held: (() => void)[] = [];
    let isHeld = false;
    const storage: Storage = {
      ...inner,
      async write(path, data, options) {
        if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
        return inner.write(path, data, options);
      },
    };
    const log = await withEntries(storage, FIRST, 1);
    isHeld = true;
    const appended = [2, 3, 4].map((at) => log.append({ at, state: 'running' }));
    assert.equal(log.job.latest.number, 1);
    assert.equal(log.newest.number, 4);
    held.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(log.job.latest.number, 2);
    held.shift()!();
    await Promise.all(appended);
    assert.equal(log.job.latest.number, 4);
    assert.equal(held.length, 0);
  });

  test('goes on where entries cannot be stored, tells of it, and stores them with the next', async () => {
    const inner = memoryStorage();
    let isFull = false;
    const storage: Storage = {
      ...inner,
      write: (path, data, options) =>
        isFull ? Promise.reject(new Error('disk full')) : inner.write(path, data, options),
    };
    const told: unknown[] = [];
    const job = { id: FIRST, task, createdAt: 1, latest: firstRecord(1), result: null };
    const log = await JobLog.create(jobStore(storage), job, (error) => told.push(error));
    isFull = true;
    await log.append({ at: 2, state: 'running' });
    assert.equal(log.job.latest.number, 2);
    assert.equal(told.length, 1);
    await log.close();
    assert.equal((await log.from(2))[0]?.state, 'running');
    isFull = false;
    await log.append({ at: 3, state: 'failed' });
    await log.close();
    const stored = (await jobStore(inner).readSegment(FIRST, 0)).records;
    assert.deepEqual(
      stored.map(({ state }) => state),
      ['queued', 'running', 'failed'],
    );
  });

  test('gives the same entries open and closed', async () => {
    const log = await withEntries(memoryStorage(), FIRST, 300);
    const read = async (): Promise<JobRecord[]> => {
      const records: JobRecord[] = [];
      while (records.length < 300) records.push(...(await log.from(records.length + 1)));
      return records;
    };
    const open = await read();
    await log.close();
    assert.deepEqual(await read(), open);
    await assert.rejects(log.from(301), /entry 301 of its log must be there/);
  });

  test('is not opened where its newest segment has gone', async () => {
    const storage = memoryStorage();
    const log = await withEntries(storage, FIRST, 2);
    await log.close();
    await storage.remove(`jobs/${FIRST}/log`);
    await assert.rejects(log.open(), /must end with entry 2/);
  });
});
