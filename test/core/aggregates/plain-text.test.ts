import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  bar,
  fit,
  formatNumber,
  formatPercent,
  safeText,
  textWidth,
} from '../../../src/core/aggregates/plain-text.ts';

test('safeText() shows what would move the cursor or turn the text', () => {
  assert.equal(safeText('\u001b[2Ja\nb\u202e\ud800'), '\\u{1b}[2Ja\\u{a}b\\u{202e}\\u{d800}');
  assert.equal(safeText('Bàn phím'), 'Bàn phím');
});

test('fit() takes exactly the columns asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (text, width) => {
      assert.equal(textWidth(fit(safeText(text), width)), width);
    }),
  );
});

test('formatNumber() groups thousands and fixes decimals', () => {
  const shown = [formatNumber(105220.9114, 2), formatNumber(999), formatNumber(-1234567), formatNumber(null)];
  assert.deepEqual(shown, ['105,220.91', '999', '-1,234,567', '-']);
  assert.equal(formatPercent(33), '33.00 %');
});

test('bar() is full for the largest and empty for nothing', () => {
  assert.deepEqual([bar(4, 4, 3), bar(0, 4, 3), bar(1, 4, 2), bar(0, 0, 3)], ['███', '', '▌', '']);
});
