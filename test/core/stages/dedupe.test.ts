import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Batch, CartEvent } from '../../../src/core/event.ts';
import { batchCleaner } from '../../../src/core/stages/clean.ts';
import { dedupe } from '../../../src/core/stages/dedupe.ts';
import { rawEvents, wireEvent } from '../../support/raw-events.ts';

test('dedupe() keeps the first of two equal ids, and tells duplicates from conflicts', async () => {
  const events = cleaned([
    { event_id: 'a', quantity: 1 },
    { event_id: 'b' },
    { event_id: 'a', quantity: '1', utm_source: null },
    { event_id: 'a', quantity: 2 },
    { event_id: 'a', quantity: 1, note: 'x' },
  ]);
  const duplicates: CartEvent[] = [];
  const conflicts: CartEvent[] = [];
  const kept = await Array.fromAsync(
    dedupe(source(events), {
      onDuplicate: (event) => duplicates.push(event),
      onConflict: (event) => conflicts.push(event),
    }),
  );
  assert.deepEqual(kept.flat(), events.slice(0, 2));
  assert.deepEqual(duplicates, [events[2]], 'equal once cleaned');
  assert.deepEqual(conflicts, events.slice(3));
});

test('dedupe() agrees with a Map on any ids', async () => {
  const ids = fc.array(
    fc.oneof(fc.string({ maxLength: 3 }), fc.nat({ max: 30 }).map(String)).filter((id) => id !== ''),
    {
      maxLength: 200,
    },
  );
  await fc.assert(
    fc.asyncProperty(ids, async (list) => {
      const events = cleaned(list.map((event_id, i) => ({ event_id, page_url: String(i) })));
      const first = new Map<string, CartEvent>();
      for (const event of events) if (!first.has(event.event_id)) first.set(event.event_id, event);
      const kept = await Array.fromAsync(dedupe(source(events)));
      assert.deepEqual(kept.flat(), [...first.values()]);
    }),
  );
});

function cleaned(fields: readonly Record<string, unknown>[]): CartEvent[] {
  return batchCleaner()(rawEvents(fields.map((extra) => wireEvent(extra))));
}

async function* source(events: readonly CartEvent[]): AsyncGenerator<Batch<CartEvent>> {
  for (let i = 0; i < events.length; i += 7) yield events.slice(i, i + 7);
}
