import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lendChunks } from '../../src/node/lend-chunks.ts';

async function* source(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

test('lendChunks() gives the memory of a buffer back after its last chunk', async () => {
  const whole = Buffer.from(new ArrayBuffer(4));
  whole.set([1, 2, 3, 4]);
  const seen: number[][] = [];
  const left: number[] = [];
  for await (const chunk of lendChunks(source(whole.subarray(0, 3), whole.subarray(3), Uint8Array.of(5)))) {
    assert.equal(Buffer.isBuffer(chunk), false);
    seen.push([...chunk]);
    left.push(whole.buffer.byteLength);
  }
  assert.deepEqual(seen, [[1, 2, 3], [4], [5]]);
  assert.deepEqual(left, [4, 4, 0]);
});

test('lendChunks() leaves memory alone that threads share', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  const seen = await Array.fromAsync(lendChunks(source(shared)), (chunk) => chunk.length);
  assert.deepEqual([seen, shared.length], [[2], 2]);
});
