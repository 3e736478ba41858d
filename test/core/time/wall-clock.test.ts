import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTimestamp } from '../../../src/core/time/timestamp.ts';
import { wallClock } from '../../../src/core/time/wall-clock.ts';
import { openZone } from '../../../src/core/time/zone.ts';

test('wallClock() writes the shop’s time, with a fraction only where there is one', () => {
  const at = Date.parse('2025-08-25T16:04:11Z') * 1000;
  const text = wallClock(openZone('Asia/Ho_Chi_Minh'));
  assert.equal(text(at), '2025-08-25T23:04:11');
  assert.equal(text(at + 545_981), '2025-08-25T23:04:11.545981');
  assert.equal(text(at + 7), '2025-08-25T23:04:11.000007');
  assert.equal(text(at + 3_600_000_000), '2025-08-26T00:04:11');
  assert.equal(wallClock(openZone('UTC'))(at), '2025-08-25T16:04:11');
});

test('wallClock() writes what parseTimestamp() reads', () => {
  const zone = openZone('+05:45');
  const text = wallClock(zone);
  fc.assert(
    fc.property(fc.integer({ min: 946_684_800_000_000, max: 4_133_980_800_000_000 }), (utc) => {
      assert.deepEqual(parseTimestamp(text(utc)), { local: zone.toLocal(utc), offset: null });
    }),
  );
});
