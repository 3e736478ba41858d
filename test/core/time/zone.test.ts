import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendar, openZone, zoneNamed } from '../../../src/core/time/zone.ts';

const at = (text: string): number => Date.parse(`${text}Z`) * 1000;

test('openZone() converts between wall clock and UTC', () => {
  const saigon = openZone('Asia/Ho_Chi_Minh');
  assert.equal(saigon.toUtc(at('2025-08-25T23:04:11')), at('2025-08-25T16:04:11'));
  assert.equal(saigon.toLocal(at('2025-08-25T16:04:11')), at('2025-08-25T23:04:11'));
  assert.equal(openZone('+05:45').toUtc(at('2025-01-01T00:00:00')), at('2024-12-31T18:15:00'));
  assert.equal(openZone('UTC').toUtc(7), 7);
});

test('zoneNamed() is the same, opened when it is asked', () => {
  const [saigon, nowhere] = [zoneNamed('Asia/Saigon'), zoneNamed('No/Where')];
  assert.equal(saigon.name, 'Asia/Saigon');
  assert.equal(saigon.toUtc(at('2025-08-25T23:04:11')), at('2025-08-25T16:04:11'));
  assert.equal(saigon.toLocal(at('2025-08-25T16:04:11')), at('2025-08-25T23:04:11'));
  assert.throws(() => nowhere.toLocal(0), RangeError);
});

test('openZone() uses the offset before a gap and before an overlap', () => {
  const berlin = openZone('Europe/Berlin');
  assert.equal(berlin.toUtc(at('2025-03-30T02:30:00')), at('2025-03-30T01:30:00'), 'gap: +01:00');
  assert.equal(berlin.toUtc(at('2025-10-26T02:30:00')), at('2025-10-26T00:30:00'), 'overlap: +02:00');
  assert.equal(berlin.toUtc(at('2025-10-26T03:00:00')), at('2025-10-26T02:00:00'));
});

test('openZone() knows clocks that change by half an hour, or one minute after midnight', () => {
  const howe = openZone('Australia/Lord_Howe');
  assert.equal(howe.toLocal(at('2025-04-05T14:59:00')), at('2025-04-06T01:59:00'));
  assert.equal(howe.toLocal(at('2025-04-05T15:00:00')), at('2025-04-06T01:30:00'));
  const johns = openZone('America/St_Johns');
  assert.equal(johns.toLocal(at('2010-03-14T03:30:59')), at('2010-03-14T00:00:59'));
  assert.equal(johns.toLocal(at('2010-03-14T03:31:00')), at('2010-03-14T01:01:00'));
});

test('openZone() finds its way back from every moment outside overlaps', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
  ].map(openZone);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2000-01-02T00:00:00'), max: at('2040-01-01T00:00:00') }),
      (zone, utc) => {
        const back = zone.toUtc(zone.toLocal(utc));
        assert.ok(
          back === utc || utc - back === 3_600_000_000 || utc - back === 1_800_000_000,
          `${zone.name} ${utc}`,
        );
      },
    ),
  );
});

test('openZone() refuses names nobody knows', () => {
  assert.throws(() => openZone('Mars/Olympus'), {
    name: 'RangeError',
    message: /Cannot use time zone "Mars\/Olympus"/,
  });
});

test('calendar() tells day and hour, before 1970 as well', () => {
  const { day, hour } = calendar();
  assert.equal(day(at('2025-08-25T23:59:59')), '2025-08-25');
  assert.equal(hour(at('2025-08-25T23:59:59')), 23);
  assert.equal(day(-1), '1969-12-31');
  assert.equal(hour(-1), 23);
});
