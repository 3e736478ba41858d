import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batched, breathe, collect } from '../../src/core/flow.ts';

async function* listsOf<T>(lists: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  yield* lists;
}

test('batched() keeps items and order, in lists of one size', async () => {
  const lists = fc.array(fc.array(fc.integer(), { maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 9 }), async (given, size) => {
      const batches = await Array.fromAsync(batched(listsOf(given), size));
      assert.deepEqual(batches.flat(), given.flat());
      assert.ok(batches.slice(0, -1).every((batch) => batch.length === size));
      assert.ok(batches.every((batch) => batch.length > 0 && batch.length <= size));
    }),
  );
});

test('batched() refuses a size that is none', async () => {
  for (const size of [0, -1, 0.5, NaN])
    await assert.rejects(batched(listsOf([[1]]), size).next(), RangeError);
});

test('batched() closes its source when the consumer stops', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<number[]> {
    try {
      for (;;) yield [1, 2, 3];
    } finally {
      closed = true;
    }
  }
  for await (const _ of batched(source(), 2)) break;
  assert.equal(closed, true);
});

test('collect() gathers all items', async () => {
  assert.deepEqual(await collect(listsOf([[1], [], [2, 3]])), [1, 2, 3]);
});

test('breathe() lets timers have their turn', async () => {
  const fired: string[] = [];
  setTimeout(() => fired.push('timer'), 0);
  for (let turns = 0; fired.length === 0 && turns < 100_000; turns++) await breathe();
  assert.deepEqual(fired, ['timer']);
});
