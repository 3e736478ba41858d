import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, CartEvent } from '../../../src/core/event.ts';
import { batchCleaner } from '../../../src/core/stages/clean.ts';
import { journey } from '../../../src/core/stages/journey.ts';
import { journeyText, JourneyWriter } from '../../../src/core/journey-text.ts';
import { SessionReplay } from '../../../src/core/stages/session-replay.ts';
import { rawEvents, wireEvent } from '../../support/raw-events.ts';

test('journey() numbers the events of a session by time, ties in input order', async () => {
  const events = cleaned([
    { event_id: '1', session_id: 's', event_type: 'purchase', timestamp: '2025-01-02T00:00:10' },
    { event_id: '2', session_id: 't', event_type: 'search', timestamp: '2025-01-01T00:00:00' },
    { event_id: '3', session_id: 's', event_type: 'add_to_cart', timestamp: '2025-01-01T23:59:59.5' },
    { event_id: '4', session_id: 's', event_type: 'scroll', timestamp: '2025-01-02T00:00:10' },
  ]);
  const rows = (await Array.fromAsync(journey(source(events), { batchSize: 3 }))).flat();
  assert.deepEqual(
    rows.map((row) => [
      row.event_id,
      row.event_sequence_num,
      row.total_events,
      row.event_journey,
      row.session_duration_seconds,
    ]),
    [
      ['1', 2, 3, 'add_to_cart,purchase,scroll', 10.5],
      ['2', 1, 1, 'search', 0],
      ['3', 1, 3, 'add_to_cart,purchase,scroll', 10.5],
      ['4', 3, 3, 'add_to_cart,purchase,scroll', 10.5],
    ],
  );
  assert.equal(rows[0]!.session_start, events[2]!.timestamp);
  assert.equal(rows[0]!.session_end, events[0]!.timestamp);
});

test('journey() cuts what event rows show of a long journey', async () => {
  const events = cleaned(
    Array.from({ length: 1001 }, (_, i) => ({ event_id: String(i), event_type: 'scroll' })),
  );
  const [row] = (await Array.fromAsync(journey(source(events)))).flat();
  assert.equal(row!.event_journey, `${Array(1000).fill('scroll').join(',')},...`);
  assert.equal(row!.total_events, 1001);
});

test('journey() throws at the call for a batch size that is none', () => {
  for (const batchSize of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => journey(source([]), { batchSize }), { name: 'RangeError' });
  }
});

const TYPES = ['add_to_cart', 'remove_from_cart', 'update_quantity', 'purchase', 'view_item', 'constructor'];

test('SessionReplay holds what the cart holds', () => {
  assert.deepEqual(cartAfter(['add_to_cart', 1, 2, 100], ['add_to_cart', 1, 3, 100]), [1, 500]);
  assert.deepEqual(cartAfter(['add_to_cart', 1, 2, 100], ['remove_from_cart', 1, 1, 100]), [1, 100]);
  assert.deepEqual(
    cartAfter(['add_to_cart', 1, 2, 100], ['remove_from_cart', 1, 0, 100]),
    [0, 0],
    '0 takes the line',
  );
  assert.deepEqual(
    cartAfter(['add_to_cart', 1, 2, 100], ['remove_from_cart', 1, 9, 100]),
    [0, 0],
    'not below nothing',
  );
  assert.deepEqual(cartAfter(['remove_from_cart', 1, 1, 100], ['add_to_cart', 1, 1, 100]), [1, 100]);
  assert.deepEqual(cartAfter(['add_to_cart', 1, 2, 100], ['update_quantity', 1, 7, 100]), [1, 700]);
  assert.deepEqual(cartAfter(['add_to_cart', 1, 2, 100], ['update_quantity', 1, 0, 100]), [0, 0]);
  assert.deepEqual(cartAfter(['update_quantity', 1, 7, 100]), [0, 0], 'a line that is not there');
  assert.deepEqual(cartAfter(['add_to_cart', 1, 2, 100], ['purchase', Number.NaN, 0, 0]), [0, 0]);
  assert.deepEqual(
    cartAfter(['add_to_cart', 1, 2, 100], ['view_item', 1, 0, 120]),
    [1, 240],
    'the last price seen',
  );
  assert.deepEqual(
    cartAfter(['add_to_cart', 1, 2, 100], ['update_quantity', 1, 3, 0]),
    [1, 300],
    'no price is no price',
  );
  assert.deepEqual(
    cartAfter(['add_to_cart', 1, 2 ** 31 - 1, 2 ** 52]),
    [1, Number.MAX_SAFE_INTEGER],
    'no further than exact',
  );
  assert.deepEqual(cartAfter(['constructor', 1, 2, 100]), [0, 0]);
});

function cartAfter(
  ...steps: readonly [type: string, product: number, quantity: number, price: number][]
): [number, number] {
  const replay = new SessionReplay(TYPES);
  replay.begin();
  for (const [type, product, quantity, price] of steps) {
    const rest = { time: 0, amount: 0, customer: Number.NaN, source: 0, device: 0 };
    replay.add({ type: TYPES.indexOf(type), product, quantity, price, ...rest });
  }
  return [replay.cartLines, replay.cartValue];
}

function cleaned(fields: readonly Record<string, unknown>[]): CartEvent[] {
  return batchCleaner()(rawEvents(fields.map((extra) => wireEvent(extra))));
}

async function* source(events: readonly CartEvent[]): AsyncGenerator<Batch<CartEvent>> {
  for (let i = 0; i < events.length; i += 3) yield events.slice(i, i + 3);
}

test('journeyText() and JourneyWriter say the same of any length', () => {
  const writer = new JourneyWriter(TYPES);
  for (const length of [0, 1, 2, 65_535, 65_536, 65_537, 200_000]) {
    const steps = Uint32Array.from({ length }, (_, i) => i % TYPES.length);
    const text = journeyText(TYPES, steps);
    assert.equal(text, Array.from(steps, (step) => TYPES[step]).join(','));
    const bytes = new Uint8Array(writer.sizeOf(steps) + 2);
    assert.equal(writer.write(bytes, 2, steps), bytes.length);
    assert.equal(new TextDecoder().decode(bytes.subarray(2)), text);
  }
});

test('journeyText() and JourneyWriter say that there is more', () => {
  const steps = Uint32Array.of(0, 1, 0);
  const writer = new JourneyWriter(TYPES);
  const shown = steps.subarray(0, 2);
  const bytes = new Uint8Array(writer.sizeOf(shown, true));
  assert.equal(writer.write(bytes, 0, shown, true), bytes.length);
  assert.equal(new TextDecoder().decode(bytes), `${TYPES[0]},${TYPES[1]},...`);
  assert.equal(journeyText(TYPES, steps, 2), `${TYPES[0]},${TYPES[1]},...`);
});
