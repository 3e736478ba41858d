import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { unpackSnappy } from '../../../../src/core/questions/engine/snappy.ts';

function unpack(input: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  unpackSnappy(input, out);
  return out;
}

test('unpackSnappy() gives what was packed', () => {
  const part = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 500 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const bytes = Uint8Array.from(
        parts.flatMap(([some, times]) => Array.from({ length: times }, () => [...some]).flat()),
      );
      assert.deepEqual(unpack(snappyCompress(bytes), bytes.length), bytes);
    }),
    { numRuns: 50 },
  );
});

test('unpackSnappy() takes copies of all three kinds, and refuses what hyparquet refuses', () => {
  // A literal, then copies whose places have one, two and four bytes.
  const packed = [
    [12, 8, 65, 66, 67],
    [1, 3],
    [6, 3, 0],
    [7, 2, 0, 0, 0],
  ].flat();
  const sized = (bytes: readonly number[]): Uint8Array => Uint8Array.from([11, ...bytes.slice(1)]);
  assert.equal(new TextDecoder().decode(unpack(sized(packed), 11)), 'ABCABCABCBC');

  const broken = fc.tuple(fc.nat({ max: packed.length }), fc.array(fc.nat({ max: 255 }), { maxLength: 6 }));
  fc.assert(
    fc.property(broken, ([length, more]) => {
      const input = sized([...packed.slice(0, length), ...more]);
      const theirs = new Uint8Array(11);
      let ours: Uint8Array;
      try {
        ours = unpack(input, 11);
      } catch (error) {
        assert.match((error as Error).message, /^Cannot unpack/);
        return;
      }
      snappyUncompress(input, theirs);
      assert.deepEqual(ours, theirs);
    }),
    { numRuns: 1000 },
  );
});
