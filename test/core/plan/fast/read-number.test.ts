import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readNumber } from '../../../../src/core/plan/fast/read-number.ts';

const encoder = new TextEncoder();

function read(text: string): { end: number; value: number } {
  const out = new Float64Array(1);
  const end = readNumber(encoder.encode(`${text},`), 0, out);
  return { end, value: out[0]! };
}

test('readNumber() reads what JSON.parse reads, to the last bit', () => {
  const decimals = fc
    .tuple(fc.boolean(), fc.nat(999_999_999), fc.option(fc.nat(999_999)), fc.nat(6))
    .map(([minus, whole, part, zeros]) => {
      const fraction = part === null ? '' : `.${'0'.repeat(Math.min(zeros, 6 - String(part).length))}${part}`;
      return `${minus ? '-' : ''}${whole}${fraction}`;
    });
  fc.assert(
    fc.property(decimals, (text) => {
      const { end, value } = read(text);
      assert.equal(end, text.length);
      // Minus zero is zero to all that follows.
      assert.ok(Object.is(value, (JSON.parse(text) as number) + 0), text);
    }),
    { numRuns: 2000 },
  );
});

test('readNumber() reads 15 digits and leaves more, exponents and what is no number to others', () => {
  assert.deepEqual(read('999999999999999'), { end: 15, value: 999_999_999_999_999 });
  assert.deepEqual(read('0.00000000000001'), { end: 16, value: 1e-14 });
  for (const text of ['1234567890123456', '0.000000000000001', '1.', '-', '.5', '+1', 'NaN', ''])
    assert.equal(read(text).end, -1, text);
  // It ends where no comma can stand.
  assert.equal(read('007').end, 1);
  assert.equal(read('1e5').end, 1);
});
