import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Report } from '../../../src/core/aggregates/report.ts';
import type { CartEvent, Session } from '../../../src/core/event.ts';
import type { SessionRow } from '../../../src/core/questions/answers.ts';
import { plainQuestions } from '../../../src/core/questions/plain.ts';
import type { Questions } from '../../../src/core/questions/questions.ts';
import { SessionReplay } from '../../../src/core/stages/session-replay.ts';
import { anyCartEvents, generatedEvents } from '../../support/cart-events.ts';
import { reportOf } from '../sinks/report-sample.ts';

/** The sessions of events as a run writes them, with ties in order of ids. */
function sessionsOf(events: readonly CartEvent[]): Session[] {
  const sorted = events.toSorted((a, b) => a.timestamp - b.timestamp || (a.event_id < b.event_id ? -1 : 1));
  const types = [...new Set(events.map((event) => event.event_type))];
  const replay = new SessionReplay(types);
  return Array.from(
    Map.groupBy(sorted, (event) => event.session_id),
    ([session_id, own]) => {
      replay.begin();
      for (const event of own) {
        replay.add({
          type: types.indexOf(event.event_type),
          time: event.timestamp,
          product: event.product_id ?? Number.NaN,
          quantity: event.quantity,
          price: event.product_price_vnd,
          amount: event.total_amount_vnd ?? 0,
          customer: event.customer_id ?? Number.NaN,
          source: 0,
          device: 0,
        });
      }
      return {
        session_id,
        customer_id: Number.isNaN(replay.customer) ? null : replay.customer,
        is_guest: Number.isNaN(replay.customer),
        source: own[0]?.source ?? null,
        device: own[0]?.device ?? null,
        session_start: replay.start,
        session_end: replay.end,
        session_duration_seconds: (replay.end - replay.start) / 1e6,
        total_events: replay.count,
        event_journey: own.map((event) => event.event_type).join(','),
        has_purchase: replay.purchases > 0,
        cart_value_vnd: replay.cartValue,
        cart_item_count: replay.cartLines,
        order_value_vnd: replay.orderValue,
      };
    },
  );
}

async function checkReport(events: readonly CartEvent[]): Promise<void> {
  const ids = [...new Set(events.map((event) => event.session_id))];
  const facts = events.map((event) => Object.assign({ session: ids.indexOf(event.session_id) }, event));
  const sessions = sessionsOf(events);
  const questions = plainQuestions(events);
  await checkStatistics(questions, await reportOf(facts, sessions));
  const rows = await questions.sessionsById(sessions.map((session) => session.session_id));
  assert.deepEqual(
    rows.map((row) => row && sessionOf(row)),
    sessions,
  );
}

async function checkStatistics(questions: Questions, report: Report): Promise<void> {
  const { events, sessions } = report;
  const answer = await questions.statistics({ top: 1000 });
  const { top_products: top, version: _version, ...counts } = answer;
  assert.deepEqual(counts, {
    events: events.events,
    types: events.types,
    sources: events.sources,
    devices: events.devices,
    customers: events.customers,
    sessions: sessions.sessions,
    adds: events.adds,
    removes: events.removes,
    revenue_vnd: sessions.revenue,
  });
  for (const { productId, name, count } of events.topProductsAdded) {
    const found = top.find((product) => product.product_id === productId);
    assert.deepEqual([found?.name, found?.adds], [name, count]);
  }
  const journeys = await questions.journeys({ first: 20 });
  assert.deepEqual(
    journeys.map((row) => ({ name: row.journey.join(','), count: row.sessions })),
    sessions.topPatterns,
  );
}

/** A session as the table of sessions has it. */
function sessionOf(row: SessionRow): Session {
  return {
    session_id: row.session_id,
    customer_id: row.customer_id,
    is_guest: row.customer_id === null,
    source: row.source,
    device: row.device,
    session_start: row.start,
    session_end: row.end,
    session_duration_seconds: (row.end - row.start) / 1e6,
    total_events: row.events,
    event_journey: row.journey.join(','),
    has_purchase: row.purchases > 0,
    cart_value_vnd: row.cart_value_vnd,
    cart_item_count: row.cart.length,
    order_value_vnd: row.order_value_vnd,
  };
}

test('plainQuestions() says what the report says of a generated shop', async () => {
  await checkReport(await generatedEvents({ count: 3000 }));
  await checkReport(await generatedEvents({ count: 3000, profile: 'uniform' }));
});

test('plainQuestions() says what the report says of events that contradict themselves', async () => {
  await fc.assert(fc.asyncProperty(anyCartEvents, checkReport), { numRuns: 50 });
});
