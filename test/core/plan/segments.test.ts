import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inputFromSegments, readSegments, type Segment } from '../../../src/core/plan/segments.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';

const pieces = fc.array(
  fc.record({ bytes: fc.uint8Array({ maxLength: 9 }), isFile: fc.boolean(), more: fc.nat({ max: 3 }) }),
  { maxLength: 6 },
);

test('inputFromSegments() streams its segments as one, and reads any range of them', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(60), fc.nat(60), async (parts, a, b) => {
      const storage = memoryStorage();
      const segments: Segment[] = [];
      for (const [i, { bytes, isFile, more }] of parts.entries()) {
        const path = String(i);
        // A file may go on behind its segment.
        if (isFile) await storage.write(path, Buffer.concat([bytes, Buffer.alloc(more, 255)]));
        segments.push(isFile ? { storage, path, size: bytes.length } : bytes);
      }
      const whole = Buffer.concat(parts.map(({ bytes }) => bytes));
      const input = inputFromSegments('whole', segments);
      assert.equal(input.size, whole.length);
      const blocks: Uint8Array[] = [];
      for await (const block of input.stream()) blocks.push(block);
      assert.deepEqual(Buffer.concat(blocks), whole);
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      assert.deepEqual(Buffer.from(await input.read(start, end)), whole.subarray(start, end));
    }),
  );
});

test('readSegments() stops with the reason of its signal', async () => {
  const reading = new AbortController();
  const blocks = readSegments([new Uint8Array(1), new Uint8Array(2)], reading.signal);
  assert.equal((await blocks.next()).value?.length, 1);
  reading.abort(new Error('enough'));
  await assert.rejects(blocks.next(), /enough/);
});
