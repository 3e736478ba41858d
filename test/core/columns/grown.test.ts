import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discard, grown } from '../../../src/core/columns/grown.ts';

test('grown() moves the values into a longer array of the same type, and empties the shorter one', () => {
  for (const values of [
    Uint8Array.of(1, 2),
    Uint32Array.of(1, 2),
    Int32Array.of(1, 2),
    Float64Array.of(1, 2),
  ]) {
    const view = values.subarray(1);
    const longer = grown(values, 4);
    assert.equal(longer.constructor, values.constructor);
    assert.deepEqual([...longer], [1, 2, 0, 0]);
    assert.deepEqual([values.length, view.length], [0, 0]);
  }
});

test('grown() and discard() leave an array alone that lies beside others', () => {
  const all = Float64Array.of(1, 2, 3);
  const part = all.subarray(0, 2);
  assert.deepEqual([...grown(part, 3)], [1, 2, 0]);
  discard(part);
  assert.deepEqual([...all], [1, 2, 3]);
});

test('discard() gives the memory of an array back', () => {
  const values = new Uint32Array(4);
  discard(values);
  assert.equal(values.length, 0);
});
