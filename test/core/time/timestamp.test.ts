import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay, formatTimestamp, parseDay, parseTimestamp } from '../../../src/core/time/timestamp.ts';

test('parseTimestamp() keeps microseconds and reads offsets', () => {
  const local = Date.UTC(2025, 7, 25, 23, 4, 11) * 1000 + 545_981;
  assert.deepEqual(parseTimestamp('2025-08-25T23:04:11.545981'), { local, offset: null });
  assert.deepEqual(parseTimestamp('2025-08-25 23:04:11.545981Z'), { local, offset: 0 });
  assert.deepEqual(parseTimestamp('2025-08-25t23:04:11,545981z'), { local, offset: 0 });
  assert.deepEqual(parseTimestamp('2025-08-25T23:04:11.545981+07:00'), { local, offset: 420 });
  assert.deepEqual(parseTimestamp('2025-08-25T23:04:11.545981-0330'), { local, offset: -210 });
  assert.deepEqual(parseTimestamp('2025-08-25T23:04:11.545981+07'), { local, offset: 420 });
  assert.deepEqual(
    parseTimestamp('2025-08-25T23:04:11.5459819'),
    { local, offset: null },
    'digits beyond microseconds',
  );
  assert.deepEqual(parseTimestamp('2025-08-25T23:04'), {
    local: Date.UTC(2025, 7, 25, 23, 4) * 1000,
    offset: null,
  });
});

test('parseTimestamp() refuses what is no date, no time or no ISO 8601', () => {
  for (const text of [
    '',
    '2025-02-30T10:00:00',
    '2025-02-29T10:00:00',
    '2100-02-29T10:00:00',
    '2025-13-01T10:00:00',
    '2025-00-01T10:00:00',
    '2025-01-00T10:00:00',
    '2025-01-01T24:00:00',
    '2025-01-01T10:60:00',
    '2025-01-01T10:00:60',
    '2025-01-01T10:00:00.',
    '2025-01-01T10:00:00+7',
    '2025-01-01T10:00:00+07:60',
    '2025-01-01T10:00:00+07:00 ',
    '2025-01-01T10:00:00ZZ',
    '2025-01-01',
    '25/08/2025 10:00:00',
    '2025-1-01T10:00:00',
    '2025-01-01X10:00:00',
    '1756137851545000',
    '２０２５-01-01T10:00',
  ]) {
    assert.equal(parseTimestamp(text), null, text);
  }
  assert.notEqual(parseTimestamp('2024-02-29T10:00:00'), null);
  assert.notEqual(parseTimestamp('2000-02-29T10:00:00'), null);
});

test('parseTimestamp() agrees with Date on every moment', () => {
  const moments = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (date) => {
      assert.equal(parseTimestamp(date.toISOString())?.local, date.getTime() * 1000);
      assert.equal(parseTimestamp(formatTimestamp(date.getTime() * 1000))?.local, date.getTime() * 1000);
      const day = Math.floor(date.getTime() / 86_400_000);
      assert.equal(parseDay(formatDay(day)), day);
    }),
  );
});
