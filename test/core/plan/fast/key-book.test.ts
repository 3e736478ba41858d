import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyBook, NO_KEY } from '../../../../src/core/plan/fast/key-book.ts';
import { PaddedBytes } from '../../../../src/core/plan/fast/padded-bytes.ts';

const NAMES = ['a', 'ab', 'abc', 'abcd', 'page_url'];
const encoder = new TextEncoder();

test('KeyBook knows the keys it was made of, as they stand or with white space', () => {
  const keys = new KeyBook(NAMES);
  const input = new PaddedBytes();
  NAMES.forEach((name, key) => {
    input.load(encoder.encode(`"${name}":1`));
    NAMES.forEach((_, other) => assert.equal(keys.stands(input.view, 0, other), other === key));
    assert.equal(keys.lengths[key], name.length + 3);
    input.load(encoder.encode(`"${name}" \n: 1`));
    assert.ok(!keys.stands(input.view, 0, key));
    assert.equal(keys.find(input.bytes, input.view, 0), key);
    assert.equal(input.bytes[keys.colon], 0x3a);
  });
});

test('KeyBook finds nothing where no key of its own and a colon stand', () => {
  const keys = new KeyBook(NAMES);
  const input = new PaddedBytes();
  for (const text of ['"abcde":1', '"":1', '"a"', '"a" 1', '"a\\u0062":1', '"a', '"'] as const) {
    input.load(encoder.encode(text));
    assert.equal(keys.find(input.bytes, input.view, 0), NO_KEY, text);
  }
});

test('KeyBook remembers what came after a key in a context', () => {
  const keys = new KeyBook(NAMES);
  assert.equal(keys.next(3, 1), NO_KEY);
  keys.learn(3, 1, 4);
  assert.equal(keys.next(3, 1), 4);
  assert.equal(keys.next(2, 1), NO_KEY);
});
