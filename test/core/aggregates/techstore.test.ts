import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { EventFacts } from '../../../src/core/aggregates/facts.ts';
import { sessionOf } from './rows.ts';
import { reportOf } from '../sinks/report-sample.ts';

const data = new URL('../../../../shared/data/techstore-cart-events.json.gz', import.meta.url);
const skip = existsSync(data) ? false : 'the published data set is not beside the repository';

interface RawEvent extends Omit<EventFacts, 'date' | 'hour' | 'session'> {
  session_id: string;
  timestamp: string;
}

test('the folds show the numbers published for the TechStore data set', { skip }, async () => {
  const raw: RawEvent[] = JSON.parse(gunzipSync(readFileSync(data)).toString());
  const bySession = Map.groupBy(raw, (event) => event.session_id);
  const numbers = new Map([...bySession.keys()].map((id, number) => [id, number]));
  const facts = raw.map((event) => ({
    event_type: event.event_type,
    source: event.source,
    device: event.device,
    customer_id: event.customer_id,
    product_id: event.product_id,
    product_name: event.product_name,
    date: event.timestamp.slice(0, 10),
    hour: Number(event.timestamp.slice(11, 13)),
    session: numbers.get(event.session_id)!,
  }));
  const rows = Array.from(bySession.values(), (events) => {
    const sorted = events.toSorted((a, b) => micros(a.timestamp) - micros(b.timestamp));
    return sessionOf(sorted.map((event) => event.event_type).join(','), {
      customer_id: sorted[0]!.customer_id,
      session_start: micros(sorted[0]!.timestamp),
      session_end: micros(sorted.at(-1)!.timestamp),
    });
  });
  const { events, sessions } = await reportOf(facts, rows);
  assert.deepEqual([events.events, events.customers, events.products], [10_000, 1000, 200]);
  assert.deepEqual(events.types, [
    { name: 'add_to_cart', count: 3387 },
    { name: 'update_quantity', count: 3350 },
    { name: 'remove_from_cart', count: 3263 },
  ]);
  assert.equal(events.addRemoveRatio?.toFixed(2), '1.04');
  assert.deepEqual(
    [events.dates.length, events.dates[0]?.date, events.dates.at(-1)?.date],
    [92, '2025-08-25', '2025-11-24'],
  );
  assert.deepEqual(
    [sessions.sessions, sessions.customers, sessions.intents, sessions.intentRate],
    [1000, 1000, 330, 33],
  );
  assert.equal(sessions.duration.averageMinutes?.toFixed(2), '105220.91');
  assert.equal(sessions.duration.medianMinutes?.toFixed(2), '109144.69');
});

/** A naive time stamp as UTC; digits after the seconds are optional. */
function micros(timestamp: string): number {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}
