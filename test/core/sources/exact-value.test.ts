import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ExactNumber } from '../../../src/core/raw.ts';
import { exactNumber, exactValue } from '../../../src/core/sources/exact-value.ts';

test('exactNumber() keeps the digits of what a double would change', () => {
  for (const text of [
    '0',
    '-0',
    '1',
    '0.1',
    '1.50',
    '1e3',
    '1E+3',
    '0.10e-7',
    '9007199254740992',
    '1e21',
    '5e-324',
  ]) {
    assert.equal(exactNumber(text), Number(text), text);
  }
  for (const text of [
    '9007199254740993',
    '12345678901234567890',
    '0.1000000000000000001',
    '1e999',
    '-1e999',
    '1e-999',
  ]) {
    assert.deepEqual(exactNumber(text), new ExactNumber(text));
  }
});

test('exactValue() parses as JSON.parse does where doubles do', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = exactValue(text);
      if (!JSON.stringify(value).includes('"text"')) assert.deepEqual(value, JSON.parse(text));
    }),
  );
});

test('exactValue() keeps numbers at any depth, and text that looks like them as text', () => {
  const big = '12345678901234567890';
  assert.deepEqual(exactValue(big), new ExactNumber(big));
  assert.deepEqual(exactValue(`["${big}",${big},null]`), [big, new ExactNumber(big), null]);
  assert.deepEqual(exactValue(`{"a":{"b":[${big}]},"a":1}`), { a: 1 });
});

test('exactValue() takes __proto__ for an ordinary key', () => {
  const value = exactValue('{"__proto__":{"a":1},"constructor":1}') as object;
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});
