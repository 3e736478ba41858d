import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Questions } from '../../src/core/questions/questions.ts';
import type { Failure } from '../../src/graphql/errors.ts';
import { type Answer, ask, handler, PLAIN, post } from './asking.ts';

/** Questions that never answer, but end when they are told to. */
function stuck(): Questions {
  return {
    ...PLAIN,
    events: ({ signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
    statistics: () => new Promise(() => {}),
  };
}

describe('errors of arguments', () => {
  const wrong: [operation: string, message: RegExp][] = [
    [
      '{ events(first: 1001) { totalCount } }',
      /Cannot use first as it must be a whole number from 0 to 1000: 1001/,
    ],
    ['{ events(first: -1) { totalCount } }', /Cannot use first .*: -1/],
    ['{ events(last: 5000) { totalCount } }', /Cannot use last as/],
    [
      '{ events(first: 1, last: 1) { totalCount } }',
      /Cannot use last as it must be left out where first is given/,
    ],
    ['{ events(after: "x") { totalCount } }', /Cannot use after as it must be a cursor/],
    ['{ events(before: "x") { totalCount } }', /Cannot use before as/],
    ['{ events(filter: { types: [OTHER] }) { totalCount } }', /Cannot use filter.types as/],
    ['{ events(filter: { customers: ["x"] }) { totalCount } }', /Cannot use filter.customers as.*"x"/],
    ['{ sessions(filter: { devices: [OTHER] }) { totalCount } }', /Cannot use filter.devices as/],
    ['{ sessions { nodes { journey(first: 1001) } } }', /Cannot use first as/],
    ['{ customer(id: "seven") { id } }', /Cannot use id as it must be a whole number below 2\^53: "seven"/],
    ['{ product(id: "99999999999999999") { id } }', /Cannot use id as/],
    ['{ funnel(steps: []) { sessions } }', /Cannot use steps as it must be a list of 1 to 10 types/],
    [`{ funnel(steps: [${'SEARCH,'.repeat(11)}]) { sessions } }`, /Cannot use steps as .*11 types/],
    ['{ funnel(steps: [OTHER]) { sessions } }', /Cannot use steps as/],
    ['{ journeys(first: 1001) { sessions } }', /Cannot use first as/],
    ['{ statistics { topProducts(first: 1001) { name } } }', /Cannot use first as/],
    ['{ table(name: EVENTS) { history(first: -1) { version } } }', /Cannot use first as/],
    [
      '{ timeline(interval: MINUTE, from: "2025-01-01T00:00Z", to: "2026-01-01T00:00Z") { events } }',
      /at most 10000 points/,
    ],
  ];
  for (const [operation, message] of wrong) {
    test(`${operation.slice(0, 70)} is BAD_USER_INPUT`, async () => {
      const { status, errors } = await ask(operation);
      assert.match(errors[0]?.message ?? '', message);
      assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
      assert.ok(status === 400, String(status));
    });
  }

  test('a list of a filter has at most 1000 values', async () => {
    const sessions = Array.from({ length: 1001 }, (_, at) => `sess_${at}`);
    const query = 'query ($filter: EventFilter) { events(filter: $filter) { totalCount } }';
    const { errors } = await ask(query, { filter: { sessions } });
    assert.match(errors[0]?.message ?? '', /filter.sessions as it must be a list of at most 1000 values/);
    assert.equal((await ask(query, { filter: { sessions: sessions.slice(1) } })).status, 200);
  });

  const scalars: [type: string, value: unknown, message: RegExp][] = [
    ['DateTime', 'yesterday', /Cannot use "yesterday" as DateTime as it must be ISO 8601 text/],
    ['DateTime', '2025-02-30T00:00Z', /as DateTime/],
    ['DateTime', 5, /Cannot use 5 as DateTime/],
    ['Duration', 'P1M', /Cannot use "P1M" as Duration as it must be ISO 8601 text of weeks, days/],
    ['Duration', 60, /as Duration/],
    ['Vnd', 1.5, /Cannot use 1.5 as Vnd as it must be a whole number below 2\^53/],
    ['Vnd', 2 ** 53, /as Vnd/],
    ['Vnd', '5', /as Vnd/],
  ];
  const argument: Record<string, string> = { DateTime: 'at', Duration: 'idleFor', Vnd: 'minValue' };
  for (const [type, value, message] of scalars) {
    test(`${type} refuses ${JSON.stringify(value)}, written or given`, async () => {
      const name = argument[type] as string;
      const given = await ask(`query ($value: ${type}) { abandonedCarts(${name}: $value) { totalCount } }`, {
        value,
      });
      const written = await ask(`{ abandonedCarts(${name}: ${JSON.stringify(value)}) { totalCount } }`);
      for (const { status, errors } of [given, written]) {
        assert.match(errors[0]?.message ?? '', message);
        assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
        assert.equal(status, 400);
      }
      assert.match(given.errors[0]?.message ?? '', /\$value/);
    });
  }

  test('AsOf takes one of its fields', async () => {
    const { status, errors } = await ask(
      '{ events(asOf: { version: 1, time: "2025-01-01T00:00Z" }) { totalCount } }',
    );
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', /exactly one/i);
  });

  test('other fields keep their answers', async () => {
    const { status, data, errors } = await ask(
      '{ event(id: "x") { id } customer(id: "x") { id } table(name: EVENTS) { version } }',
    );
    assert.equal(status, 200);
    assert.deepEqual(data, { event: null, customer: null, table: { version: 0 } });
    assert.deepEqual(errors[0]?.path, ['customer']);
  });
});

describe('unexpected errors', () => {
  test('they are masked with an id that the log has', async () => {
    const failures: Failure[] = [];
    const cause = new Error('the password is hunter2');
    const answer = handler({
      questions: { ...PLAIN, statistics: () => Promise.reject(cause) },
      log: (failure) => failures.push(failure),
    });
    const { status, errors } = await ask('{ statistics { totalEvents } }', {}, answer);
    assert.equal(status, 500);
    assert.equal(errors.length, 1);
    assert.deepEqual(failures, [
      { level: 'error', message: 'a GraphQL request failed', request: failures[0]?.request, error: cause },
    ]);
    assert.match(failures[0]?.request ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(errors[0]?.message, `Unexpected error, see ${failures[0]?.request}`);
    assert.deepEqual(errors[0]?.extensions, { code: 'INTERNAL_SERVER_ERROR', id: failures[0]?.request });
    assert.deepEqual(errors[0]?.path, ['statistics', 'totalEvents']);
  });

  test('the id is that of the request, where it has one', async () => {
    const failures: Failure[] = [];
    const fail = (): Promise<never> => Promise.reject(new Error('EIO'));
    const answer = handler({
      questions: { ...PLAIN, eventsById: fail, sessionsById: fail },
      log: (failure) => failures.push(failure),
    });
    const query = '{ event(id: 1) { id } session(id: 2) { id } }';
    const { errors } = (await (await answer(post({ query }), 'r-17')).json()) as Answer;
    assert.deepEqual(
      failures.map(({ request }) => request),
      ['r-17', 'r-17'],
    );
    for (const { message, extensions } of errors) {
      assert.equal(message, 'Unexpected error, see r-17');
      assert.equal(extensions?.['id'], 'r-17');
    }
  });

  test('a RangeError that is not ours is one of them', async () => {
    const failures: Failure[] = [];
    const cause = new RangeError('Maximum call stack size exceeded');
    const answer = handler({
      questions: { ...PLAIN, statistics: () => Promise.reject(cause) },
      log: (failure) => failures.push(failure),
    });
    const { errors } = await ask('{ statistics { totalEvents } }', {}, answer);
    assert.equal(errors[0]?.extensions?.['code'], 'INTERNAL_SERVER_ERROR');
    assert.equal(failures.length, 1);
  });
});

describe('deadlines', { timeout: 20_000 }, () => {
  test('a question that takes too long ends with DEADLINE_EXCEEDED, whether it listens or not', async () => {
    const answer = handler({ questions: stuck(), deadline: 5 });
    for (const operation of ['{ events { totalCount } }', '{ statistics { totalEvents } }']) {
      const { status, errors } = await ask(operation, {}, answer);
      assert.equal(status, 503);
      assert.equal(errors[0]?.extensions?.['code'], 'DEADLINE_EXCEEDED');
      assert.match(errors[0]?.message ?? '', /within 5 ms/);
    }
  });

  test('a question ends when its client goes', async () => {
    const client = new AbortController();
    const asked = Promise.withResolvers<AbortSignal>();
    const questions: Questions = {
      ...PLAIN,
      events: ({ signal }) => {
        assert.ok(signal);
        asked.resolve(signal);
        return new Promise(() => {});
      },
    };
    const request = new Request(post({ query: '{ events { totalCount } }' }), { signal: client.signal });
    const answered = handler({ questions })(request).catch(() => null);
    const signal = await asked.promise;
    assert.equal(signal.aborted, false);
    client.abort();
    assert.equal(signal.aborted, true);
    await answered;
  });
});
