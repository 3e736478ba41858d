import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ShopWatch } from '../../../src/core/aggregates/shop.ts';
import { EVENT_TYPES } from '../../../src/core/event-types.ts';
import { VisitRows } from '../../../src/core/plan/visit-rows.ts';
import { arrivals } from '../../../src/core/sources/generate.ts';
import { settle } from '../../../src/core/sources/shopper/options.ts';
import type { ProfileName } from '../../../src/core/sources/shopper/profiles.ts';
import { sendings } from '../../../src/core/sources/shopper/sendings.ts';
import { openShop } from '../../../src/core/sources/shopper/shop.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { WireEvent } from '../../../src/core/wire-event.ts';
import { shopOptions } from '../../support/generated.ts';
import { HOUR, MINUTE, MONDAY, SECOND, shopEvent, shopReportOf, smallStream, UTC } from './shop-events.ts';

test('ShopWatch counts rows as it does the events that they are of', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<ProfileName>('realistic', 'uniform', 'burst'),
      fc.nat(),
      fc.constantFrom({}, { late: 0.4, out_of_order: 0.3 }),
      fc.array(fc.nat({ max: 2999 }), { maxLength: 3 }),
      async (profile, seed, chaos, cuts) => {
        const options = shopOptions({ count: 3000, days: 4, profile, seed, chaos });
        const shop = openShop(settle(options));
        const whole = new ShopWatch({ zone: shop.scenario.zone });
        for await (const batch of arrivals(shop)) for (const { event } of batch) whole.add(event);
        const names = shop.shelves.products.reduce<string[]>((all, { id, name }) => {
          all[id] = name;
          return all;
        }, []);
        const parts = new ShopWatch({ zone: shop.scenario.zone });
        const sent = [...sendings(shop, { from: shop.scenario.from, to: Infinity })].flat();
        const places = [0, ...cuts.toSorted((a, b) => a - b), sent.length];
        for (const [index, place] of places.entries()) {
          const rows = new VisitRows();
          for (const { visit, step } of sent.slice(place, places[index + 1] ?? place)) rows.add(visit, step);
          parts.addRows(structuredClone(rows.finish()), names);
        }
        assert.deepEqual(parts.finish(), whole.finish());
      },
    ),
    { numRuns: 30 },
  );
});

test('ShopWatch counts a small stream as one does by hand', () => {
  const { types, hours, ...report } = shopReportOf(smallStream());
  assert.deepEqual(report, {
    events: 10,
    sessions: 3,
    first_event: '2025-09-01T09:00:00.000Z',
    last_event: '2025-09-02T10:00:30.000Z',
    events_per_session: { mean: 10 / 3, median: 3, p90: 5, max: 5 },
    session_minutes: {
      mean: 8.5 / 3,
      median: 2,
      p90: 6,
      max: 6,
      histogram: [
        { from: 0, to: 1, sessions: 1 },
        { from: 1, to: 2, sessions: 0 },
        { from: 2, to: 5, sessions: 1 },
        { from: 5, to: 10, sessions: 1 },
        { from: 10, to: 20, sessions: 0 },
        { from: 20, to: 30, sessions: 0 },
        { from: 30, to: 60, sessions: 0 },
        { from: 60, to: null, sessions: 0 },
      ],
    },
    guests: { sessions: 1, share: 1 / 3 },
    customers: { distinct: 1, sessions: 2, returning_sessions: 1, returning_share: 1 / 2 },
    weekdays: [8, 2, 0, 0, 0, 0, 0],
    days: {
      first: '2025-09-01',
      last: '2025-09-02',
      count: 2,
      counts: [
        { day: '2025-09-01', events: 8 },
        { day: '2025-09-02', events: 2 },
      ],
    },
    products: {
      viewed: 2,
      views: 3,
      top_share: 2 / 3,
      top10_share: 1,
      top: [
        { id: 1, name: 'Chuột', views: 2, adds: 1, purchases: 3 },
        { id: 2, name: 'Màn hình', views: 1, adds: 1, purchases: 1 },
      ],
    },
    funnel: [
      { step: 'view_item', sessions: 2, of_previous: null, of_all: 2 / 3 },
      { step: 'add_to_cart', sessions: 2, of_previous: 1, of_all: 2 / 3 },
      { step: 'begin_checkout', sessions: 1, of_previous: 1 / 2, of_all: 1 / 3 },
      { step: 'purchase', sessions: 1, of_previous: 1, of_all: 1 / 3 },
    ],
    abandonment: { carts: 2, bought: 1, rate: 1 / 2 },
    revenue_vnd: 1_000_000,
    orders: { bought: 1, payments_failed: 1, cancelled: 0, payment_success_rate: 1 / 2 },
  });
  assert.deepEqual(
    types.map(({ type }) => type),
    [...EVENT_TYPES, 'other'],
  );
  assert.deepEqual(
    types.filter(({ count }) => count > 0),
    [
      { type: 'add_to_cart', count: 2, share: 0.2 },
      { type: 'view_item', count: 3, share: 0.3 },
      { type: 'purchase', count: 1, share: 0.1 },
      { type: 'search', count: 1, share: 0.1 },
      { type: 'begin_checkout', count: 1, share: 0.1 },
      { type: 'payment_failed', count: 1, share: 0.1 },
      { type: 'other', count: 1, share: 0.1 },
    ],
  );
  assert.deepEqual([hours.counts[9], hours.counts[10]], [8, 2]);
  assert.deepEqual([hours.busiest, hours.quietest, hours.ratio], [9, 0, null]);
});

test('ShopWatch of nothing has nulls where nothing is divided', () => {
  const report = shopReportOf([]);
  assert.deepEqual([report.events, report.sessions, report.revenue_vnd], [0, 0, 0]);
  assert.deepEqual(report.events_per_session, { mean: null, median: null, p90: null, max: null });
  assert.deepEqual(report.days, { first: null, last: null, count: 0, counts: [] });
  assert.equal(report.orders.payment_success_rate, null);
  assert.ok(report.types.every(({ count, share }) => count === 0 && share === null));
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test('ShopWatch asks the clock of the shop, in zones of half hours and on the night it changes', () => {
  const hoursIn = (zone: string, times: number[]): number[] => {
    const { counts } = shopReportOf(
      times.map((time) => shopEvent('a', 'search', time)),
      { zone: openZone(zone) },
    ).hours;
    return counts.flatMap((count, hour) => Array.from({ length: count }, () => hour));
  };
  const half = 30 * MINUTE;
  assert.deepEqual(hoursIn('Asia/Kolkata', [MONDAY, MONDAY + half - 1, MONDAY + half]), [5, 5, 6]);
  const night = Date.UTC(2025, 2, 30, 1);
  assert.deepEqual(hoursIn('Europe/Berlin', [night - 1, night]), [1, 3]);
  const late = shopReportOf([shopEvent('a', 'search', MONDAY + 20 * HOUR)], {
    zone: openZone('Asia/Ho_Chi_Minh'),
  });
  assert.deepEqual([late.days.first, late.weekdays[1], late.hours.counts[3]], ['2025-09-02', 1, 1]);
});

test('ShopWatch takes the middle of two for an even count, to the second', () => {
  const pair = (id: string, millis: number): WireEvent[] => [
    shopEvent(id, 'search', MONDAY),
    shopEvent(id, 'search', MONDAY + millis),
  ];
  const { session_minutes: minutes } = shopReportOf([...pair('a', 10_999), ...pair('b', 20_001)]);
  assert.equal(minutes.median, 15 / 60);
  assert.equal(minutes.mean, 31 / 2 / 60);
  assert.equal(minutes.max, 20_001 / 60_000);
});

test('ShopWatch ends a session after a pause longer than forgetAfter, swept or not', () => {
  const pausing = (pause: number, between: number): number => {
    const others = Array.from({ length: between }, (_, at) =>
      shopEvent(`o${at}`, 'scroll', MONDAY + Math.floor((pause * (at + 1)) / between)),
    );
    const last = shopEvent('a', 'search', MONDAY + pause);
    return shopReportOf([shopEvent('a', 'search', MONDAY), ...others, last]).sessions - between;
  };
  for (const between of [0, 1, 7, 8, 9, 100, 1000]) {
    assert.equal(pausing(6 * HOUR, between), 1, `${between} events between`);
    assert.equal(pausing(6 * HOUR + 1, between), 2, `${between} events between`);
  }
});

test('ShopWatch holds the sessions of little more than forgetAfter', () => {
  const watch = new ShopWatch({ zone: UTC, forgetAfter: HOUR });
  let most = 0;
  for (let at = 0; at < 6000; at++) {
    watch.add(shopEvent(`s${at}`, 'view_item', MONDAY + at * MINUTE));
    most = Math.max(most, watch.openSessions);
  }
  assert.ok(most >= 60 && most <= 60 + 15 + 2 * 8, `${most} sessions were open`);
  assert.equal(watch.finish().sessions, 6000);
  assert.equal(watch.openSessions, 0);
});

test('ShopWatch keeps open sessions when a few events are dated into the future', () => {
  const events = Array.from({ length: 400 }, (_, at) =>
    shopEvent(`s${at % 20}`, 'view_item', MONDAY + at * SECOND),
  );
  const future = events.flatMap((event, at) =>
    at % 10 === 0 ? [shopEvent(`f${at}`, 'view_item', MONDAY + 9000 * HOUR), event] : [event],
  );
  assert.equal(shopReportOf(future).sessions, 20 + 40);
});

test('ShopWatch sums revenue exactly, or says that it cannot', () => {
  const revenueOf = (amounts: unknown[]): number | null =>
    shopReportOf(
      amounts.map((amount) => shopEvent('a', 'purchase', MONDAY, { total_amount_vnd: amount as number })),
    ).revenue_vnd;
  assert.equal(revenueOf([2 ** 53 - 2, 1]), 2 ** 53 - 1);
  assert.equal(revenueOf([2 ** 53 - 1, 1]), null);
  assert.equal(revenueOf([5, -1, 0.5, 2 ** 53, NaN, '7', null, undefined]), 5);
});

test('ShopWatch leaves counts by day out when there are more than 4,000 days', () => {
  const days = (count: number): ReturnType<typeof shopReportOf>['days'] =>
    shopReportOf(
      Array.from({ length: count }, (_, at) => shopEvent('a', 'search', Date.UTC(2001, 0, 1 + at))),
    ).days;
  assert.equal(days(4000).counts.length, 4000);
  assert.deepEqual(
    { ...days(4001), last: null },
    { first: '2001-01-01', last: null, count: 4001, counts: [] },
  );
});

test('ShopWatch refuses a forgetAfter that is no time', () => {
  for (const forgetAfter of [0, -1, NaN]) {
    assert.throws(() => new ShopWatch({ zone: UTC, forgetAfter }), RangeError);
  }
});

const sessions = fc.array(
  fc.record({
    start: fc.nat(20 * 24 * 60),
    customer: fc.option(fc.nat(6)),
    steps: fc.array(
      fc.record({
        type: fc.constantFrom('view_item', 'add_to_cart', 'begin_checkout', 'purchase', 'search', 'odd'),
        pause: fc.oneof(fc.nat(90 * SECOND), fc.nat(6 * HOUR)),
        product: fc.nat(4),
        amount: fc.nat(1_000_000),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  }),
  { maxLength: 25 },
);

function streams(shoppers: ReturnType<typeof sessions.generate>['value']): WireEvent[][] {
  return shoppers.map(({ start, customer, steps }, id) => {
    let time = MONDAY + start * MINUTE;
    return steps.map(({ type, pause, product, amount }, at) => {
      if (at > 0) time += pause;
      return shopEvent(`s${id}`, type, time, {
        customer_id: customer,
        product_id: product,
        product_name: `Product ${product}`,
        total_amount_vnd: amount,
        items: [{ product_id: product, quantity: 2, price_vnd: 5 }],
      });
    });
  });
}

test('ShopWatch reports the same of any interleaving of whole sessions', () => {
  fc.assert(
    fc.property(sessions, fc.infiniteStream(fc.nat()), (shoppers, choices) => {
      const forgetAfter = 60 * 24 * HOUR;
      const whole = streams(shoppers);
      const left = whole.map((events) => [...events]);
      const mixed: WireEvent[] = [];
      while (mixed.length < whole.flat().length) {
        const open = left.filter((events) => events.length > 0);
        mixed.push(open[choices.next().value! % open.length]!.shift()!);
      }
      const options = { zone: openZone('Asia/Kolkata'), forgetAfter };
      assert.deepEqual(shopReportOf(mixed, options), shopReportOf(whole.flat(), options));
    }),
  );
});

test('ShopWatch reports the same whether sessions are forgotten early or at the end', () => {
  fc.assert(
    fc.property(sessions, (shoppers) => {
      const events = streams(shoppers)
        .flat()
        .toSorted((a, b) => a.timestamp_unix - b.timestamp_unix);
      const swept = shopReportOf(events);
      assert.deepEqual(swept, shopReportOf(events, { zone: UTC, forgetAfter: Infinity }));
      assert.equal(swept.sessions, shoppers.length);
    }),
  );
});

const hostile = fc.oneof(
  fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -0, 1e308, 2 ** 53, 8.64e15 + 1, '__proto__', ''),
  fc.constantFrom<unknown>('constructor', null, undefined, [], [null, 1, '__proto__'], {}, true, MONDAY),
  fc.constantFrom<unknown>([{ product_id: '__proto__', quantity: NaN }], [{ product_id: 1, quantity: -5 }]),
  fc.anything(),
);

test('ShopWatch never throws and divides nothing by nothing, whatever the values', () => {
  const names = ['event_type', 'timestamp_unix', 'session_id', 'customer_id', 'product_id', 'product_name'];
  const fields = [...names, 'quantity', 'items', 'total_amount_vnd'];
  const good: Record<string, unknown> = { ...shopEvent('__proto__', 'purchase', MONDAY, { product_id: 1 }) };
  const events = fc.array(
    fc.record({
      type: fc.constantFrom(...EVENT_TYPES),
      changes: fc.array(fc.tuple(fc.constantFrom(...fields), hostile), { maxLength: 4 }),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(events, (made) => {
      const stream = made.map(
        ({ type, changes }) =>
          ({ ...good, event_type: type, ...Object.fromEntries(changes) }) as unknown as WireEvent,
      );
      const report = shopReportOf([...stream, {} as WireEvent]);
      assert.equal(report.events, stream.length + 1);
      assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    }),
  );
});

test('ShopWatch counts ids and names that are names of an object too', () => {
  const names = { product_id: 1, product_name: '__proto__' };
  const { sessions: count, products } = shopReportOf([
    shopEvent('__proto__', 'view_item', MONDAY, names),
    shopEvent('constructor', '__proto__', MONDAY),
    shopEvent('__proto__', 'scroll', NaN),
  ]);
  assert.equal(count, 2);
  assert.equal(products.top[0]!.name, '__proto__');
});

test('ShopWatch lets an event without a time join a session and open none', () => {
  const {
    events,
    sessions: count,
    events_per_session,
    hours,
  } = shopReportOf([
    shopEvent('a', 'search', NaN),
    shopEvent('a', 'search', MONDAY),
    shopEvent('a', 'search', Date.UTC(1999, 11, 31)),
    shopEvent('a', 'search', Date.UTC(2101, 0, 1)),
  ]);
  assert.deepEqual([events, count, events_per_session.max, hours.counts[0]], [4, 1, 3, 1]);
});

test('ShopWatch passes over products and items without a whole number for an id', () => {
  const ids: unknown[] = ['1', 1.5, null, NaN, {}, '__proto__', -0];
  const items = ids.map((product_id) => ({ product_id, quantity: 1, price_vnd: 5 })) as WireEvent['items'];
  const { products } = shopReportOf([
    ...ids.map((product_id) => shopEvent('a', 'view_item', MONDAY, { product_id } as Partial<WireEvent>)),
    shopEvent('a', 'purchase', MONDAY, { items: items! }),
  ]);
  assert.deepEqual(products.top, [{ id: 0, name: null, views: 1, adds: 0, purchases: 1 }]);
});
