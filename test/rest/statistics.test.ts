import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addRemoveRatio } from '../../src/core/questions/add-remove-ratio.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { batchCleaner } from '../../src/core/stages/clean.ts';
import { rawEvents } from '../support/raw-events.ts';
import { wireEvents } from '../support/wire-events.ts';
import { open, read, zone } from './shop.ts';

interface Rows {
  data: { session_id: string; event_id: string }[];
  count: number;
  total: number | null;
}

const anyEvents = wireEvents.map((events) => {
  const cleaned = batchCleaner({ timeZone: 'Asia/Ho_Chi_Minh' })(rawEvents(events));
  return Array.from(new Map(cleaned.map((event) => [event.event_id, event])).values());
});

test('GET /cart/statistics says what questions say', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, async (events) => {
      const questions = plainQuestions(events, { zone });
      const answer = await questions.statistics();
      const [status, body] = await read('/cart/statistics', { questions });
      assert.equal(status, 200);
      const { data } = body as { data: Record<string, unknown> | null };
      if (answer.events === 0) return assert.equal(data, null);
      assert.deepEqual(data, {
        total_events: answer.events,
        by_event_type: Object.fromEntries(answer.types.map(({ name, count }) => [name, count])),
        by_source: Object.fromEntries(answer.sources.map(({ name, count }) => [name, count])),
        by_device: Object.fromEntries(answer.devices.map(({ name, count }) => [name, count])),
        unique_customers: answer.customers,
        unique_sessions: answer.sessions,
        add_remove_ratio: addRemoveRatio(answer.adds, answer.removes),
        top_products_added: answer.top_products.map(({ product_id, name, adds, value_vnd }) => ({
          product_id,
          name,
          add_count: adds,
          total_value_vnd: value_vnd,
        })),
      });
    }),
  );
});

test('GET /cart/events gives all events once, in the order of the question, page by page', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.integer({ min: 1, max: 40 }), async (events, limit) => {
      const questions = plainQuestions(events, { zone });
      const { rows } = await questions.events({ page: { first: 1000 } });
      const seen: string[] = [];
      for (let offset = 0; offset < events.length; offset += limit) {
        const [, body] = await read(`/cart/events?limit=${limit}&offset=${offset}`, { questions });
        const { data, count, total } = body as Rows;
        assert.deepEqual([count, total], [data.length, events.length]);
        seen.push(...data.map(({ event_id }) => event_id));
      }
      assert.deepEqual(
        seen,
        rows.map(({ row }) => row.event_id),
      );
    }),
    { numRuns: 50 },
  );
});

test('GET /cart/abandoned gives the carts of the question', async () => {
  const now = new Date('2025-03-04T12:00:00Z');
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.integer({ min: 1, max: 168 }), async (events, hours) => {
      const questions = plainQuestions(events, { zone });
      const at = now.getTime() * 1000;
      const wanted = await questions.abandonedCarts({
        at,
        idleFor: hours * 3_600_000_000,
        page: { first: 200 },
      });
      const { ask } = open({ questions, now: () => now });
      const response = await ask(`/cart/abandoned?limit=200&hours_threshold=${hours}`);
      const { data, count, total } = (await response.json()) as Rows;
      if (events.length === 0) return assert.deepEqual([data, count, total], [[], 0, null]);
      assert.deepEqual([count, total], [wanted.rows.length, wanted.total]);
      assert.deepEqual(
        data.map(({ session_id }) => session_id),
        wanted.rows.map(({ row }) => row.session_id),
      );
    }),
    { numRuns: 50 },
  );
});
