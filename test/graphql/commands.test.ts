import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UnavailableError } from '../../src/core/errors.ts';
import type { Jobs } from '../../src/core/jobs/jobs.ts';
import { ask, dataOf, handler, PLAIN, post, URL_OF } from './asking.ts';
import { type FakeJobs, fakeJobs, generationJob, recordOf } from './fake-jobs.ts';

const JOB = generationJob('a1');

/** Commands that answer so, whatever they are told. */
function answering(commands: Partial<Jobs>): FakeJobs {
  return fakeJobs([JOB], {}, commands);
}

const GENERATE = `mutation ($input: StartGenerationInput!) { startGeneration(input: $input) {
  __typename
  ... on StartGenerationPayload { job { id } }
  ... on AlreadyRunning { job { id } }
  ... on DataExists { events }
  ... on InvalidInput { field }
  ... on UserError { message }
} }`;

describe('startGeneration', () => {
  const started = answering({ startGeneration: async () => ({ outcome: 'started', job: JOB }) });

  test('hands on what was said, and a count of 10,000', async () => {
    const all = {
      count: 500,
      method: 'REPLACE',
      seed: 9_007_199_254_740_991,
      until: '2026-11-21T10:00:00Z',
      days: 30,
      profile: 'BURST',
      guests: 0.5,
      buyers: 0,
      abandonment: 1,
    };
    const answer = handler({ jobs: started });
    const data = await dataOf(GENERATE, { input: all }, answer);
    assert.deepEqual(data.startGeneration, { __typename: 'StartGenerationPayload', job: { id: 'a1' } });
    await dataOf(GENERATE, { input: { seed: null } }, answer);
    assert.deepEqual(started.calls, [
      ['startGeneration', { ...all, method: 'replace', profile: 'burst', until: JOB.createdAt }],
      ['startGeneration', { count: 10_000 }],
    ]);
  });

  const refused: [outcome: Awaited<ReturnType<Jobs['startGeneration']>>, data: object][] = [
    [
      { outcome: 'already_running', job: JOB },
      {
        __typename: 'AlreadyRunning',
        job: { id: 'a1' },
        message: 'Another generation is under way: a1',
      },
    ],
    [
      { outcome: 'data_exists', events: 3_000_000_000 },
      {
        __typename: 'DataExists',
        events: 3_000_000_000,
        message:
          'There are 3000000000 events: method NEW lets new ones join them, REPLACE makes them make room',
      },
    ],
    [
      { outcome: 'invalid', field: 'count', message: 'Cannot generate as count must be more: -5' },
      {
        __typename: 'InvalidInput',
        field: 'count',
        message: 'Cannot generate as count must be more: -5',
      },
    ],
  ];
  for (const [outcome, data] of refused) {
    test(`${outcome.outcome} is a member of its result`, async () => {
      const answer = handler({ jobs: answering({ startGeneration: async () => outcome }) });
      const found = await dataOf(GENERATE, { input: { count: -5 } }, answer);
      assert.deepEqual(found.startGeneration, data);
    });
  }
});

describe('startTransformation', () => {
  const query = `mutation ($input: StartTransformationInput!) { startTransformation(input: $input) {
    __typename
    ... on StartTransformationPayload { job { id } }
    ... on InvalidInput { field message }
  } }`;
  const jobs = answering({ startTransformation: async () => ({ outcome: 'started', job: JOB }) });
  const answer = handler({ jobs });

  test('hands on what was said', async () => {
    const input = { inputs: ['a.json', 'b'], output: 'out/x', timeZone: 'UTC', dropGuests: false };
    const data = await dataOf(query, { input: { ...input, notAfter: '2026-11-21T10:00:00Z' } }, answer);
    assert.equal(data.startTransformation.job.id, 'a1');
    await dataOf(query, { input: {} }, answer);
    assert.deepEqual(jobs.calls, [
      ['startTransformation', { ...input, notAfter: JOB.createdAt }],
      ['startTransformation', {}],
    ]);
  });

  test('refuses very many inputs', async () => {
    const input = { inputs: Array.from({ length: 1001 }, (_, at) => `${at}.json`) };
    const data = await dataOf(query, { input }, answer);
    assert.deepEqual(data.startTransformation, {
      __typename: 'InvalidInput',
      field: 'inputs',
      message: 'Cannot transform as inputs must be at most 1000: 1001',
    });
  });
});

describe('commands about jobs and tables', () => {
  const ended = generationJob('b2', { latest: recordOf(3, { state: 'succeeded' }) });
  const cases: [operation: string, commands: Partial<Jobs>, call: FakeJobs['calls'][0], data: object][] = [
    [
      'cancelJob(id: "a1") { ... on CancelJobPayload { job { state } } }',
      { cancel: async () => ({ outcome: 'cancelling', job: JOB }) },
      ['cancel', 'a1'],
      { job: { state: 'RUNNING' } },
    ],
    [
      'cancelJob(id: "b2") { ... on JobNotRunning { message job { id } } }',
      { cancel: async () => ({ outcome: 'not_running', job: ended }) },
      ['cancel', 'b2'],
      { message: 'The job has ended: succeeded', job: { id: 'b2' } },
    ],
    [
      'cancelJob(id: 7) { ... on JobNotFound { message } }',
      {},
      ['cancel', '7'],
      { message: 'There is no job with this id' },
    ],
    [
      'resumeJob(id: "a1") { ... on ResumeJobPayload { job { id } } }',
      { resume: async () => ({ outcome: 'resumed', job: JOB }) },
      ['resume', 'a1'],
      { job: { id: 'a1' } },
    ],
    [
      'resumeJob(id: "b2") { ... on JobNotResumable { message job { id } } }',
      { resume: async () => ({ outcome: 'not_resumable', job: ended }) },
      ['resume', 'b2'],
      { message: 'Only failed and interrupted jobs can be resumed: it is succeeded', job: { id: 'b2' } },
    ],
    [
      'resumeJob(id: "b2") { ... on AlreadyRunning { job { id } } }',
      { resume: async () => ({ outcome: 'already_running', job: JOB }) },
      ['resume', 'b2'],
      { job: { id: 'a1' } },
    ],
    [
      'resumeJob(id: "") { ... on UserError { __typename } }',
      {},
      ['resume', ''],
      { __typename: 'JobNotFound' },
    ],
    [
      'restoreTable(name: EVENTS, version: 2, expectedVersion: 5) { ... on RestoreTablePayload { version rows table { rows } } }',
      { restoreTable: async () => ({ outcome: 'restored', version: 6, rows: 100 }) },
      ['restoreTable', { version: 2, expectedVersion: 5 }],
      { version: 6, rows: 100, table: { rows: 2000 } },
    ],
    [
      'restoreTable(name: EVENTS, version: -1, expectedVersion: 5) { ... on VersionGone { message } }',
      { restoreTable: async () => ({ outcome: 'version_gone', message: 'Cannot read version -1' }) },
      ['restoreTable', { version: -1, expectedVersion: 5 }],
      { message: 'Cannot read version -1' },
    ],
    [
      'restoreTable(name: EVENTS, version: 2, expectedVersion: 4) { ... on VersionConflict { message version } }',
      { restoreTable: async () => ({ outcome: 'conflict', version: 5 }) },
      ['restoreTable', { version: 2, expectedVersion: 4 }],
      { message: 'The newest version is another one than expected: 5', version: 5 },
    ],
  ];
  for (const [operation, commands, call, data] of cases) {
    test(operation, async () => {
      const jobs = answering(commands);
      const found = await dataOf(`mutation { result: ${operation} }`, {}, handler({ jobs }));
      assert.deepEqual(found.result, data);
      assert.deepEqual(jobs.calls, [call]);
    });
  }
});

describe('mutations', () => {
  test('that cannot be carried out now answer UNAVAILABLE with 503, and say why', async () => {
    const message = 'Cannot start a job as the data folder must be writable: no space left on device';
    const refuse = () => Promise.reject(new UnavailableError(message));
    const jobs = answering({
      startGeneration: refuse,
      startTransformation: refuse,
      resume: refuse,
      restoreTable: refuse,
    });
    for (const command of [
      'startGeneration(input: {})',
      'startTransformation(input: {})',
      'resumeJob(id: "a1")',
      'restoreTable(name: EVENTS, version: 0, expectedVersion: 1)',
    ]) {
      const response = await handler({ jobs })(post({ query: `mutation { ${command} { __typename } }` }));
      const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
      assert.deepEqual(
        [response.status, errors.map((error) => [error.message, error.extensions])],
        [503, [[message, { code: 'UNAVAILABLE' }]]],
      );
    }
  });

  test('those of an operation are carried out one after the other, in their order', async () => {
    const order: string[] = [];
    const jobs = answering({
      async cancel(id) {
        order.push(`begin ${id}`);
        // The later ones would be faster.
        for (let turns = 10 - Number(id); turns > 0; turns--) await Promise.resolve();
        order.push(`end ${id}`);
        return { outcome: 'not_found' };
      },
    });
    const fields = [1, 2, 3].map((id) => `m${id}: cancelJob(id: ${id}) { __typename }`);
    await dataOf(`mutation { ${fields.join(' ')} }`, {}, handler({ jobs }));
    assert.deepEqual(order, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  });

  test('what a command cannot foresee is masked', async () => {
    const errors: unknown[] = [];
    const broken = handler({
      jobs: answering({ startGeneration: () => Promise.reject(new Error('EIO: /secret')) }),
      log: ({ error }) => errors.push(error),
    });
    const answer = await ask(GENERATE, { input: {} }, broken);
    assert.equal(answer.status, 500);
    assert.doesNotMatch(JSON.stringify(answer), /secret/);
    assert.equal(errors.length, 1);
  });

  test('after the client has gone, no more of them are begun', async () => {
    const client = new AbortController();
    const jobs = answering({
      async cancel() {
        client.abort();
        return { outcome: 'not_found' };
      },
    });
    const fields = [1, 2, 3].map((id) => `m${id}: cancelJob(id: ${id}) { __typename }`);
    const request = new Request(post({ query: `mutation { ${fields.join(' ')} }` }), {
      signal: client.signal,
    });
    await assert.rejects(handler({ jobs })(request));
    await new Promise(setImmediate);
    assert.equal(jobs.calls.length, 1);
  });

  const query = 'mutation { cancelJob(id: 1) { __typename } }';
  const csrf = { 'x-graphql-yoga-csrf': '1' };
  const ways: Record<string, { init: RequestInit; path?: string; status: number }> = {
    GET: { init: { headers: csrf }, path: `?query=${encodeURIComponent(query)}`, status: 405 },
    'GET with a body of JSON in its address': {
      init: { headers: { ...csrf, 'content-type': 'application/json' } },
      path: `?query=${encodeURIComponent(query)}`,
      status: 405,
    },
    'a form': {
      init: { method: 'POST', headers: csrf, body: new URLSearchParams({ query }) },
      status: 415,
    },
    multipart: {
      init: {
        method: 'POST',
        headers: csrf,
        body: formOf({ operations: JSON.stringify({ query }), map: '{}' }),
      },
      status: 415,
    },
    'text/plain': {
      init: {
        method: 'POST',
        headers: { ...csrf, 'content-type': 'text/plain' },
        body: JSON.stringify({ query }),
      },
      status: 415,
    },
    'a query in the address of a POST of a form': {
      init: { method: 'POST', headers: csrf, body: new URLSearchParams() },
      path: `?query=${encodeURIComponent(query)}`,
      status: 415,
    },
  };
  for (const production of [false, true]) {
    for (const [name, { init, path = '', status }] of Object.entries(ways)) {
      test(`never by ${name}${production ? ', in production' : ''}`, async () => {
        const jobs = answering({});
        const response = await handler({ jobs, production })(new Request(`${URL_OF}${path}`, init));
        assert.equal(response.status, status, await response.text());
        assert.deepEqual(jobs.calls, []);
      });
    }
  }

  test('in production they are answered as elsewhere', async () => {
    const answer = handler({ production: true });
    assert.deepEqual(await dataOf(query, {}, answer), { cancelJob: { __typename: 'JobNotFound' } });
  });

  test('the table of a payload is the one after the command', async () => {
    let version = 0;
    const questions: typeof PLAIN = {
      ...PLAIN,
      version: async () => version,
      versions: async () => [
        { version, time: 0, operation: 'RESTORE', rows: version, files: 1, bytes: 1, kept: true },
      ],
    };
    const jobs = answering({
      restoreTable: async () => ({ outcome: 'restored', version: ++version, rows: version }),
    });
    const restore = (name: string): string =>
      `${name}: restoreTable(name: EVENTS, version: 0, expectedVersion: 0) { ... on RestoreTablePayload { table { version rows } } }`;
    const data = await dataOf(
      `mutation { ${restore('a')} ${restore('b')} }`,
      {},
      handler({ jobs, questions }),
    );
    assert.deepEqual(data, {
      a: { table: { version: 1, rows: 1 } },
      b: { table: { version: 2, rows: 2 } },
    });
  });
});

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
