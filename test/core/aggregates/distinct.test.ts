import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteReader, ByteWriter } from '../../../src/core/aggregates/bytes.ts';
import { DistinctNumbers } from '../../../src/core/aggregates/distinct.ts';

const numbers = fc.array(
  fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -20, max: 20 }),
    fc.nat(200).map((n) => n * 2 ** 40),
  ),
  { maxLength: 300 },
);

function setOf(values: readonly number[]): DistinctNumbers {
  const set = new DistinctNumbers();
  for (const value of values) set.add(value);
  return set;
}

function sorted(values: Iterable<number>): number[] {
  return [...new Set(values)].map((value) => value + 0).toSorted((a, b) => a - b);
}

test('DistinctNumbers holds what a Set holds', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const set = setOf(values);
      assert.deepEqual([...set.values()], sorted(values));
      assert.equal(set.size, new Set(values).size);
    }),
  );
});

test('DistinctNumbers merges to the union and leaves the other alone', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const one = setOf(a);
      const other = setOf(b);
      one.merge(other);
      assert.deepEqual([...one.values()], sorted([...a, ...b]));
      assert.deepEqual([...other.values()], sorted(b));
    }),
  );
});

test('DistinctNumbers survives encoding, and equal sets have equal bytes', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const bytes = encoded(setOf(values));
      const reader = new ByteReader(bytes);
      const decoded = DistinctNumbers.decode(reader);
      reader.end();
      assert.deepEqual(decoded.values(), setOf(values).values());
      assert.deepEqual(encoded(setOf(values.toReversed())), bytes);
    }),
  );
});

test('DistinctNumbers is exact for a million numbers in and out of order', () => {
  const set = new DistinctNumbers();
  for (let at = 0; at < 1_000_000; at++) {
    set.add(at);
    set.add(((at * 7919) % 1_000_000) * 4096);
  }
  assert.equal(set.size, 2_000_000 - Math.ceil(1_000_000 / 4096));
});

test('DistinctNumbers refuses what is not a safe integer', () => {
  for (const value of [1.5, NaN, Infinity, 2 ** 53]) assert.throws(() => setOf([value]), RangeError);
});

function encoded(set: DistinctNumbers): Uint8Array {
  const writer = new ByteWriter();
  set.encode(writer);
  return writer.finish();
}
