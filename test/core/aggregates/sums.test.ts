import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { moments, ratio, WholeSum } from '../../../src/core/aggregates/sums.ts';

test('moments() are those of BigInt arithmetic', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat()), (values) => {
      const big = values.map(BigInt);
      const sum = big.reduce((total, value) => total + value, 0n);
      const squares = big.reduce((total, value) => total + value * value, 0n);
      assert.deepEqual(moments(Float64Array.from(values)), { sum, squares });
    }),
  );
});

test('moments() stay exact over more than one block of the largest numbers', () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  const { sum, squares } = moments(new Float64Array(200_000).fill(Number.MAX_SAFE_INTEGER));
  assert.deepEqual([sum, squares], [200_000n * most, 200_000n * most * most]);
});

test('WholeSum is exact past 2^53', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat()), fc.array(fc.maxSafeNat()), (a, b) => {
      const one = new WholeSum();
      const other = new WholeSum();
      for (const value of a) one.add(value);
      for (const value of b) other.add(value);
      one.merge(other);
      assert.equal(
        one.value(),
        [...a, ...b].reduce((sum, value) => sum + BigInt(value), 0n),
      );
    }),
  );
});

test('WholeSum refuses what is negative, not a number or too large', () => {
  for (const value of [-1, NaN, Infinity, 2 ** 53])
    assert.throws(() => new WholeSum().add(value), RangeError);
});

test('ratio() is null by zero', () => {
  assert.deepEqual([ratio(1, 0), ratio(1, 4), ratio(10n ** 30n, 10n ** 29n)], [null, 0.25, 10]);
});
