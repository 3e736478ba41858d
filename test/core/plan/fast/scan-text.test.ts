import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashWords } from '../../../../src/core/columns/word-hash.ts';
import { PaddedBytes } from '../../../../src/core/plan/fast/padded-bytes.ts';
import { TextScan } from '../../../../src/core/plan/fast/scan-text.ts';

const input = new PaddedBytes();
const scan = new TextScan();

test('TextScan finds the first quote, unless a backslash or a control character comes before', () => {
  const byte = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 255 }) },
    { weight: 1, arbitrary: fc.constantFrom(0x22, 0x5c, 0x1f, 0x20, 0x21, 0x23, 0x7f, 0x80, 0xa2, 0xdc) },
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(3), (list, start) => {
      const bytes = Uint8Array.from([
        0,
        0,
        0,
        ...list.map((it) => (it < 0x20 && it % 8 !== 0 ? it + 0x60 : it)),
      ]);
      input.load(bytes);
      const stop = bytes.findIndex((it, i) => i >= start && (it < 0x20 || it === 0x22 || it === 0x5c));
      const end = scan.run(input.view, start);
      if (stop === -1 || bytes[stop] !== 0x22) assert.equal(end, -1);
      else {
        assert.equal(end, stop);
        assert.equal(scan.hash, hashWords(input.view, start, end));
        assert.equal(
          scan.ascii,
          bytes.subarray(start, end).every((it) => it < 0x80),
        );
      }
    }),
    { numRuns: 2000 },
  );
});
