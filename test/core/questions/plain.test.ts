import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CartEvent } from '../../../src/core/event.ts';
import type { EventFilter, SessionFilter } from '../../../src/core/questions/filter.ts';
import { plainQuestions } from '../../../src/core/questions/plain.ts';
import { type SessionsQuestion, VersionGoneError } from '../../../src/core/questions/questions.ts';
import { cartEvent, MINUTE, START } from '../../support/cart-events.ts';

test('plainQuestions() says nothing of a table without events, but answers', async () => {
  const questions = plainQuestions([]);
  const empty = { rows: [], total: 0, hasNext: false, hasPrevious: false, version: -1 };
  assert.deepEqual(await questions.events({ page: {} }), empty);
  assert.deepEqual(await questions.sessions({ page: {} }), empty);
  assert.deepEqual(await questions.orders({ page: {} }), empty);
  assert.deepEqual(await questions.abandonedCarts({ at: 0, idleFor: 0, page: {} }), empty);
  assert.deepEqual(await questions.statistics(), {
    events: 0,
    types: [],
    sources: [],
    devices: [],
    customers: 0,
    sessions: 0,
    adds: 0,
    removes: 0,
    top_products: [],
    revenue_vnd: 0,
    version: -1,
  });
  assert.deepEqual(await questions.funnel({ steps: ['a'] }), {
    sessions: 0,
    steps: [{ type: 'a', sessions: 0 }],
    version: -1,
  });
  assert.deepEqual(await questions.journeys({ first: 5 }), []);
  assert.deepEqual(await questions.eventsById(['x']), [null]);
  assert.deepEqual(await questions.sessionsById(['x']), [null]);
  assert.deepEqual(await questions.customersById([1]), [null]);
  assert.deepEqual(await questions.productsById([1]), [null]);
  assert.deepEqual(await questions.cartStates(['x'], 0, 0), [null]);
  assert.deepEqual([await questions.version(), await questions.versions(5)], [-1, []]);
});

test('plainQuestions() has one version, by number and at any time', async () => {
  const questions = plainQuestions([cartEvent(0, 'search')], { version: 4 });
  assert.equal((await questions.statistics({ asOf: { version: 4 } })).events, 1);
  assert.equal((await questions.events({ asOf: { time: 0 }, page: {} })).version, 4);
  assert.equal(await questions.version(), 4);
  assert.deepEqual(await questions.versions(1), [
    { version: 4, time: null, operation: null, rows: 1, files: 0, bytes: 0, kept: true },
  ]);
  assert.deepEqual(await questions.versions(0), []);
  const asOf = { version: 3 };
  const refused = [
    questions.events({ asOf, page: {} }),
    questions.eventsById([], { asOf }),
    questions.sessions({ asOf, page: {} }),
    questions.sessionsById([], { asOf }),
    questions.customersById([], { asOf }),
    questions.productsById([], { asOf }),
    questions.orders({ asOf, page: {} }),
    questions.statistics({ asOf }),
    questions.abandonedCarts({ asOf, at: 0, idleFor: 0, page: {} }),
    questions.cartStates([], 0, 0, { asOf }),
    questions.funnel({ asOf, steps: ['a'] }),
    questions.journeys({ asOf, first: 1 }),
    questions.timeline({ asOf, interval: 'day', from: 0, to: 1 }),
  ];
  for (const answer of refused) await assert.rejects(answer, VersionGoneError);
});

test('plainQuestions() ends with the reason of a signal', async () => {
  const signal = AbortSignal.abort(new Error('gone'));
  await assert.rejects(plainQuestions([]).statistics({ signal }), /gone/);
});

test('events() are ordered by time, then by id, without a date and an hour of their own', async () => {
  const events = [3, 1, 2, 1].map((at) => cartEvent(at, 'search'));
  const ids = events.map((event) => event.event_id);
  const questions = plainQuestions(events);
  const order = async (wanted: 'newest' | 'oldest'): Promise<number[]> => {
    const { rows } = await questions.events({ order: wanted, page: {} });
    return rows.map(({ row }) => ids.indexOf(row.event_id));
  };
  assert.deepEqual(await order('oldest'), [1, 3, 2, 0]);
  assert.deepEqual(await order('newest'), [0, 2, 3, 1]);
  const { date: _date, hour: _hour, ...stored } = events[0] as CartEvent;
  assert.deepEqual(await questions.eventsById([ids[0] as string, 'none', ids[0] as string]), [
    stored,
    null,
    stored,
  ]);
  const [first] = (await questions.events({ page: {} })).rows;
  assert.deepEqual(first?.position, { key: START + 3 * MINUTE, id: ids[0] });
});

test('a filter of events keeps those that meet all that is given', async () => {
  const events = [
    cartEvent(0, 'search', { source: 'website', device: 'mobile', customer_id: 1 }),
    cartEvent(1, 'view_item', { source: null, device: null, product_id: 5 }),
    cartEvent(2, 'purchase', { order_id: 'o', session_id: 's', items: [{ product_id: 5 }] }),
    cartEvent(3, 'search', { customer_id: 2, is_guest: true }),
  ];
  const questions = plainQuestions(events);
  const cases: [EventFilter, string][] = [
    [{}, '0123'],
    [{ types: ['search'] }, '03'],
    [{ types: [] }, ''],
    [{ types: ['search', 'view_item'], customers: [1, 9] }, '0'],
    [{ sources: ['website'] }, '0'],
    [{ sources: ['unknown'] }, ''],
    [{ devices: ['mobile', 'tablet'] }, '0'],
    [{ guest: true }, '123'],
    [{ guest: false }, '0'],
    [{ products: [5] }, '1'],
    [{ sessions: ['s'] }, '2'],
    [{ orders: ['o'] }, '2'],
    [{ from: START + MINUTE }, '123'],
    [{ to: START + MINUTE }, '0'],
    [{ from: START + MINUTE, to: START + 3 * MINUTE }, '12'],
    [{ from: START + 3 * MINUTE, to: START }, ''],
  ];
  for (const [filter, wanted] of cases) {
    const { rows } = await questions.events({ filter, order: 'oldest', page: {} });
    const found = rows.map(({ row }) => (row.timestamp - START) / MINUTE).join('');
    assert.equal(found, wanted, JSON.stringify(filter));
  }
});

test('sessions() fold their events, are filtered and ordered', async () => {
  const events = [
    cartEvent(0, 'add_to_cart', { session_id: 'a', product_id: 1, quantity: 1, product_price_vnd: 50 }),
    cartEvent(9, 'search', { session_id: 'a', customer_id: 1, source: 'website' }),
    cartEvent(1, 'view_item', { session_id: 'b', source: 'website', device: 'mobile' }),
    cartEvent(2, 'purchase', { session_id: 'b', total_amount_vnd: 70 }),
    cartEvent(3, 'purchase', { session_id: 'b', total_amount_vnd: -20 }),
    cartEvent(1, 'search', { session_id: 'c', customer_id: 1 }),
  ];
  const questions = plainQuestions(events.toReversed());
  assert.deepEqual((await questions.sessionsById(['b']))[0], {
    session_id: 'b',
    customer_id: null,
    source: 'website',
    device: 'mobile',
    start: START + MINUTE,
    end: START + 3 * MINUTE,
    events: 3,
    journey: ['view_item', 'purchase', 'purchase'],
    purchases: 2,
    order_value_vnd: 70,
    cart: [],
    cart_value_vnd: 0,
  });
  const ask = async (filter: SessionFilter, order?: SessionsQuestion['order']): Promise<string> => {
    const { rows } = await questions.sessions({ filter, ...(order && { order }), page: {} });
    return rows.map(({ row }) => row.session_id).join('');
  };
  assert.equal(await ask({}), 'cba');
  assert.equal(await ask({}, 'oldest'), 'abc');
  assert.equal(await ask({}, 'latest_activity'), 'abc');
  assert.equal(await ask({}, 'events'), 'bac');
  assert.equal(await ask({}, 'cart_value'), 'acb');
  assert.equal(await ask({}, 'order_value'), 'bca');
  assert.equal(await ask({ customers: [1] }), 'ca');
  assert.equal(await ask({ guest: true }), 'b');
  assert.equal(await ask({ sources: ['website'] }), 'b');
  assert.equal(await ask({ devices: ['mobile'] }), 'b');
  assert.equal(await ask({ purchased: true }), 'b');
  assert.equal(await ask({ purchased: false, cart: false }), 'c');
  assert.equal(await ask({ cart: true }), 'a');
  assert.equal(await ask({ from: START + MINUTE }), 'cb');
  assert.equal(await ask({ to: START + MINUTE }), 'a');
});

test('orders() are purchases, newest first, and know whether any event has cancelled them', async () => {
  const events = [
    cartEvent(0, 'purchase', { order_id: 'x', customer_id: 1, total_amount_vnd: 5, item_count: 1 }),
    cartEvent(1, 'purchase', { session_id: 's' }),
    cartEvent(0, 'order_cancelled', { order_id: 'x', session_id: 'elsewhere' }),
    cartEvent(0, 'order_cancelled', {}),
  ];
  const questions = plainQuestions(events);
  const { rows, total } = await questions.orders({ page: { first: 1 } });
  assert.deepEqual([rows[0]?.row.session_id, rows[0]?.row.total_amount_vnd, total], ['s', 0, 2]);
  assert.equal(rows[0]?.row.cancelled, false);
  const ofCustomer = await questions.orders({ customer: 1, page: {} });
  assert.deepEqual(
    ofCustomer.rows.map(({ row }) => row),
    [
      {
        order_id: 'x',
        session_id: 'sess_1',
        customer_id: 1,
        time: START,
        total_amount_vnd: 5,
        item_count: 1,
        items: null,
        payment_method: null,
        shipping_method: null,
        cancelled: true,
      },
    ],
  );
  assert.equal((await questions.orders({ session: 's', customer: 1, page: {} })).total, 0);
});

test('customersById() and productsById() gather what the events say', async () => {
  const events = [
    cartEvent(0, 'view_item', { product_id: 1, product_name: 'old', product_sku: 'k', product_price_vnd: 9 }),
    cartEvent(1, 'add_to_cart', { product_id: 1, product_name: 'new', customer_id: 1 }),
    cartEvent(2, 'remove_from_cart', { product_id: 1, customer_id: 1, session_id: 's' }),
    cartEvent(3, 'purchase', {
      customer_id: 1,
      total_amount_vnd: 10,
      items: [
        { product_id: 1, quantity: 2, price_vnd: 9 },
        { product_id: 1, quantity: 1 },
        { product_id: 2, quantity: 1, price_vnd: 4 },
      ],
    }),
    cartEvent(4, 'begin_checkout', { items: [{ product_id: 3, quantity: 1, price_vnd: 4 }] }),
  ];
  const questions = plainQuestions(events);
  const minute = (at: number): number => START + at * MINUTE;
  const counts = { events: 3, sessions: 2, orders: 1, order_value_vnd: 10 };
  assert.deepEqual(await questions.customersById([2, 1]), [
    null,
    { customer_id: 1, first_seen: minute(1), last_seen: minute(3), ...counts },
  ]);
  const known = { name: 'new', sku: 'k', category: null, brand: null, price_vnd: 9 };
  const unknown = { name: null, sku: null, category: null, brand: null, price_vnd: null };
  assert.deepEqual(await questions.productsById([1, 2, 3]), [
    { product_id: 1, ...known, events: 3, views: 1, adds: 1, removes: 1, units_bought: 3, revenue_vnd: 18 },
    { product_id: 2, ...unknown, events: 0, views: 0, adds: 0, removes: 0, units_bought: 1, revenue_vnd: 4 },
    null,
  ]);
});

test('statistics() count what passes the filter and rank it', async () => {
  const events = [
    cartEvent(0, 'add_to_cart', { product_id: 2, product_name: 'b', line_total_vnd: 5, source: 'website' }),
    cartEvent(0, 'add_to_cart', { product_id: 2, product_name: 'a', line_total_vnd: 6, customer_id: 1 }),
    cartEvent(0, 'add_to_cart', { product_id: 1, customer_id: 1, session_id: 's' }),
    cartEvent(0, 'add_to_cart', { product_id: 3 }),
    cartEvent(0, 'add_to_cart', { product_id: null }),
    cartEvent(0, 'purchase', { total_amount_vnd: 8 }),
    cartEvent(0, 'purchase', { total_amount_vnd: -8 }),
    cartEvent(0, 'remove_from_cart', { product_id: 1, device: 'unknown' }),
    cartEvent(0, 'scroll', { total_amount_vnd: 8 }),
  ];
  const questions = plainQuestions(events);
  assert.deepEqual(
    await questions.statistics({
      top: 2,
      filter: { types: ['add_to_cart', 'purchase', 'remove_from_cart'] },
    }),
    {
      events: 8,
      types: [
        { name: 'add_to_cart', count: 5 },
        { name: 'purchase', count: 2 },
        { name: 'remove_from_cart', count: 1 },
      ],
      sources: [
        { name: 'unknown', count: 7 },
        { name: 'website', count: 1 },
      ],
      devices: [{ name: 'unknown', count: 8 }],
      customers: 1,
      sessions: 2,
      adds: 5,
      removes: 1,
      top_products: [
        { product_id: 2, name: 'a', adds: 2, value_vnd: 11 },
        { product_id: 1, name: null, adds: 1, value_vnd: 0 },
      ],
      revenue_vnd: 8,
      version: 0,
    },
  );
  await assert.rejects(
    questions.statistics({ top: 1001 }),
    /RangeError: Cannot give statistics as top must be/,
  );
});

test('journeys() rank patterns by sessions, then by text, and compare 1,000 steps', async () => {
  const journeys = ['b', 'a', 'cc', 'cc', 'a'.repeat(1001), 'a'.repeat(1002)];
  const events = journeys.flatMap((types, session) =>
    Array.from(types, (type, at) => cartEvent(at, type, { session_id: `s${session}` })),
  );
  const questions = plainQuestions(events);
  const found = await questions.journeys({ first: 3 });
  assert.deepEqual(found[1], { journey: ['c', 'c'], sessions: 2 });
  assert.deepEqual(
    [found[0]?.sessions, found[0]?.journey.length, found[0]?.journey.at(-1)],
    [2, 1001, '...'],
  );
  assert.deepEqual(found[2], { journey: ['a'], sessions: 1 });
  assert.deepEqual(await questions.journeys({ first: 9, filter: { types: ['b'] } }), [
    { journey: ['b'], sessions: 1 },
  ]);
  await assert.rejects(questions.journeys({ first: 1001 }), /RangeError/);
});
