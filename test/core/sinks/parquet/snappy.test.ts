import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { snappy, snappyBound } from '../../../../src/core/sinks/parquet/snappy.ts';
import { joinBytes } from '../../../../src/core/sources/bytes.ts';

/** Stretches of bytes, some of which come again, nearer or further away than a copy can reach. */
const texts = fc
  .array(
    fc.tuple(
      fc.uint8Array({ minLength: 1, maxLength: 90 }),
      fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 60 }), fc.integer({ min: 800, max: 2000 })),
    ),
    { maxLength: 12 },
  )
  .map((parts) => joinBytes(parts.flatMap(([bytes, times]) => Array<Uint8Array>(times).fill(bytes))));

function compressed(bytes: Uint8Array, start = 0): Uint8Array {
  const out = new Uint8Array(start + snappyBound(bytes.length)).fill(0xa5);
  return out.slice(start, snappy(bytes, out, start));
}

test('snappy() writes what hyparquet-writer does, to the byte', () => {
  fc.assert(
    fc.property(texts, fc.nat(9), (bytes, start) => {
      assert.deepEqual(compressed(bytes, start), snappyCompress(bytes));
    }),
    { numRuns: 300 },
  );
});

test('snappy() is read back by hyparquet', () => {
  fc.assert(
    fc.property(texts, (bytes) => {
      const back = new Uint8Array(bytes.length);
      if (bytes.length > 0) snappyUncompress(compressed(bytes), back);
      assert.deepEqual(back, bytes);
    }),
    { numRuns: 100 },
  );
});

test('snappy() stays within its bound when nothing comes again', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
  assert.ok(compressed(bytes).length <= snappyBound(bytes.length));
});
