import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '../../../src/core/jobs/job.ts';
import type { OpenJobs } from '../../../src/core/jobs/open-jobs.ts';
import { jobStore } from '../../../src/core/jobs/store.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { all, jobOf, resultOf, settle, World } from './world.ts';

/** Starts a generation in an empty data folder. */
async function started(jobs: OpenJobs, seed = 1): Promise<Job> {
  const outcome = await jobs.startGeneration({ seed });
  assert.equal(outcome.outcome, 'started');
  return jobOf(outcome);
}

async function transforming(jobs: OpenJobs, output: string): Promise<Job> {
  return jobOf(await jobs.startTransformation({ inputs: ['a.json'], output }));
}

async function stateOf(jobs: OpenJobs, { id }: Job): Promise<string | undefined> {
  await settle();
  return (await jobs.get(id))?.latest.state;
}

describe('startGeneration()', () => {
  test('runs a job to its end', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    assert.equal(job.latest.state, 'running');
    assert.equal(job.latest.attempt, 1);
    assert.equal(job.createdAt, world.time * 1000);
    assert.deepEqual(job.task, {
      kind: 'generation',
      mode: 'append',
      base: -1,
      options: {
        count: 10_000,
        seed: 1,
        until: Date.UTC(2025, 7, 1, 12) * 1000,
        days: 90,
        profile: 'realistic',
        guests: 0.3,
        buyers: 0.03,
        abandonment: 0.7,
        timeZone: 'Asia/Ho_Chi_Minh',
      },
    });
    assert.equal(world.last.context.resume, false);
    assert.equal(jobs.active(), 1);
    world.time += 2000;
    world.last.context.onProgress({ step: 'generate', done: 5000, total: 10_000, events: 5000 });
    await settle();
    const half = await jobs.get(job.id);
    assert.equal(half?.latest.fraction, 0.125);
    assert.equal(half?.latest.counts.generated, 5000);
    world.last.succeed({ generated: 10_000, written: 9990 });
    assert.equal(await stateOf(jobs, job), 'succeeded');
    const end = await jobs.get(job.id);
    assert.deepEqual(end?.result, resultOf().result);
    assert.equal(end?.latest.fraction, 1);
    assert.equal(end?.latest.done, 10_000);
    assert.equal(end?.latest.counts.written, 9990);
    assert.equal(end?.latest.etaSeconds, null);
    assert.equal(jobs.active(), 0);
    assert.equal(world.timersLeft, 0);
    assert.equal(await jobStore(world.storage).readLease(job.id), undefined);
  });

  test('answers with the one that runs, also to those who ask at the same time', async () => {
    const jobs = await new World().open();
    const outcomes = await Promise.all([
      jobs.startGeneration({ seed: 1 }),
      jobs.startGeneration({ seed: 2 }),
      jobs.startGeneration({ count: 1 }),
    ]);
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['started', 'already_running', 'invalid'],
    );
    assert.equal(jobOf(outcomes[1]).id, jobOf(outcomes[0]).id);
  });

  test('touches nothing where there are events and nothing was said of them', async () => {
    const world = new World();
    await world.fill(1234);
    const jobs = await world.open();
    assert.deepEqual(await jobs.startGeneration({}), { outcome: 'data_exists', events: 1234 });
    assert.equal(world.works.length, 0);
    assert.equal((await jobs.list({ first: 10 })).total, 0);
  });

  test('adds to the table in its own zone, or replaces what is there', async () => {
    const world = new World();
    await world.fill(10, {}, 'Europe/Vienna');
    const jobs = await world.open();
    const { task } = jobOf(await jobs.startGeneration({ method: 'new' }));
    assert.ok(task.kind === 'generation');
    assert.deepEqual([task.mode, task.base, task.options.timeZone], ['append', 0, 'Europe/Vienna']);
    world.last.fail(new Error('no'));
    await settle();
    const other = jobOf(await jobs.startGeneration({ method: 'replace' })).task;
    assert.ok(other.kind === 'generation');
    assert.equal(other.mode, 'replace');
  });

  test('refuses a seed that is in the table, and draws none of them', async () => {
    const world = new World();
    await world.fill(10, { 'cartograph.seed': '42' });
    const draws = [42, 42, 43];
    const jobs = await world.open({ drawSeed: () => draws.shift() ?? 44 });
    assert.deepEqual(await jobs.startGeneration({ method: 'new', seed: 42 }), {
      outcome: 'invalid',
      field: 'seed',
      message: 'Cannot generate as seed must be one whose events are not there yet: 42',
    });
    const { task } = jobOf(await jobs.startGeneration({ method: 'new' }));
    assert.ok(task.kind === 'generation');
    assert.equal(task.options.seed, 43);
    world.last.fail(new Error('no'));
    await settle();
    assert.equal((await jobs.startGeneration({ method: 'replace', seed: 42 })).outcome, 'started');
  });

  test('makes no job of what the runner cannot begin', async () => {
    const world = new World();
    world.problem = { field: 'method', message: 'Cannot append to x as it must be ours' };
    const jobs = await world.open();
    assert.deepEqual(await jobs.startGeneration({}), { outcome: 'invalid', ...world.problem });
    assert.deepEqual(await world.storage.list(''), []);
  });

  test('says why it failed, with the stack in the log of the server alone', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    const error = new RangeError('Cannot write as the disk must have room: it is full');
    world.last.fail(error);
    assert.equal(await stateOf(jobs, job), 'failed');
    assert.equal((await jobs.get(job.id))?.latest.error, error.message);
    assert.ok(world.entries.some((entry) => entry['error'] === error));
    const files = await Promise.all(
      (await world.storage.list('')).map(({ path }) => world.storage.read(path)),
    );
    for (const file of files) assert.ok(!new TextDecoder().decode(file).includes('    at '));
  });
});

describe('startTransformation()', () => {
  test('runs two at once, the others in order, one for each output', async () => {
    const world = new World();
    const jobs = await world.open();
    const [a, b, c, d] = [
      await transforming(jobs, 'a'),
      await transforming(jobs, 'b'),
      await transforming(jobs, 'c'),
      await transforming(jobs, 'd'),
    ];
    assert.deepEqual(
      [a, b, c, d].map(({ latest }) => latest.state),
      ['running', 'running', 'queued', 'queued'],
    );
    for (const output of ['c', 'C', 'a/b']) {
      const again = await jobs.startTransformation({ inputs: ['a.json'], output });
      assert.equal(again.outcome, 'already_running');
    }
    world.works[1]!.succeed();
    assert.equal(await stateOf(jobs, c), 'running');
    assert.equal(await stateOf(jobs, d), 'queued');
    world.works[0]!.fail(new Error('no'));
    assert.equal(await stateOf(jobs, d), 'running');
    assert.equal(jobs.active(), 2);
    assert.equal((await jobs.startTransformation({ inputs: ['a.json'], output: 'a' })).outcome, 'started');
  });

  test('takes the zone of the table, or the shop’s where there is none', async () => {
    const world = new World();
    const jobs = await world.open();
    const zoneOf = async (output: string): Promise<string> => {
      const { task } = await transforming(jobs, output);
      return task.options.timeZone;
    };
    assert.equal(await zoneOf('a'), openZone('Asia/Ho_Chi_Minh').name);
    await world.fill(1, {}, 'Europe/Vienna');
    assert.equal(await zoneOf('b'), 'Europe/Vienna');
  });
});

describe('cancel()', () => {
  test('ends a job that runs, and throws away what it left', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    assert.equal((await jobs.cancel(job.id)).outcome, 'cancelling');
    assert.equal(world.last.context.signal.aborted, true);
    assert.equal(await stateOf(jobs, job), 'running');
    assert.equal((await jobs.startGeneration({})).outcome, 'already_running');
    world.last.obey();
    assert.equal(await stateOf(jobs, job), 'cancelled');
    assert.deepEqual(world.discarded, [job.task]);
    assert.equal((await jobs.get(job.id))?.latest.error, null);
    assert.equal((await jobs.cancel(job.id)).outcome, 'not_running');
    assert.equal((await jobs.resume(job.id)).outcome, 'not_resumable');
  });

  test('comes too late for a job that has committed', async () => {
    for (const isTold of [true, false]) {
      const world = new World();
      const jobs = await world.open({ isDone: async () => resultOf({ written: 5 }) });
      const job = await started(jobs);
      await jobs.cancel(job.id);
      if (isTold) world.last.succeed({ written: 5 });
      else world.last.obey();
      assert.equal(await stateOf(jobs, job), 'succeeded');
      assert.equal((await jobs.get(job.id))?.latest.counts.written, 5);
      assert.deepEqual(world.discarded, []);
    }
  });

  test('does not hide that a job failed by itself', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    await jobs.cancel(job.id);
    world.last.fail(new Error('disk full'));
    assert.equal(await stateOf(jobs, job), 'failed');
  });

  test('ends a job that waits, without its ever running', async () => {
    const world = new World();
    const jobs = await world.open();
    const [, , waiting] = [
      await transforming(jobs, 'a'),
      await transforming(jobs, 'b'),
      await transforming(jobs, 'c'),
    ];
    const outcome = await jobs.cancel(waiting.id);
    assert.equal(jobOf(outcome).latest.state, 'cancelled');
    world.works[0]!.succeed();
    await settle();
    assert.equal(world.works.length, 2);
    assert.deepEqual(world.discarded, []);
    assert.equal(jobs.active(), 1);
  });

  test('knows no other jobs', async () => {
    const jobs = await new World().open();
    assert.deepEqual(await jobs.cancel('x'), { outcome: 'not_found' });
    assert.deepEqual(await jobs.resume('__proto__'), { outcome: 'not_found' });
    assert.equal(await jobs.get('x'), null);
    assert.equal(await jobs.follow('x'), null);
  });
});

describe('leases', () => {
  test('are renewed every five seconds while there are signs of life', async () => {
    const world = new World();
    const jobs = await world.open();
    const { id } = await started(jobs);
    const store = jobStore(world.storage);
    await settle();
    const begun = world.time;
    assert.deepEqual(await store.readLease(id), { holder: 'test', until: (begun + 15_000) * 1000 });
    world.tick(4);
    world.last.context.onBeat();
    world.tick(1);
    await settle();
    // The last sign of life is a second old.
    assert.equal((await store.readLease(id))?.until, (begun + 4000 + 15_000) * 1000);
    for (let i = 0; i < 60; i++) {
      world.last.context.onBeat();
      world.tick(4);
    }
    assert.equal((await jobs.get(id))?.latest.state, 'running');
  });

  test('expire after fifteen seconds of silence: the job is interrupted, and what it still says ignored', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    world.tick(14);
    assert.equal(await stateOf(jobs, job), 'running');
    const silent = world.last;
    world.tick(1);
    assert.equal(await stateOf(jobs, job), 'interrupted');
    assert.equal((await jobs.get(job.id))?.latest.error, 'the job gave no sign of life');
    assert.equal(silent.context.signal.aborted, true);
    assert.equal((await jobs.resume(job.id)).outcome, 'resumed');
    silent.context.onProgress({ step: 'publish', done: 1, total: 1, events: 1 });
    silent.fail(new Error('late'));
    await settle();
    const { latest } = (await jobs.get(job.id))!;
    assert.deepEqual([latest.state, latest.attempt, latest.stage], ['running', 2, null]);
    assert.equal(world.last.context.resume, true);
  });

  test('of a job that had committed expire to its success', async () => {
    const world = new World();
    const jobs = await world.open({ isDone: async () => resultOf() });
    const job = await started(jobs);
    world.tick(15);
    assert.equal(await stateOf(jobs, job), 'succeeded');
  });
});

describe('resume()', () => {
  test('goes on with the same log, which a follower reads past the end of the first attempt', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    world.last.context.onProgress({ step: 'read', done: 1, total: 2, events: 5 });
    world.last.fail(new Error('no'));
    await settle();
    assert.deepEqual(
      (await all(await jobs.follow(job.id))).map(({ state }) => state),
      ['queued', 'running', 'running', 'failed'],
    );
    const resumed = jobOf(await jobs.resume(job.id));
    assert.deepEqual(
      [resumed.latest.state, resumed.latest.attempt, resumed.latest.fraction, resumed.latest.error],
      ['running', 2, 0, null],
    );
    const following = all(await jobs.follow(job.id));
    await settle();
    world.last.succeed();
    const records = await following;
    assert.deepEqual(
      records.map(({ state }) => state),
      ['queued', 'running', 'running', 'failed', 'queued', 'running', 'succeeded'],
    );
    assert.deepEqual(
      records.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7],
    );
    assert.deepEqual(records, (await jobStore(world.storage).readSegment(job.id, 0)).records);
  });

  test('waits for nobody but another one that is in its way', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs, 1);
    assert.equal((await jobs.resume(job.id)).outcome, 'not_resumable');
    world.last.fail(new Error('no'));
    await settle();
    const other = await started(jobs, 2);
    const outcome = await jobs.resume(job.id);
    assert.equal(outcome.outcome, 'already_running');
    assert.equal(jobOf(outcome).id, other.id);
  });

  test('throws away what earlier attempts left when it is cancelled while it waits', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs, 1);
    world.last.fail(new Error('no'));
    await settle();
    await transforming(jobs, 'a');
    await transforming(jobs, 'b');
    assert.equal(jobOf(await jobs.resume(job.id)).latest.state, 'queued');
    await jobs.cancel(job.id);
    assert.deepEqual(world.discarded, [job.task]);
    assert.equal(await stateOf(jobs, job), 'cancelled');
  });
});

describe('close()', () => {
  test('interrupts what runs and waits, and lets nothing begin', async () => {
    const world = new World();
    const jobs = await world.open();
    const job = await started(jobs);
    const [, third] = [await transforming(jobs, 'a'), await transforming(jobs, 'b')];
    const following = all(await jobs.follow(job.id));
    const closing = jobs.close();
    await settle();
    await assert.rejects(jobs.startGeneration({}), /it is stopping/);
    for (const work of world.works) work.obey();
    await closing;
    for (const { id } of [job, third]) {
      const { latest } = (await jobs.get(id))!;
      assert.deepEqual([latest.state, latest.error], ['interrupted', 'the server was stopped']);
    }
    assert.equal((await following).at(-1)?.state, 'interrupted');
    assert.deepEqual(world.discarded, []);
    assert.equal(world.works.length, 2);
    assert.equal(world.timersLeft, 0);
    await jobs.close();
  });
});

describe('openJobs()', () => {
  test('removes what a killed server was writing', async () => {
    const world = new World();
    const { storage } = world;
    const swept: string[] = [];
    world.storage = { ...storage, sweep: async (folder) => void swept.push(folder) };
    await world.open();
    assert.deepEqual(swept, ['jobs']);
  });

  test('interrupts what a killed server has left, which can be resumed', async () => {
    const world = new World();
    const before = await world.open();
    const job = await started(before);
    await transforming(before, 'a');
    const waiting = await transforming(before, 'b');
    await world.crash();
    const jobs = await world.open();
    assert.equal(jobs.active(), 0);
    for (const { id } of [job, waiting]) {
      const { latest } = (await jobs.get(id))!;
      assert.equal(latest.state, 'interrupted');
      assert.equal(latest.error, 'the server ended while the job was under way');
      assert.equal(await jobStore(world.storage).readLease(id), undefined);
    }
    await jobs.resume(job.id);
    assert.equal(world.last.context.resume, true);
    await jobs.resume(waiting.id);
    assert.equal(world.last.context.resume, false);
  });

  test('sees that the table holds what a killed server has left', async () => {
    const world = new World();
    const job = await started(await world.open());
    await world.crash();
    const jobs = await world.open({ isDone: async () => resultOf({ written: 99 }) });
    const found = (await jobs.get(job.id))!;
    assert.equal(found.latest.state, 'succeeded');
    assert.equal(found.latest.counts.written, 99);
    assert.equal(found.result?.tableVersion, 3);
  });

  test('takes a job for interrupted where the table does not tell', async () => {
    const world = new World();
    const job = await started(await world.open());
    await world.crash();
    const jobs = await world.open({ isDone: () => Promise.reject(new Error('broken log')) });
    assert.equal((await jobs.get(job.id))?.latest.state, 'interrupted');
  });

  test('keeps the history, results included, and passes over what is broken', async () => {
    const world = new World();
    const before = await world.open();
    const [one, two] = [await transforming(before, 'a'), await transforming(before, 'b')];
    world.works[0]!.succeed();
    world.works[1]!.succeed();
    await settle();
    await world.storage.remove(`jobs/${two.id}/log`);
    await world.crash();
    const jobs = await world.open();
    const { jobs: page, total } = await jobs.list({ first: 10 });
    assert.equal(total, 1);
    assert.deepEqual(page, [await before.get(one.id)]);
    assert.ok(world.entries.some(({ level, job }) => level === 'warn' && job === two.id));
  });
});

describe('list()', () => {
  test('pages through jobs, the newest first, by kind', async () => {
    const world = new World();
    const jobs = await world.open();
    const made: Job[] = [await started(jobs)];
    for (const output of ['a', 'b', 'c']) made.push(await transforming(jobs, output));
    const ids = made.map(({ id }) => id).toReversed();
    const page = await jobs.list({ first: 3 });
    assert.deepEqual([page.jobs.map(({ id }) => id), page.total, page.hasNext], [ids.slice(0, 3), 4, true]);
    const next = await jobs.list({ first: 3, after: ids[2]! });
    assert.deepEqual([next.jobs.map(({ id }) => id), next.total, next.hasNext], [ids.slice(3), 4, false]);
    const some = await jobs.list({ first: 2, kind: 'transformation' });
    assert.deepEqual([some.jobs.map(({ id }) => id), some.total, some.hasNext], [ids.slice(0, 2), 3, true]);
    assert.equal((await jobs.list({ first: 1, kind: 'generation' })).hasNext, false);
    assert.deepEqual(await jobs.list({ first: 1, after: '0' }), { jobs: [], total: 4, hasNext: false });
  });
});

describe('restoreTable()', () => {
  test('says what came of it', async () => {
    const world = new World();
    await world.fill(10);
    const jobs = await world.open();
    assert.deepEqual(await jobs.restoreTable({ version: 0, expectedVersion: 0 }), {
      outcome: 'restored',
      version: 1,
      rows: 10,
    });
    assert.deepEqual(await jobs.restoreTable({ version: 0, expectedVersion: 0 }), {
      outcome: 'conflict',
      version: 1,
    });
    const gone = await jobs.restoreTable({ version: 9, expectedVersion: 1 });
    assert.equal(gone.outcome, 'version_gone');
  });
});
