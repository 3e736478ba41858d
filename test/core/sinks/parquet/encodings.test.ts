import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { deltaPacked } from '../../../../src/core/sinks/parquet/delta.ts';
import { bitWidth, hybrid } from '../../../../src/core/sinks/parquet/hybrid.ts';
import { usedArena } from '../../../support/used-arena.ts';

function readerOf(bytes: Uint8Array): { view: DataView; offset: number } {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** Stretches of equal values and of others, as columns have them. */
const runs = (most: number) =>
  fc
    .array(
      fc.tuple(fc.integer({ min: 0, max: most }), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }))),
      {
        maxLength: 60,
      },
    )
    .map((list) => list.flatMap(([value, times]) => Array.from({ length: times }, () => value)));

describe('hybrid()', () => {
  test('is read back by hyparquet, whatever the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 24 }).chain((width) => fc.tuple(fc.constant(width), runs(2 ** width - 1))),
        ([width, values]) => {
          const bytes = hybrid(Uint32Array.from(values), values.length, width, usedArena());
          const reader = readerOf(bytes);
          const out: number[] = Array.from({ length: values.length });
          readRleBitPackedHybrid(reader, width, out, bytes.length);
          assert.deepEqual(out, values);
          assert.equal(reader.offset, bytes.length);
        },
      ),
    );
  });

  test('writes a run of any length in a few bytes', () => {
    assert.equal(hybrid(new Uint32Array(1_000_000).fill(5), 1_000_000, 3, usedArena()).length, 4);
  });

  test('takes as many bits as the largest value needs', () => {
    assert.deepEqual([0, 1, 2, 255, 256].map(bitWidth), [0, 1, 2, 8, 9]);
  });
});

describe('deltaPacked()', () => {
  const numbers = fc.oneof(
    fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 700 }),
    fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 300 }),
    fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), { maxLength: 300 }),
    fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 700 }).map((steps) => {
      let sum = 1_756_000_000_000_000;
      return steps.map((step) => (sum += step * 1_000_003));
    }),
  );

  test('is read back by hyparquet', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const bytes = deltaPacked(Float64Array.from(values), values.length, usedArena());
        const out = new BigInt64Array(values.length);
        const reader = readerOf(bytes);
        deltaBinaryUnpack(reader, values.length, out);
        assert.deepEqual(Array.from(out, Number), values);
      }),
    );
  });
});
