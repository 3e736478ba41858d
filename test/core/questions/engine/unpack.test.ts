import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { readLongs, unpackRuns } from '../../../../src/core/questions/engine/unpack.ts';
import { unpackDeltas } from '../../../../src/core/questions/engine/unpack-deltas.ts';

test('unpackRuns() gives what hyparquet-writer packed', () => {
  const runs = fc.array(fc.tuple(fc.nat({ max: 2 ** 24 - 1 }), fc.integer({ min: 1, max: 40 })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 24 }), (parts, width) => {
      const values = parts.flatMap(([value, times]) =>
        Array.from({ length: times }, () => value & ((1 << width) - 1)),
      );
      const writer = new ByteWriter();
      writeRleBitPackedHybrid(writer, values, width);
      const bytes = writer.getBytes().slice();
      const out = new Uint32Array(values.length);
      const cursor = { bytes, at: 0 };
      unpackRuns(cursor, width, values.length, out);
      assert.deepEqual([...out], values);
      assert.equal(cursor.at, bytes.length);
      unpackRuns({ bytes, at: 0 }, width, values.length, out, 1);
      assert.deepEqual(
        [...out],
        values.map((value) => value + 1),
      );
      if (values.length > 0) {
        const short = { bytes: bytes.slice(0, -1), at: 0 };
        assert.throws(() => unpackRuns(short, width, values.length, out), /must hold all of its values/);
      }
    }),
  );
});

test('unpackDeltas() gives what hyparquet-writer packed, or says that it cannot', () => {
  const value = fc.oneof(
    fc.integer(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (mixed) => {
      const values = BigInt64Array.from(mixed, BigInt);
      const writer = new ByteWriter();
      deltaBinaryPack(writer, values, 'INT64');
      const cursor = { bytes: writer.getBytes().slice(), at: 0 };
      const out = new Float64Array(values.length);
      if (unpackDeltas(cursor, values.length, out)) assert.deepEqual([...out], [...values].map(Number));
      else assert.equal(cursor.at, 0);
    }),
  );
});

test('unpackDeltas() takes times of any order', () => {
  const time = fc.integer({ min: -1e15, max: 1e15 });
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 300 }), (times) => {
      const writer = new ByteWriter();
      deltaBinaryPack(writer, BigInt64Array.from(times, BigInt), 'INT64');
      const out = new Float64Array(times.length);
      assert.ok(unpackDeltas({ bytes: writer.getBytes().slice(), at: 0 }, times.length, out));
      assert.deepEqual([...out], times);
    }),
  );
});

test('readLongs() gives whole numbers within 2^53 as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger()), (values) => {
      const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      const out = new Float64Array(values.length);
      readLongs(bytes, 0, values.length, out);
      assert.deepEqual(
        [...out],
        values.map((value) => value + 0),
      );
    }),
  );
});
