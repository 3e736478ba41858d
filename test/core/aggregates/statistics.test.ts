import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Arena } from '../../../src/core/columns/arena.ts';
import type { EventFacts } from '../../../src/core/aggregates/facts.ts';
import { sealDates, statistics, type StatisticsPart } from '../../../src/core/aggregates/statistics.ts';
import { anyFacts, factsOf, splits } from './rows.ts';

function partOf(rows: readonly EventFacts[]): StatisticsPart {
  const part = statistics.create();
  statistics.add(part, rows);
  return part;
}

test('statistics merges parts in any order to the digits of the whole', () => {
  const arena = new Arena();
  fc.assert(
    fc.property(splits(anyFacts), ({ whole, parts }) => {
      const merged = statistics.create();
      for (const rows of parts) {
        arena.clear();
        statistics.merge(merged, statistics.decode(statistics.encode(partOf(rows)), arena));
      }
      const expected = partOf(whole);
      assert.deepEqual(statistics.finish(merged), statistics.finish(expected));
      assert.deepEqual(statistics.encode(merged), statistics.encode(expected));
    }),
  );
});

test('statistics counts what a plain count counts', () => {
  fc.assert(
    fc.property(fc.array(anyFacts), (rows) => {
      const result = statistics.finish(partOf(rows));
      const count = (wanted: (row: EventFacts) => boolean): number => rows.filter(wanted).length;
      assert.equal(result.events, rows.length);
      for (const { name, count: ours } of result.types)
        assert.equal(
          ours,
          count((r) => r.event_type === name),
        );
      for (const { name, count: ours } of result.sources) {
        assert.equal(
          ours,
          count((r) => (r.source ?? 'unknown') === name),
        );
      }
      const customers = new Set(rows.map((row) => row.customer_id).filter((id) => id !== null));
      assert.equal(result.customers, customers.size);
      for (const day of result.dates) {
        const sessions = rows.filter((row) => row.date === day.date).map((row) => row.session);
        assert.deepEqual([day.events, day.sessions], [sessions.length, new Set(sessions).size]);
      }
      for (const [hour, ours] of result.hours.entries())
        assert.equal(
          ours,
          count((row) => row.hour === hour),
        );
    }),
  );
});

test('statistics of nothing are zeros and nulls', () => {
  const result = statistics.finish(statistics.create());
  assert.deepEqual([result.events, result.customers, result.products, result.adds], [0, 0, 0, 0]);
  assert.equal(result.addRemoveRatio, null);
  assert.deepEqual([result.types, result.dates, result.topProductsAdded], [[], [], []]);
});

test('statistics ranks ties by name and knows the weekday of a date', () => {
  const rows = ['b', 'a', 'c', 'c'].map((event_type) => factsOf({ event_type, date: '2025-08-31' }));
  const result = statistics.finish(partOf(rows));
  assert.deepEqual(
    result.types.map(({ name }) => name),
    ['c', 'a', 'b'],
  );
  assert.deepEqual(result.weekdays, [0, 0, 0, 0, 0, 0, 4]);
});

test('statistics names a product by the smallest of its names', () => {
  const rows = [null, 'b', 'a', 'c'].map((product_name) => factsOf({ product_name }));
  assert.deepEqual(statistics.finish(partOf(rows)).topProductsAdded, [{ productId: 1, name: 'a', count: 4 }]);
});

test('sealDates() keeps every number and refuses more of a date', () => {
  const days = ['2025-08-25', '2025-08-26'].map((date) =>
    [1, 2].map((id) => factsOf({ date, customer_id: id, session: id })),
  );
  const merged = statistics.create();
  for (const rows of days) {
    const part = partOf(rows);
    sealDates(part);
    statistics.merge(merged, statistics.decode(statistics.encode(part)));
  }
  assert.deepEqual(statistics.finish(merged), statistics.finish(partOf(days.flat())));
  assert.throws(() => statistics.add(merged, [factsOf()]), /Cannot add to 2025-08-25/);
  assert.throws(() => statistics.merge(merged, partOf([factsOf()])), /Cannot add to 2025-08-25/);
});

test('statistics keeps apart thousands of names on a date', () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => factsOf({ event_type: `type_${at % 5000}` }));
  const { types } = statistics.finish(partOf(rows));
  assert.equal(types.length, 5000);
  assert.ok(types.every(({ count }) => count === 2));
});

test('statistics refuses bytes that are not a part', () => {
  const bytes = statistics.encode(partOf([factsOf()]));
  for (let end = 0; end < bytes.length; end++)
    assert.throws(() => statistics.decode(bytes.subarray(0, end)), RangeError);
  assert.throws(() => statistics.decode(new Uint8Array([...bytes, 0])), RangeError);
});
