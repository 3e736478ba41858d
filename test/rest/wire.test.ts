import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openZone } from '../../src/core/time/zone.ts';
import { WIRE_DETAILS } from '../../src/core/wire-details.ts';
import type { WireEvent } from '../../src/core/wire-event.ts';
import { wireEvents } from '../../src/rest/wire.ts';
import { generatedLines } from '../support/generated.ts';
import { EVENTS, stored, zone } from './shop.ts';

test('wireEvents() gives back generated events of every type as they were, key for key', async () => {
  const { lines } = await generatedLines({ count: 20_000 });
  const events = lines.map((line) => JSON.parse(line) as WireEvent);
  const back = stored(events).map(wireEvents(zone));
  assert.deepEqual(new Set(back.map((event) => event.event_type)).size, WIRE_DETAILS.size);
  for (const [i, line] of lines.entries()) assert.equal(JSON.stringify(back[i]), line);
});

test('wireEvents() writes times in the shop’s zone', () => {
  const [event] = stored(EVENTS.slice(1, 2)).map(wireEvents(openZone('UTC')));
  assert.equal(event?.timestamp, '2025-03-01T02:01:00.000007');
  assert.equal(event?.timestamp_unix, EVENTS[1]?.timestamp_unix);
});

test('wireEvents() leaves out what a type does not have, and keeps what it has not filled in', () => {
  const [first] = EVENTS;
  const odd = { ...first, event_type: 'search', search_query: 'chuột', note: 'x' } as WireEvent;
  const [event] = stored([odd]).map(wireEvents(zone));
  assert.deepEqual(
    Object.keys(event ?? {}).filter((name) => /^(?:product|search|results|view|note|properties)/.test(name)),
    ['search_query', 'results_count', 'search_type'],
  );
  assert.equal(event?.results_count, null);
});

test('wireEvents() gives an event of an unknown type the details that say something', () => {
  const [first] = EVENTS;
  const odd = { ...first, event_type: 'gift_wrapped', quantity: 0, order_id: 'ord_1' } as WireEvent;
  const [event] = stored([odd]).map(wireEvents(zone));
  assert.deepEqual(event, { ...first, event_type: 'gift_wrapped', order_id: 'ord_1' });
});
