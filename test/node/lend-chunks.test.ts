import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lendChunks } from '../../src/node/lend-chunks.ts';

async function* source(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

test('lendChunks() gives the memory of a buffer back after its last chunk', async () => {
  const whole = Buffer.from(new ArrayBuffer(200_000)).fill(1);
  const seen: number[] = [];
  const left: number[] = [];
  const chunks = source(whole.subarray(0, 150_000), whole.subarray(150_000), Uint8Array.of(5));
  for await (const chunk of lendChunks(chunks)) {
    assert.equal(Buffer.isBuffer(chunk), false);
    seen.push(chunk.reduce((sum, byte) => sum + byte, 0));
    left.push(whole.buffer.byteLength);
  }
  assert.deepEqual(seen, [150_000, 50_000, 5]);
  assert.deepEqual(left, [200_000, 200_000, 0]);
});

test('lendChunks() leaves memory alone that Node keeps for small buffers', async () => {
  // One of them ends where the memory does.
  const pooled = Array.from({ length: 200 }, () => Buffer.allocUnsafe(1024).fill(7));
  const seen = await Array.fromAsync(lendChunks(source(...pooled)), (chunk) => chunk.length);
  assert.equal(seen.length, 200);
  assert.ok(pooled.every((chunk) => chunk.length === 1024 && chunk[1023] === 7));
});

test('lendChunks() leaves memory alone that threads share', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  const seen = await Array.fromAsync(lendChunks(source(shared)), (chunk) => chunk.length);
  assert.deepEqual([seen, shared.length], [[2], 2]);
});
