import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Arena } from '../../../src/core/columns/arena.ts';
import { sessionFacts } from '../../../src/core/aggregates/session-facts.ts';
import { sessions, type SessionsPart } from '../../../src/core/aggregates/sessions.ts';
import type { Session } from '../../../src/core/event.ts';
import { anySession, sessionOf, splits } from './rows.ts';

const fold = sessions({
  dateOf: (micros) => new Date(micros / 1000).toISOString().slice(0, 10),
  memory: 200,
});

async function partOf(rows: readonly Session[]): Promise<SessionsPart> {
  const part = fold.create();
  await fold.add(part, rows.map(sessionFacts));
  return part;
}

async function finished(rows: readonly Session[]): ReturnType<typeof fold.finish> {
  return fold.finish(await partOf(rows));
}

test('sessions merges parts in any order to the digits of the whole', async () => {
  const arena = new Arena();
  await fc.assert(
    fc.asyncProperty(splits(anySession), async ({ whole, parts }) => {
      const merged = fold.create();
      for (const rows of parts) {
        arena.clear();
        await fold.merge(merged, fold.decode(await fold.encode(await partOf(rows)), arena));
      }
      assert.deepEqual(await fold.finish(merged), await finished(whole));
    }),
  );
});

test('sessions of nothing are zeros and nulls', async () => {
  const result = await finished([]);
  assert.deepEqual([result.sessions, result.events, result.revenue, result.leftInCarts], [0, 0, 0, 0]);
  assert.deepEqual(
    [result.intentRate, result.averageOrder, result.minLength, result.abandonmentRate],
    [null, null, null, null],
  );
  assert.ok(Object.values(result.duration).every((value) => value === null));
  assert.deepEqual([result.topPatterns, result.dates], [[], []]);
});

test('sessions takes exact durations from the microseconds', async () => {
  const odd = await finished([3, 1, 2_000_000].map((micros) => sessionOf('search', { session_end: micros })));
  assert.equal(odd.duration.medianSeconds, 0.000003);
  assert.equal(odd.duration.averageSeconds, 2_000_004 / 3_000_000);
  const even = await finished([1, 2, 3, 6].map((s) => sessionOf('search', { session_end: s * 1e6 })));
  assert.equal(even.duration.medianSeconds, 2.5);
  assert.equal(even.duration.deviationSeconds, Math.sqrt(14 / 3));
  assert.deepEqual([even.duration.minSeconds, even.duration.maxSeconds], [1, 6]);
  const one = await finished([sessionOf('search', { session_end: 5e6 })]);
  assert.deepEqual([one.duration.averageSeconds, one.duration.deviationSeconds], [5, null]);
});

test('sessions finds intent only where at least two events end by adding', async () => {
  const journeys = [
    'add_to_cart',
    'search,add_to_cart',
    'add_to_cart,search',
    'search,re_add_to_cart',
    'search,add_to_cart_2',
  ];
  const result = await finished(journeys.map((journey) => sessionOf(journey)));
  assert.deepEqual([result.intents, result.intentRate, result.adding], [1, 20, 3]);
});

test('sessions counts purchases, revenue and what is left in carts', async () => {
  const result = await finished([
    sessionOf('add_to_cart,purchase,purchase', { order_value_vnd: 9_000_000 }),
    sessionOf('add_to_cart,purchase_2', { cart_value_vnd: 500_000, cart_item_count: 1 }),
    sessionOf('search'),
  ]);
  assert.deepEqual(
    [result.buying, result.purchases, result.revenue, result.averageOrder],
    [1, 2, 9_000_000, 4_500_000],
  );
  assert.deepEqual(
    [result.abandoned, result.adding, result.abandonmentRate, result.leftInCarts],
    [1, 2, 50, 500_000],
  );
});

test('sessions ranks journeys by count, then by name, and compares 1,000 steps of them', async () => {
  const long = Array.from({ length: 1000 }, () => 'search').join(',');
  const journeys = ['b', 'a', 'c', 'c', long, `${long},a`, `${long},b`];
  const result = await finished(journeys.map((journey) => sessionOf(journey)));
  assert.deepEqual(result.topPatterns, [
    { name: 'c', count: 2 },
    { name: `${long},...`, count: 2 },
    { name: 'a', count: 1 },
    { name: 'b', count: 1 },
    { name: long, count: 1 },
  ]);
  assert.equal(result.maxLength, 1001);
});

test('sessions refuses bytes that are not a part', async () => {
  const bytes = await fold.encode(await partOf([sessionOf('add_to_cart,purchase')]));
  for (let end = 0; end < bytes.length; end++)
    assert.throws(() => fold.decode(bytes.subarray(0, end)), RangeError);
});
