import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainQuestions } from '../../../../src/core/questions/plain.ts';
import type { TimelineQuestion } from '../../../../src/core/questions/questions.ts';
import { openZone } from '../../../../src/core/time/zone.ts';
import { cartEvent, HOUR, START } from '../../../support/cart-events.ts';

/** Starts of the points from one time to another, as the wall clock of the zone shows them. */
async function starts(
  interval: TimelineQuestion['interval'],
  from: string,
  to: string,
  timeZone = 'UTC',
): Promise<string[]> {
  const zone = openZone(timeZone);
  const [start, end] = [from, to].map((time) => Date.parse(time) * 1000) as [number, number];
  const points = await plainQuestions([], { zone }).timeline({ interval, from: start, to: end });
  return points.map((point) => new Date(zone.toLocal(point.start) / 1000).toISOString().slice(0, 16));
}

test('timeline() rounds down to the minute, hour, day, Monday and month', async () => {
  // 2025-03-02 is a Sunday.
  const [from, to] = ['2025-03-02T23:59:30Z', '2025-03-03T00:00:01Z'];
  assert.deepEqual(await starts('minute', from, to), ['2025-03-02T23:59', '2025-03-03T00:00']);
  assert.deepEqual(await starts('hour', from, to), ['2025-03-02T23:00', '2025-03-03T00:00']);
  assert.deepEqual(await starts('day', from, to), ['2025-03-02T00:00', '2025-03-03T00:00']);
  assert.deepEqual(await starts('week', from, to), ['2025-02-24T00:00', '2025-03-03T00:00']);
  assert.deepEqual(await starts('month', '2024-12-31T23:00:00Z', '2025-02-01T00:00:01Z'), [
    '2024-12-01T00:00',
    '2025-01-01T00:00',
    '2025-02-01T00:00',
  ]);
  assert.deepEqual(await starts('month', '1969-12-31T23:00:00Z', '1970-01-01T00:00:00Z'), [
    '1969-12-01T00:00',
  ]);
});

test('timeline() ends before to, and is empty where to is not after from', async () => {
  assert.deepEqual(await starts('hour', '2025-03-02T01:00:00Z', '2025-03-02T02:00:00Z'), [
    '2025-03-02T01:00',
  ]);
  assert.deepEqual(await starts('hour', '2025-03-02T01:30:00Z', '2025-03-02T01:30:00Z'), []);
  assert.deepEqual(await starts('hour', '2025-03-02T01:30:00Z', '2025-03-02T00:30:00Z'), []);
});

test('timeline() keeps to the clock of the shop', async () => {
  const day = await starts('day', '2025-03-01T16:59:00Z', '2025-03-02T17:00:00Z', 'Asia/Ho_Chi_Minh');
  assert.deepEqual(day, ['2025-03-01T00:00', '2025-03-02T00:00']);
  const hours = await starts('hour', '2025-03-01T00:10:00Z', '2025-03-01T01:00:00Z', 'Asia/Kathmandu');
  assert.deepEqual(hours, ['2025-03-01T05:00', '2025-03-01T06:00']);
  const weeks = await starts('week', '2025-03-02T17:00:00Z', '2025-03-03T17:00:00Z', 'Asia/Ho_Chi_Minh');
  assert.deepEqual(weeks, ['2025-03-03T00:00']);
});

test('timeline() begins days at midnight when clocks change, and counts hours on', async () => {
  const berlin = await starts('day', '2025-03-29T12:00:00Z', '2025-03-31T12:00:00Z', 'Europe/Berlin');
  assert.deepEqual(berlin, ['2025-03-29T00:00', '2025-03-30T00:00', '2025-03-31T00:00']);
  const forth = await starts('hour', '2025-03-30T00:30:00Z', '2025-03-30T02:00:00Z', 'Europe/Berlin');
  assert.deepEqual(forth, ['2025-03-30T01:00', '2025-03-30T03:00']);
  const back = await starts('hour', '2025-10-26T00:30:00Z', '2025-10-26T03:00:00Z', 'Europe/Berlin');
  assert.deepEqual(back, ['2025-10-26T02:00', '2025-10-26T02:00', '2025-10-26T03:00']);
  // Midnight of 2018-11-04 is not there in Sao Paulo: the day begins at one.
  const gap = await starts('day', '2018-11-03T12:00:00Z', '2018-11-05T12:00:00Z', 'America/Sao_Paulo');
  assert.deepEqual(gap, ['2018-11-03T00:00', '2018-11-04T01:00', '2018-11-05T00:00']);
  // Apia has no 2011-12-30.
  const apia = await starts('day', '2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z', 'Pacific/Apia');
  assert.deepEqual(apia, ['2011-12-29T00:00', '2011-12-31T00:00', '2012-01-01T00:00']);
});

test('timeline() counts what is in an interval, empty ones too, and leaves out what is from to on', async () => {
  const events = [
    cartEvent(-1, 'view_item'),
    cartEvent(0, 'add_to_cart'),
    cartEvent(59, 'purchase', { total_amount_vnd: 500 }),
    cartEvent(59, 'purchase', { total_amount_vnd: -70, session_id: 'sess_2' }),
    cartEvent(120, 'add_to_cart', { total_amount_vnd: 9 }),
    cartEvent(150, 'add_to_cart'),
  ];
  const points = await plainQuestions(events).timeline({
    interval: 'hour',
    from: START + HOUR / 2,
    to: START + 2.5 * HOUR,
  });
  assert.deepEqual(points, [
    { start: START, events: 3, sessions: 2, adds: 1, purchases: 2, revenue_vnd: 500 },
    { start: START + HOUR, events: 0, sessions: 0, adds: 0, purchases: 0, revenue_vnd: 0 },
    { start: START + 2 * HOUR, events: 1, sessions: 1, adds: 1, purchases: 0, revenue_vnd: 0 },
  ]);
});

test('timeline() gives 10,000 points and refuses one more', async () => {
  const questions = plainQuestions([]);
  const ask = (hours: number) =>
    questions.timeline({ interval: 'hour', from: START, to: START + hours * HOUR });
  assert.equal((await ask(10_000)).length, 10_000);
  await assert.rejects(
    ask(10_001),
    /RangeError: Cannot draw a timeline as it must have at most 10000 points/,
  );
  await assert.rejects(ask(Number.NaN), /RangeError: Cannot draw a timeline as to must be/);
});
