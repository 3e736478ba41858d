import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { decodeCursor, encodeCursor } from '../../src/graphql/cursors.ts';
import { cartEvent } from '../support/cart-events.ts';
import { ask, dataOf, EVENTS, handler, PLAIN } from './asking.ts';

const QUERY = `query ($first: Int, $after: String, $last: Int, $before: String, $by: EventOrder, $asOf: AsOf) {
  events(first: $first, after: $after, last: $last, before: $before, orderBy: $by, asOf: $asOf) {
    totalCount version
    edges { cursor node { id } } nodes { id }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  }
}`;

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
  version: number;
}

async function page(variables: Record<string, unknown>, answer = handler()): Promise<Connection> {
  return (await dataOf(QUERY, variables, answer)).events as Connection;
}

const newest = EVENTS.toSorted((a, b) => b.timestamp - a.timestamp || (a.event_id < b.event_id ? 1 : -1)).map(
  ({ event_id }) => event_id,
);

describe('connections', () => {
  test('edges, nodes and pageInfo say the same', async () => {
    const { edges, nodes, pageInfo } = await page({ first: 4 });
    assert.deepEqual(
      edges.map(({ node }) => node),
      nodes,
    );
    assert.deepEqual(
      nodes.map(({ id }) => id),
      newest.slice(0, 4),
    );
    assert.equal(pageInfo.startCursor, edges[0]?.cursor);
    assert.equal(pageInfo.endCursor, edges[3]?.cursor);
    assert.match(pageInfo.endCursor, /^[\w-]+$/);
  });

  test('50 rows come where nothing is said', async () => {
    assert.equal((await page({})).nodes.length, 50);
    assert.equal((await page({ first: 0 })).nodes.length, 0);
    assert.equal((await page({ first: 1000 })).nodes.length, 1000);
  });

  test('last and before go backwards', async () => {
    const end = await page({ last: 3 });
    assert.deepEqual(
      end.nodes.map(({ id }) => id),
      newest.slice(-3),
    );
    const before = await page({ last: 3, before: end.pageInfo.startCursor });
    assert.deepEqual(
      before.nodes.map(({ id }) => id),
      newest.slice(-6, -3),
    );
    assert.equal(before.pageInfo.hasNextPage, true);
  });

  test('a cursor is good in both directions of time', async () => {
    const { pageInfo } = await page({ first: 10 });
    const older = await page({ first: 1000, after: pageInfo.endCursor, by: 'TIME_DESC' });
    const newer = await page({ first: 1000, after: pageInfo.endCursor, by: 'TIME_ASC' });
    assert.deepEqual(
      newer.nodes.map(({ id }) => id),
      newest.slice(0, 9).toReversed(),
    );
    assert.equal(older.nodes[0]?.id, newest[10]);
  });

  test('no event is skipped or repeated while others arrive', async () => {
    const later = [...EVENTS];
    let version = 0;
    let questions = PLAIN;
    const answer = handler({
      questions: new Proxy(PLAIN, { get: (_, name: keyof typeof PLAIN) => questions[name] }),
    });
    const seen: string[] = [];
    const versions = new Set<number>();
    let after: string | null = null;
    do {
      const { nodes, pageInfo, version: read } = await page({ first: 300, after }, answer);
      seen.push(...nodes.map(({ id }) => id));
      versions.add(read);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      later.push(cartEvent(1_000_000 + version, 'search'));
      questions = plainQuestions(later, { version: ++version });
    } while (after !== null);
    assert.deepEqual(seen, newest);
    assert.ok(versions.size > 5);
  });

  test('what is beneath a page comes from its version, whatever arrives meanwhile', async () => {
    const asked: unknown[] = [];
    const questions = plainQuestions(EVENTS, { version: 3 });
    const spying: typeof questions = {
      ...questions,
      // At that time version 2 was the newest.
      events: async (question) => {
        const { asOf = {} } = question;
        const found = await questions.events(question);
        return 'time' in asOf ? { ...found, version: 2 } : found;
      },
      sessionsById: (ids, asking) => {
        asked.push(asking?.asOf);
        return questions.sessionsById(ids);
      },
    };
    const answer = handler({ questions: spying });
    await dataOf('{ events(first: 2) { nodes { session { id } } } }', {}, answer);
    const time = '2026-01-01T00:00Z';
    await dataOf(`{ events(first: 2, asOf: { time: "${time}" }) { nodes { session { id } } } }`, {}, answer);
    await dataOf('{ events(first: 2, asOf: { version: 3 }) { nodes { session { id } } } }', {}, answer);
    assert.deepEqual(asked, [{ version: 3 }, { version: 2 }, { version: 3 }]);
  });

  test('a version that is gone is VERSION_GONE', async () => {
    const { status, errors } = await ask(QUERY, { asOf: { version: 17 } });
    assert.equal(status, 410);
    assert.equal(errors[0]?.extensions?.['code'], 'VERSION_GONE');
    assert.match(errors[0]?.message ?? '', /version 17/);
  });
});

describe('cursors', () => {
  const odd = ['evt_1', '', ':', 'é😀', 'a:b:c', '\n"', '\uFEFFx'];
  for (const id of odd) {
    test(`decodeCursor() reads what encodeCursor() writes of ${JSON.stringify(id)}`, () => {
      const position = { key: -1_756_163_051_545_981, id };
      assert.deepEqual(decodeCursor('event', 'after', encodeCursor('event', position)), position);
    });
  }

  const good = encodeCursor('event', { key: 5, id: 'x' });
  const bad = [
    '',
    'x',
    '!',
    'ZXZlbnQ',
    `${good}=`,
    btoa('event:1e400:x'),
    btoa('start:5:x'),
    btoa('event::x'),
    '_w',
  ];
  for (const cursor of [...bad, btoa(`event:${'9'.repeat(400)}:x`).replace(/=+$/, '')]) {
    test(`decodeCursor() refuses ${cursor.slice(0, 30)}`, () => {
      assert.throws(() => decodeCursor('event', 'after', cursor), /Cannot use after as it must be a cursor/);
    });
  }
});
