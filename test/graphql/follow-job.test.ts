import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Jobs } from '../../src/core/jobs/jobs.ts';
import type { Failure } from '../../src/graphql/errors.ts';
import { handler, post, URL_OF } from './asking.ts';
import { allOf, eventsOf, FOLLOW, follow } from './event-stream.ts';
import { type FakeLog, fakeJobs, generationJob, logOf, recordOf } from './fake-jobs.ts';

const ENDED = logOf(5);

function jobsWith(log = ENDED, commands: Partial<Jobs> = {}): ReturnType<typeof fakeJobs> {
  return fakeJobs([generationJob('a1', { latest: log.at(-1) ?? recordOf(1) })], { a1: log }, commands);
}

function logIn({ logs }: ReturnType<typeof fakeJobs>): FakeLog {
  const log = logs.get('a1');
  assert.ok(log);
  return log;
}

/** Timers that keep the process alive, such as pings. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('jobProgress', () => {
  test('says the log of a job from its start, and ends with it', async () => {
    const response = await handler({ jobs: jobsWith() })(follow('a1'));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('content-encoding'), null);
    const events = await allOf(response);
    assert.deepEqual(
      events.map(({ event, data }) => [event, data?.data.jobProgress.done, data?.data.jobProgress.state]),
      [
        ['next', 1, 'RUNNING'],
        ['next', 2, 'RUNNING'],
        ['next', 3, 'RUNNING'],
        ['next', 4, 'RUNNING'],
        ['next', 5, 'SUCCEEDED'],
        ['complete', undefined, undefined],
      ],
    );
  });

  test('goes on after a cursor, for those who come back', async () => {
    const answer = handler({ jobs: jobsWith() });
    const first = eventsOf(await answer(follow('a1')));
    await first.next();
    const { value } = await first.next();
    await first.return(undefined);
    const after = value.data.data.jobProgress.cursor;
    const rest = await allOf(await answer(follow('a1', { after })));
    assert.deepEqual(
      rest.slice(0, -1).map(({ data }) => data.data.jobProgress.done),
      [3, 4, 5],
    );
  });

  test('says what is added while it is followed', async () => {
    const jobs = jobsWith([recordOf(1)]);
    const log = logIn(jobs);
    const query = 'subscription ($id: ID!) { jobProgress(id: $id) { done job { id state } } }';
    const events = eventsOf(await handler({ jobs })(follow('a1', { query })));
    for (const done of [1, 2, 3]) {
      const { value } = await events.next();
      assert.deepEqual(value.data.data.jobProgress, { done, job: { id: 'a1', state: 'RUNNING' } });
      log.add(recordOf(done + 1, { state: done === 3 ? 'interrupted' : 'running' }));
    }
    assert.equal((await events.next()).value.data.data.jobProgress.done, 4);
    assert.equal((await events.next()).value.event, 'complete');
    assert.equal((await events.next()).done, true);
  });

  test('an entry is read when it is asked for, and no sooner', async () => {
    const jobs = jobsWith(logOf(1000));
    const events = eventsOf(await handler({ jobs })(follow('a1')));
    for (let count = 0; count < 10; count++) await events.next();
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    const { pulled } = logIn(jobs);
    assert.ok(pulled <= 20, String(pulled));
    await events.return(undefined);
  });

  test('a job that is not there is NOT_FOUND, in the stream of those who want one', async () => {
    const answer = handler({ jobs: jobsWith() });
    const streamed = await answer(follow('../a1'));
    assert.equal(streamed.status, 200);
    const [next, complete, ...rest] = await allOf(streamed);
    assert.equal(next?.event, 'next');
    assert.equal(next?.data.errors[0].message, 'There is no job with this id');
    assert.equal(next?.data.errors[0].extensions.code, 'NOT_FOUND');
    assert.equal(complete?.event, 'complete');
    assert.deepEqual(rest, []);
    const plain = await answer(post({ query: FOLLOW, variables: { id: 'x' } }, { accept: '*/*' }));
    assert.equal(plain.status, 404);
    assert.equal((await plain.json()).errors[0].extensions.code, 'NOT_FOUND');
  });

  test("a cursor of another job, or of no log, is refused, as is one of a list's", async () => {
    const jobs = fakeJobs([generationJob('a1')], { a1: ENDED, b2: ENDED });
    const answer = handler({ jobs });
    const [other] = await allOf(await answer(follow('b2')));
    for (const after of [
      other?.data.data.jobProgress.cursor,
      'x',
      '',
      btoa('log:-1:a1'),
      btoa('event:1:a1'),
    ]) {
      const [event] = await allOf(await answer(follow('a1', { after: after.replace(/=+$/, '') })));
      assert.match(event?.data.errors[0].message, /Cannot use after as it must be a cursor/);
      assert.equal(event?.data.errors[0].extensions.code, 'BAD_USER_INPUT');
    }
  });
});

describe('the stream of a subscription', () => {
  test('has no deadline once it has begun, and keeps no timer of one', async () => {
    const jobs = jobsWith([recordOf(1)]);
    const before = timers();
    const events = eventsOf(await handler({ jobs, deadline: 20 })(follow('a1')));
    await events.next();
    // Only the ping of the stream is left.
    assert.equal(timers(), before + 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    logIn(jobs).add(recordOf(2, { state: 'succeeded' }));
    assert.equal((await events.next()).value.data.data.jobProgress.done, 2);
    assert.equal((await events.next()).value.event, 'complete');
    assert.equal((await events.next()).done, true);
    assert.equal(timers(), before);
  });

  test('what does not begin in time is DEADLINE_EXCEEDED', async () => {
    const jobs = jobsWith(ENDED, { follow: () => new Promise(() => {}) });
    const response = await handler({ jobs, deadline: 5 })(follow('a1'));
    assert.equal(response.status, 503);
    const [event] = await allOf(response);
    assert.equal(event?.data.errors[0].extensions.code, 'DEADLINE_EXCEEDED');
  });

  type Leave = (client: AbortController, reader: ReadableStreamDefaultReader) => void;
  const leavings: Record<string, Leave> = {
    'its request is aborted': (client) => client.abort(),
    'its body is cancelled': (_, reader) => void reader.cancel(),
  };
  for (const [name, leave] of Object.entries(leavings)) {
    for (const isWaiting of [true, false]) {
      test(`ends at once where ${name} while ${isWaiting ? 'it waits' : 'nobody reads'}`, async () => {
        const before = timers();
        const opened: number[] = [];
        const jobs = jobsWith(Array.from({ length: isWaiting ? 1 : 500 }, (_, at) => recordOf(at + 1)));
        const log = logIn(jobs);
        const client = new AbortController();
        const answer = handler({ jobs, onSubscription: (open) => opened.push(open) });
        const { body } = await answer(follow('a1', { signal: client.signal }));
        assert.ok(body);
        const reader = body.getReader();
        for (let text = ''; !text.includes('data: ');) {
          text += new TextDecoder().decode((await reader.read()).value);
        }
        const next = isWaiting ? reader.read() : undefined;
        await new Promise(setImmediate);
        assert.equal(log.open, 1);
        leave(client, reader);
        await log.readers(0);
        assert.equal((await next)?.done ?? true, true);
        assert.deepEqual(opened, [1, 0]);
        assert.equal(timers(), before);
      });
    }
  }

  test('a client that goes while the job is looked for leaves nothing open', async () => {
    const before = timers();
    const client = new AbortController();
    const asked = Promise.withResolvers<void>();
    const found = Promise.withResolvers<void>();
    const plain = jobsWith([recordOf(1)]);
    const opened: number[] = [];
    const jobs = jobsWith(ENDED, {
      async follow(id, options) {
        asked.resolve();
        await found.promise;
        return plain.follow(id, options);
      },
    });
    const answer = handler({ jobs, onSubscription: (open) => opened.push(open) });
    const answered = answer(follow('a1', { signal: client.signal })).catch(() => null);
    await asked.promise;
    client.abort();
    found.resolve();
    await answered;
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    assert.equal(logIn(plain).open, 0);
    assert.equal(opened.at(-1) ?? 0, 0);
    assert.equal(timers(), before);
  });

  test('what goes wrong later is masked with the id of the request, and ends it', async () => {
    const failures: Failure[] = [];
    const cause = new Error('EIO: /secret/jobs');
    const opened: number[] = [];
    const answer = handler({
      jobs: jobsWith(ENDED, {
        follow: async () =>
          (async function* () {
            yield recordOf(1);
            throw cause;
          })(),
      }),
      log: (failure) => failures.push(failure),
      onSubscription: (open) => opened.push(open),
    });
    const [first, second, ...rest] = await allOf(await answer(follow('a1')));
    assert.equal(first?.data.data.jobProgress.done, 1);
    assert.equal(failures.length, 1);
    assert.equal(failures[0]?.error, cause);
    const id = failures[0]?.request;
    assert.equal(second?.data.errors[0].message, `Unexpected error, see ${id}`);
    assert.deepEqual(second?.data.errors[0].extensions, { code: 'INTERNAL_SERVER_ERROR', id });
    assert.deepEqual(
      rest.map(({ event }) => event),
      ['complete'],
    );
    assert.deepEqual(opened, [1, 0]);
  });

  test('what costs too much is refused before anything is followed', async () => {
    const jobs = jobsWith();
    const answer = handler({ jobs });
    const deep = `${'job { progress { '.repeat(6)}done${' } }'.repeat(6)}`;
    for (const inner of [deep, 'job { log(first: 1000) { job { id } job { kind } } log { done } }']) {
      const query = `query Other { __typename } subscription Follow($id: ID!) { jobProgress(id: $id) { ${inner} } }`;
      const body = { query, operationName: 'Follow', variables: { id: 'a1' } };
      const response = await answer(post(body, { accept: 'text/event-stream' }));
      assert.equal(response.status, inner === deep ? 400 : 200, inner);
      await response.body?.cancel();
      if (inner === deep) assert.deepEqual(jobs.calls, []);
    }
  });
});

describe('who may subscribe', () => {
  const query = 'subscription { jobProgress(id: "a1") { done } }';
  const address = `${URL_OF}?query=${encodeURIComponent(query)}`;
  const csrf = { 'x-graphql-yoga-csrf': '1', accept: 'text/event-stream' };
  const body = JSON.stringify({ query });
  const json = { 'content-type': 'application/json' };
  const requests: [name: string, request: () => Request, status: number, inProduction: number][] = [
    [
      'POST of JSON, whatever is accepted',
      () => new Request(URL_OF, { method: 'POST', headers: json, body }),
      200,
      200,
    ],
    [
      'POST that accepts application/json only',
      () => new Request(URL_OF, { method: 'POST', headers: { ...json, accept: 'application/json' }, body }),
      406,
      406,
    ],
    [
      'POST that accepts multipart/mixed',
      () => new Request(URL_OF, { method: 'POST', headers: { ...json, accept: 'multipart/mixed' }, body }),
      406,
      406,
    ],
    ['GET with the header', () => new Request(address, { headers: csrf }), 200, 405],
    [
      'GET without the header, as pages elsewhere could send',
      () => new Request(address, { headers: { accept: 'text/event-stream' } }),
      403,
      405,
    ],
    [
      'POST of text/plain',
      () => new Request(URL_OF, { method: 'POST', headers: { ...csrf, 'content-type': 'text/plain' }, body }),
      415,
      415,
    ],
    [
      'POST of a form',
      () => new Request(URL_OF, { method: 'POST', headers: csrf, body: new URLSearchParams({ query }) }),
      415,
      415,
    ],
  ];
  for (const [name, request, status, inProduction] of requests) {
    test(`${name}: ${status}, in production ${inProduction}`, async () => {
      const jobs = jobsWith();
      for (const [production, wanted] of [
        [false, status],
        [true, inProduction],
      ] as const) {
        const response = await handler({ jobs, production })(request());
        assert.equal(response.status, wanted);
        if (wanted === 200) assert.equal((await allOf(response)).length, 6);
        else await response.body?.cancel();
      }
      assert.equal(logIn(jobs).open, 0);
      assert.equal(jobs.calls.length, [status, inProduction].filter((code) => code === 200).length);
    });
  }

  test('those who cannot read a stream are told so', async () => {
    const response = await handler({ jobs: jobsWith() })(post({ query }));
    assert.equal(response.status, 406);
    assert.match(
      (await response.json()).errors[0].message,
      /Cannot answer a subscription as accept must be text\/event-stream: application/,
    );
  });
});
