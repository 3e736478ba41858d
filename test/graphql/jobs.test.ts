import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '../../src/core/jobs/job.ts';
import { ask, dataOf, handler } from './asking.ts';
import { fakeJobs, generationJob, logOf, recordOf, transformationJob } from './fake-jobs.ts';

const DONE = generationJob('a1', {
  latest: recordOf(7, { state: 'succeeded', attempt: 2, stage: 'publish', fraction: 1, etaSeconds: null }),
  result: { tableVersion: 3, tableRows: 5_000_000_000, unchanged: false },
});
const FAILED = transformationJob('b2', {
  latest: recordOf(4, { state: 'failed', error: 'the disk is full' }),
});
const QUEUED = generationJob('c3', {
  latest: recordOf(1, { state: 'queued', attempt: 0, startedAt: null, stage: null, rate: null }),
});
const JOBS: Job[] = [DONE, FAILED, QUEUED];

const answers = handler({ jobs: fakeJobs(JOBS, { a1: logOf(7), c3: [QUEUED.latest] }) });

describe('job', () => {
  test('a generation with its settings, its progress and what came of it', async () => {
    const query = `{ job(id: "a1") {
      id kind state createdAt startedAt endedAt attempts canResume error
      result { tableVersion tableRows unchanged }
      task { __typename ... on Generation { count method seed until days profile guests buyers abandonment timeZone } }
      progress { at state attempt stage done total fraction rate etaSeconds error
        counts { generated read written duplicates alreadyThere conflicts quarantined } }
    } }`;
    const { job } = await dataOf(query, {}, answers);
    assert.deepEqual(job, {
      id: 'a1',
      kind: 'GENERATION',
      state: 'SUCCEEDED',
      createdAt: '2026-11-21T10:00:00Z',
      startedAt: '2026-11-21T10:00:00.500000Z',
      endedAt: '2026-11-21T10:00:07Z',
      attempts: 2,
      canResume: false,
      error: null,
      result: { tableVersion: 3, tableRows: 5_000_000_000, unchanged: false },
      task: {
        __typename: 'Generation',
        count: 10_000,
        method: 'NEW',
        seed: 42,
        until: '2026-11-21T10:00:00Z',
        days: 90,
        profile: 'REALISTIC',
        guests: 0.3,
        buyers: 0.03,
        abandonment: 0.7,
        timeZone: 'Asia/Ho_Chi_Minh',
      },
      progress: {
        at: '2026-11-21T10:00:07Z',
        state: 'SUCCEEDED',
        attempt: 2,
        stage: 'PUBLISH',
        done: 7,
        total: 1000,
        fraction: 1,
        rate: 150_000.5,
        etaSeconds: null,
        error: null,
        counts: {
          generated: 70,
          read: 0,
          written: 0,
          duplicates: 0,
          alreadyThere: 0,
          conflicts: 0,
          quarantined: 0,
        },
      },
    });
  });

  test('a transformation that failed, and can be resumed', async () => {
    const { job } = await dataOf(
      `{ job(id: "b2") { kind state canResume error result { tableVersion }
        task { ... on Transformation { inputs output timeZone dropGuests notAfter } } } }`,
      {},
      answers,
    );
    assert.deepEqual(job, {
      kind: 'TRANSFORMATION',
      state: 'FAILED',
      canResume: true,
      error: 'the disk is full',
      result: null,
      task: {
        inputs: ['cart_events.json.gz'],
        output: 'out',
        timeZone: 'UTC',
        dropGuests: true,
        notAfter: null,
      },
    });
  });

  test('one that waits has neither begun nor ended', async () => {
    const { job } = await dataOf(
      '{ job(id: "c3") { state startedAt endedAt attempts progress { stage rate } } }',
      {},
      answers,
    );
    assert.deepEqual(job, {
      state: 'QUEUED',
      startedAt: null,
      endedAt: null,
      attempts: 0,
      progress: { stage: null, rate: null },
    });
  });

  test('null where there is none', async () => {
    assert.deepEqual(await dataOf('{ job(id: "../a1") { id } }', {}, answers), { job: null });
  });

  test('its log is read page by page, and never waited for', async () => {
    const query = `query ($after: String) {
      job(id: "a1") { log(first: 3, after: $after) { cursor done } } }`;
    const pages: number[][] = [];
    let after: string | undefined;
    do {
      const { log } = (await dataOf(query, { after }, answers)).job;
      pages.push(log.map(({ done }: { done: number }) => done));
      after = log.at(-1)?.cursor;
    } while (after !== undefined);
    assert.deepEqual(pages, [[1, 2, 3], [4, 5, 6], [7], []]);
    const waiting = await dataOf('{ job(id: "c3") { log { state job { id } } } }', {}, answers);
    assert.deepEqual(waiting.job.log, [{ state: 'QUEUED', job: { id: 'c3' } }]);
  });

  test("a cursor of another job's log is refused", async () => {
    const { job } = await dataOf('{ job(id: "a1") { log(first: 1) { cursor } } }', {}, answers);
    const query = 'query ($after: String) { job(id: "c3") { log(after: $after) { done } } }';
    const { status, errors } = await ask(query, { after: job.log[0].cursor }, answers);
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', /Cannot use after as it must be a cursor of this job's log/);
  });
});

describe('jobs', () => {
  const query = `query ($first: Int, $after: String, $kind: JobKind) {
    jobs(first: $first, after: $after, kind: $kind) {
      nodes { id } edges { cursor node { id } } totalCount
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;

  test('page by page, the newest first', async () => {
    const first = (await dataOf(query, { first: 2 }, answers)).jobs;
    assert.deepEqual(first.nodes, [{ id: 'c3' }, { id: 'b2' }]);
    assert.equal(first.totalCount, 3);
    assert.deepEqual(first.pageInfo, {
      startCursor: first.edges[0].cursor,
      endCursor: first.edges[1].cursor,
      hasNextPage: true,
      hasPreviousPage: false,
    });
    const second = (await dataOf(query, { first: 2, after: first.pageInfo.endCursor }, answers)).jobs;
    assert.deepEqual(second.nodes, [{ id: 'a1' }]);
    assert.equal(second.pageInfo.hasNextPage, false);
    assert.equal(second.pageInfo.hasPreviousPage, true);
  });

  test('of one kind, none, and with bounds', async () => {
    const { jobs } = await dataOf(query, { kind: 'TRANSFORMATION' }, answers);
    assert.deepEqual(jobs.nodes, [{ id: 'b2' }]);
    const none = await dataOf(query, { first: 0 }, answers);
    assert.deepEqual(none.jobs.pageInfo, {
      startCursor: null,
      endCursor: null,
      hasNextPage: true,
      hasPreviousPage: false,
    });
    for (const variables of [{ first: -1 }, { first: 1001 }, { after: 'x' }]) {
      assert.equal((await ask(query, variables, answers)).status, 400);
    }
  });

  test('their logs cost as much as they may become', async () => {
    const { status, errors } = await ask(
      '{ jobs(first: 1000) { nodes { log(first: 1000) { done } } } }',
      {},
      answers,
    );
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', /at most 100000 values/);
  });
});

describe('table', () => {
  test('says which versions are kept', async () => {
    const { table } = await dataOf('{ table(name: EVENTS) { history { version kept } } }');
    assert.deepEqual(table.history, [{ version: 0, kept: true }]);
  });
});
