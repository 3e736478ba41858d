import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CartEvent } from '../../../src/core/event.ts';
import { plainQuestions } from '../../../src/core/questions/plain.ts';
import type { Questions } from '../../../src/core/questions/questions.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { anyEventFilter, anyPage, anySessionFilter, anyTime } from '../../support/any-question.ts';
import { anyCartEvents, generatedEvents, HOUR } from '../../support/cart-events.ts';
import { openDuck } from '../../support/duckdb.ts';
import { type SqlQuestions, sqlQuestions } from '../../support/sql/questions.ts';
import { storeEvents } from '../../support/sql/store.ts';

/** Asks plainQuestions and DuckDB the same of a few sets of events: broken ones, and those of a shop. */
async function compare<Question>(
  anyQuestion: (events: readonly CartEvent[]) => fc.Arbitrary<Question>,
  ask: (questions: SqlQuestions, question: Question) => Promise<unknown>,
  runs = 6,
): Promise<void> {
  await using duck = await openDuck();
  const zone = openZone('Asia/Ho_Chi_Minh');
  const sql = sqlQuestions(duck, 7);
  const check = async (events: readonly CartEvent[]): Promise<void> => {
    await storeEvents(duck, events);
    const plain: Questions = plainQuestions(events, { zone, version: 0 });
    await fc.assert(
      fc.asyncProperty(anyQuestion(events), async (question) => {
        assert.deepEqual(await ask(plain, question), await ask(sql, question));
      }),
      { numRuns: runs, endOnFailure: true },
    );
  };
  await check(await generatedEvents({ count: 1000, seed: 3 }));
  await check(await generatedEvents({ count: 600, seed: 4, profile: 'uniform' }));
  await fc.assert(
    fc.asyncProperty(anyCartEvents, (events) => check(events)),
    { numRuns: 5, endOnFailure: true },
  );
}

test('events() are those that SQL finds', async () => {
  await compare(
    (events) =>
      fc.record({
        filter: anyEventFilter(events),
        order: fc.constantFrom('newest', 'oldest'),
        page: anyPage(events.map((event) => ({ key: event.timestamp, id: event.event_id }))),
      }),
    (questions, question) => questions.events(question),
  );
});

test('sessions() and their carts are those that SQL finds', async () => {
  await compare(
    (events) =>
      fc.record({
        filter: anySessionFilter(events),
        order: fc.constantFrom('newest', 'oldest', 'latest_activity', 'events', 'cart_value', 'order_value'),
        page: anyPage(events.map((event) => ({ key: event.timestamp, id: event.session_id }))),
      }),
    (questions, question) => questions.sessions(question),
    4,
  );
});

test('orders() are those that SQL finds', async () => {
  await compare(
    (events) =>
      fc.record(
        {
          customer: fc.constantFrom(...events.map((event) => event.customer_id ?? -1), -1),
          session: fc.constantFrom(...events.map((event) => event.session_id), 'none'),
          page: anyPage(events.map((event) => ({ key: event.timestamp, id: event.event_id }))),
        },
        { requiredKeys: ['page'] },
      ),
    (questions, question) => questions.orders(question),
  );
});

test('customersById() and productsById() say what SQL says', async () => {
  await compare(
    (events) =>
      fc.record({
        customers: fc.array(fc.constantFrom(-1, ...events.map((event) => event.customer_id)), {
          maxLength: 3,
        }),
        products: fc.array(fc.constantFrom(-1, ...events.map((event) => event.product_id)), { maxLength: 3 }),
      }),
    async (questions, { customers, products }) => [
      await questions.customersById(customers.filter((id) => id !== null)),
      await questions.productsById(products.filter((id) => id !== null)),
    ],
  );
});

test('statistics() say what SQL says', async () => {
  await compare(
    (events) => fc.record({ filter: anyEventFilter(events), top: fc.nat({ max: 12 }) }),
    (questions, question) => questions.statistics(question),
  );
});

test('abandonedCarts() and cartStates() are those that SQL finds', async () => {
  await compare(
    (events) =>
      fc.record({
        at: anyTime(events),
        idleFor: fc.constantFrom(0, HOUR / 4, HOUR / 2, HOUR, 24 * HOUR),
        minValue: fc.constantFrom(0, 200_000),
        page: anyPage([{ key: 200_000, id: 'sess_3' }]),
        ids: fc.constant([...new Set(events.map((event) => event.session_id)), 'none']),
      }),
    async (questions, { ids, ...question }) => [
      await questions.abandonedCarts(question),
      await questions.cartStates(ids, question.at, question.idleFor),
    ],
    // Their SQL is slow.
    3,
  );
});

test('funnel() counts what SQL counts', async () => {
  await compare(
    (events) =>
      fc.record(
        {
          steps: fc.array(
            fc.constantFrom('view_item', 'add_to_cart', 'purchase', 'remove_from_cart', 'scroll'),
            {
              minLength: 1,
              maxLength: 4,
            },
          ),
          mode: fc.constantFrom('ordered', 'strict', 'any'),
          within: fc.constantFrom(0, HOUR / 60, HOUR / 4, HOUR),
          filter: anyEventFilter(events),
        },
        { requiredKeys: ['steps', 'mode'] },
      ),
    (questions, question) => questions.funnel(question),
  );
});

test('journeys() are those that SQL finds', async () => {
  await compare(
    (events) => fc.record({ filter: anyEventFilter(events), first: fc.nat({ max: 30 }) }),
    (questions, question) => questions.journeys(question),
  );
});

test('timeline() counts what SQL counts', async () => {
  await compare(
    (events) =>
      fc.record({
        interval: fc.constantFrom('hour', 'day', 'week', 'month'),
        from: anyTime(events),
        to: anyTime(events),
        filter: anyEventFilter(events),
      }),
    (questions, question) => questions.timeline(question),
  );
});
