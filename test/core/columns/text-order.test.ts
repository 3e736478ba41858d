import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compareTexts, type TextRange } from '../../../src/core/columns/text-order.ts';

function rangeOf(text: string): TextRange {
  const bytes = new TextEncoder().encode(`..${text}.`);
  return { bytes, start: 2, end: bytes.length - 1 };
}

test('compareTexts() orders texts as JavaScript does', () => {
  const character = fc.constantFrom(
    'a',
    'b',
    '\u007f',
    '\u0080',
    '\u07ff',
    '\u0800',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(character, { maxLength: 4 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareTexts(rangeOf(a), rangeOf(b))), a < b ? -1 : Number(a > b));
    }),
  );
});
