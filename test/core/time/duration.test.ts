import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/core/time/duration.ts';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;

describe('duration', () => {
  const good: [text: string, micros: number][] = [
    ['PT24H', 24 * HOUR],
    ['P1D', 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1DT12H30M', 36.5 * HOUR],
    ['PT0S', 0],
    ['PT0.000001S', 1],
    ['PT1.5S', 1.5 * SECOND],
    ['PT1,5M', 90 * SECOND],
    ['P0.5D', 12 * HOUR],
    ['PT0.0000019S', 1],
  ];
  for (const [text, micros] of good) {
    test(`parseDuration() reads ${text}`, () => assert.equal(parseDuration(text), micros));
  }

  const bad = [
    '',
    'P',
    'PT',
    'P1',
    '1D',
    'P1M',
    'P1Y',
    'P1DT',
    'PT1.5H1M',
    '-PT1H',
    'PT-1H',
    'PT1H ',
    'PT1h',
  ];
  for (const text of [...bad, 'PT1M1H', 'PT99999999999999999H', 'PT1e3S', 'P1D1W', `PT${'0'.repeat(50)}S`]) {
    test(`parseDuration() refuses ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), null));
  }

  test('formatDuration() writes hours, minutes and seconds', () => {
    assert.equal(formatDuration(24 * HOUR), 'PT24H');
    assert.equal(formatDuration(90.5 * SECOND), 'PT1M30.5S');
    assert.equal(formatDuration(0), 'PT0S');
    assert.equal(formatDuration(-HOUR), '-PT1H');
  });

  test('parseDuration() reads what formatDuration() writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (micros) => {
        assert.equal(parseDuration(formatDuration(micros)), micros);
      }),
    );
  });
});
