import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { formatTimestamp } from '../../src/core/time/timestamp.ts';
import { cartEvent, HOUR, START } from '../support/cart-events.ts';
import { dataOf, EVENTS, handler, NOW, PLAIN } from './asking.ts';

const NOW_MICROS = NOW.getTime() * 1000;
const purchase = EVENTS.find((event) => event.event_type === 'purchase' && event.customer_id !== null);
assert.ok(purchase);

describe('GraphQL queries', () => {
  test('events() gives events with every field, the newest first', async () => {
    const { events } = await dataOf(`{
      events(first: 100) {
        totalCount version pageInfo { hasNextPage hasPreviousPage }
        nodes {
          id type typeName time sessionId customerId guest productId productName price quantity oldQuantity lineTotal
          source sourceName device deviceName properties
          utm { source medium campaign }
          client { browser ipAddress userAgent pageUrl referrer }
          page { viewDurationSeconds scrollDepthPercent pageHeight scrollPosition timeOnPageSeconds exitType }
          search { query resultsCount type }
          order {
            id total cartValue attemptedAmount cancelledValue itemCount paymentMethod savePaymentInfo failureReason
            shippingMethod shippingCost estimatedDeliveryDays cancelledBy cancellationReason
            items { productId quantity price }
          }
        }
      }
    }`);
    const page = await PLAIN.events({ page: { first: 100 } });
    assert.equal(events.totalCount, EVENTS.length);
    assert.equal(events.version, 0);
    assert.deepEqual(events.pageInfo, { hasNextPage: true, hasPreviousPage: false });
    for (const [at, node] of events.nodes.entries()) {
      const row = page.rows[at]?.row;
      assert.ok(row);
      assert.equal(node.id, row.event_id);
      assert.equal(node.type, row.event_type.toUpperCase());
      assert.equal(node.typeName, row.event_type);
      assert.equal(node.time, formatTimestamp(row.timestamp));
      assert.equal(node.customerId, row.customer_id === null ? null : String(row.customer_id));
      assert.equal(node.guest, row.is_guest);
      assert.equal(node.source, row.source?.toUpperCase());
      assert.equal(node.deviceName, row.device);
      assert.equal(node.price, row.product_price_vnd);
      assert.deepEqual(node.utm, {
        source: row.utm_source,
        medium: row.utm_medium,
        campaign: row.utm_campaign,
      });
      assert.equal(node.client.ipAddress, row.ip_address);
      assert.equal(node.page.scrollDepthPercent, row.scroll_depth_percent);
      assert.equal(node.search?.query ?? null, row.search_query);
      assert.equal(node.order?.id ?? null, row.order_id);
      assert.equal(node.order?.items?.length, row.items?.length);
    }
  });

  test('events() knows names that no enum has', async () => {
    const odd = plainQuestions([
      cartEvent(0, 'gift_wrapped', { source: 'kiosk', device: 'watch', ribbon: { colour: 'red' } }),
    ]);
    const query = `query ($filter: EventFilter) {
      events(filter: $filter) { nodes { type typeName source sourceName device deviceName properties } }
    }`;
    const answer = handler({ questions: odd });
    const wanted = {
      type: 'OTHER',
      typeName: 'gift_wrapped',
      source: 'OTHER',
      sourceName: 'kiosk',
      device: 'OTHER',
      deviceName: 'watch',
      properties: { ribbon: { colour: 'red' } },
    };
    for (const filter of [
      null,
      { typeNames: ['gift_wrapped'] },
      { types: ['SEARCH'], typeNames: ['gift_wrapped'] },
      { sourceNames: ['kiosk'], deviceNames: ['watch'] },
    ]) {
      const { events } = await dataOf(query, { filter }, answer);
      assert.deepEqual(events.nodes, [wanted], JSON.stringify(filter));
    }
    const { events } = await dataOf(query, { filter: { types: ['SEARCH'] } }, answer);
    assert.deepEqual(events.nodes, []);
  });

  test('events() filters by everything at once', async () => {
    const filter = {
      types: ['ADD_TO_CART', 'PURCHASE'],
      sources: ['WEBSITE'],
      devices: ['DESKTOP'],
      guest: false,
      from: '2025-09-01T00:00:00+07:00',
      to: '2025-11-20T00:00:00Z',
    };
    const { events } = await dataOf(
      `query ($filter: EventFilter) { events(filter: $filter, orderBy: TIME_ASC, first: 3) { totalCount nodes { id } } }`,
      { filter },
    );
    const page = await PLAIN.events({
      filter: {
        types: ['add_to_cart', 'purchase'],
        sources: ['website'],
        devices: ['desktop'],
        guest: false,
        from: Date.parse(filter.from) * 1000,
        to: Date.parse(filter.to) * 1000,
      },
      order: 'oldest',
      page: { first: 3 },
    });
    assert.ok(page.total > 3);
    assert.equal(events.totalCount, page.total);
    assert.deepEqual(
      events.nodes,
      page.rows.map(({ row }) => ({ id: row.event_id })),
    );
  });

  test('event() follows to its session, customer and product', async () => {
    const add = EVENTS.find((event) => event.event_type === 'add_to_cart' && event.customer_id !== null);
    const { event, nobody } = await dataOf(
      `query ($id: ID!) {
        event(id: $id) { id session { id } customer { id orderCount } product { id name adds } }
        nobody: event(id: "nobody") { id }
      }`,
      { id: add?.event_id },
    );
    const [product] = await PLAIN.productsById([add?.product_id as number]);
    assert.deepEqual(event.session, { id: add?.session_id });
    assert.equal(event.customer.id, String(add?.customer_id));
    assert.deepEqual(event.product, {
      id: String(add?.product_id),
      name: product?.name,
      adds: product?.adds,
    });
    assert.equal(nobody, null);
  });

  test('sessions() gives sessions in every order', async () => {
    const orders = {
      START_DESC: 'newest',
      START_ASC: 'oldest',
      END_DESC: 'latest_activity',
      EVENTS_DESC: 'events',
      CART_VALUE_DESC: 'cart_value',
      ORDER_VALUE_DESC: 'order_value',
    } as const;
    for (const [orderBy, order] of Object.entries(orders)) {
      const query = `query ($by: SessionOrder, $after: String) {
        sessions(orderBy: $by, first: 5, after: $after, filter: { guest: false, from: "2025-09-01T00:00Z" }) {
          nodes { id } pageInfo { endCursor }
        }
      }`;
      const { sessions } = await dataOf(query, { by: orderBy });
      const after = sessions.pageInfo.endCursor;
      const next = await dataOf(query, { by: orderBy, after });
      const { rows } = await PLAIN.sessions({
        order,
        filter: { guest: false, from: Date.parse('2025-09-01T00:00:00Z') * 1000 },
        page: { first: 10 },
      });
      assert.deepEqual(
        [...sessions.nodes, ...next.sessions.nodes],
        rows.map(({ row }) => ({ id: row.session_id })),
        orderBy,
      );
    }
  });

  test('session() tells its events in order, its cart, journey, duration, orders and state', async () => {
    const [row] = await PLAIN.sessionsById([purchase.session_id]);
    assert.ok(row);
    const { session } = await dataOf(
      `query ($id: ID!) {
        session(id: $id) {
          id start end durationSeconds eventCount journey two: journey(first: 2) purchases orderValue source device
          customer { id }
          cart { value lines { productId productName quantity price product { id } } }
          cartState
          earlier: cartState(at: "2020-01-01T00:00Z")
          events(first: 1000) { totalCount nodes { typeName } }
          orders { nodes { id time total itemCount paymentMethod shippingMethod cancelled items { product { id } quantity price } session { id } customer { id } } }
        }
      }`,
      { id: row.session_id },
    );
    assert.equal(session.durationSeconds, (row.end - row.start) / 1_000_000);
    assert.deepEqual(session.journey, row.journey);
    assert.deepEqual(session.two, row.journey.slice(0, 2));
    assert.deepEqual(
      session.events.nodes.map((node: { typeName: string }) => node.typeName),
      row.journey,
    );
    assert.equal(session.cart.value, row.cart_value_vnd);
    assert.deepEqual(await PLAIN.cartStates([row.session_id], NOW_MICROS, 24 * HOUR), [
      session.cartState?.toLowerCase() ?? null,
    ]);
    assert.equal(session.earlier, null);
    assert.equal(session.orderValue, row.order_value_vnd);
    assert.equal(session.orders.nodes[0].total, row.order_value_vnd);
    assert.equal(session.orders.nodes[0].session.id, row.session_id);
  });

  test('customer() has sessions, events, orders and open carts', async () => {
    const id = purchase.customer_id as number;
    const [row] = await PLAIN.customersById([id]);
    const { customer, nobody } = await dataOf(
      `query ($id: ID!) {
        customer(id: $id) {
          id firstSeen lastSeen eventCount sessionCount orderCount orderValue
          sessions { totalCount } events(orderBy: TIME_ASC) { totalCount nodes { time } } orders { totalCount }
          openCarts { id }
        }
        nobody: customer(id: 999999999) { id }
      }`,
      { id },
    );
    assert.deepEqual(customer, {
      id: String(id),
      firstSeen: formatTimestamp(row?.first_seen ?? 0),
      lastSeen: formatTimestamp(row?.last_seen ?? 0),
      eventCount: row?.events,
      sessionCount: row?.sessions,
      orderCount: row?.orders,
      orderValue: row?.order_value_vnd,
      sessions: { totalCount: row?.sessions },
      events: { totalCount: row?.events, nodes: customer.events.nodes },
      orders: { totalCount: row?.orders },
      openCarts: [],
    });
    assert.equal(customer.events.nodes[0].time, customer.firstSeen);
    assert.equal(nobody, null);
  });

  test('openCarts() gives carts that are open or recovered at a moment, and no others', async () => {
    const line = { customer_id: 7, product_id: 1, product_price_vnd: 100_000, quantity: 1 };
    const questions = plainQuestions([
      cartEvent(0, 'add_to_cart', { ...line, session_id: 'sess_left' }),
      cartEvent(50 * 60, 'add_to_cart', { ...line, session_id: 'sess_open' }),
      cartEvent(0, 'add_to_cart', { ...line, session_id: 'sess_back' }),
      cartEvent(51 * 60, 'view_item', { ...line, session_id: 'sess_back' }),
    ]);
    const { customer } = await dataOf(
      `query ($at: DateTime) { customer(id: 7) { openCarts(at: $at) { id cartState(at: $at) } } }`,
      { at: formatTimestamp(START + 52 * HOUR) },
      handler({ questions }),
    );
    assert.deepEqual(customer.openCarts, [
      { id: 'sess_open', cartState: 'OPEN' },
      { id: 'sess_back', cartState: 'RECOVERED' },
    ]);
  });

  test('product() has facts, counts and events', async () => {
    const { rows } = await PLAIN.events({ filter: { types: ['add_to_cart'] }, page: { first: 1 } });
    const id = rows[0]?.row.product_id as number;
    const [row] = await PLAIN.productsById([id]);
    const { product } = await dataOf(
      `query ($id: ID!) {
        product(id: $id) {
          id name sku category brand price eventCount views adds removes unitsPurchased revenue events(first: 1) { totalCount }
        }
      }`,
      { id },
    );
    assert.deepEqual(product, {
      id: String(id),
      name: row?.name,
      sku: row?.sku,
      category: row?.category,
      brand: row?.brand,
      price: row?.price_vnd,
      eventCount: row?.events,
      views: row?.views,
      adds: row?.adds,
      removes: row?.removes,
      unitsPurchased: row?.units_bought,
      revenue: row?.revenue_vnd,
      events: { totalCount: row?.events },
    });
  });

  test('statistics() counts', async () => {
    const { statistics } = await dataOf(`{
      statistics {
        totalEvents uniqueCustomers uniqueSessions addRemoveRatio revenue version
        byType { type typeName count } bySource { source sourceName count } byDevice { device deviceName count }
        topProducts { productId name adds value product { name } } top: topProducts(first: 1) { productId }
      }
    }`);
    const row = await PLAIN.statistics();
    assert.equal(statistics.totalEvents, row.events);
    assert.equal(statistics.addRemoveRatio, Math.round((row.adds / row.removes) * 100) / 100);
    assert.deepEqual(
      statistics.byType,
      row.types.map(({ name, count }) => ({ type: name.toUpperCase(), typeName: name, count })),
    );
    assert.equal(statistics.topProducts.length, 10);
    assert.deepEqual(statistics.top, [{ productId: String(row.top_products[0]?.product_id) }]);
    assert.equal(statistics.topProducts[0].value, row.top_products[0]?.value_vnd);
  });

  test('abandonedCarts() gives carts by value, and pages through them', async () => {
    const query = `query ($after: String, $at: DateTime, $idle: Duration, $min: Vnd) {
      abandonedCarts(first: 3, after: $after, at: $at, idleFor: $idle, minValue: $min) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { sessionId customerId lastActivity value session { id } customer { id } cart { value lines { quantity } } }
      }
    }`;
    const at = '2025-11-01T00:00:00Z';
    const variables = { at, idle: 'PT2H', min: 1_000_000 };
    const found: { sessionId: string; value: number }[] = [];
    let after: string | null = null;
    do {
      const { abandonedCarts } = await dataOf(query, { ...variables, after });
      found.push(...abandonedCarts.nodes);
      after = abandonedCarts.pageInfo.hasNextPage ? abandonedCarts.pageInfo.endCursor : null;
    } while (after !== null);
    const { rows } = await PLAIN.abandonedCarts({
      at: Date.parse(at) * 1000,
      idleFor: 2 * HOUR,
      minValue: 1_000_000,
      page: { first: 1000 },
    });
    assert.ok(rows.length > 6);
    assert.deepEqual(
      found.map(({ sessionId, value }) => [sessionId, value]),
      rows.map(({ row }) => [row.session_id, row.value_vnd]),
    );
    const now = await dataOf('{ abandonedCarts { totalCount } }');
    const wanted = await PLAIN.abandonedCarts({ at: NOW_MICROS, idleFor: 24 * HOUR, page: {} });
    assert.equal(now.abandonedCarts.totalCount, wanted.total);
  });

  test('funnel() counts sessions and rates', async () => {
    const { funnel, none } = await dataOf(`{
      funnel(steps: [VIEW_ITEM, ADD_TO_CART, PURCHASE], within: "PT1H", mode: ANY) {
        sessions conversionRate version steps { type sessions rate stepRate }
      }
      none: funnel(steps: [PURCHASE, PURCHASE], filter: { types: [] }) {
        sessions conversionRate steps { sessions rate stepRate }
      }
    }`);
    const row = await PLAIN.funnel({
      steps: ['view_item', 'add_to_cart', 'purchase'],
      within: HOUR,
      mode: 'any',
    });
    const counts = row.steps.map((step) => step.sessions) as [number, number, number];
    assert.deepEqual(funnel, {
      sessions: row.sessions,
      conversionRate: counts[2] / counts[0],
      version: 0,
      steps: [
        { type: 'VIEW_ITEM', sessions: counts[0], rate: 1, stepRate: counts[0] / row.sessions },
        {
          type: 'ADD_TO_CART',
          sessions: counts[1],
          rate: counts[1] / counts[0],
          stepRate: counts[1] / counts[0],
        },
        {
          type: 'PURCHASE',
          sessions: counts[2],
          rate: counts[2] / counts[0],
          stepRate: counts[2] / counts[1],
        },
      ],
    });
    const nobody = { sessions: 0, rate: null, stepRate: null };
    assert.deepEqual(none, { sessions: 0, conversionRate: null, steps: [nobody, nobody] });
  });

  test('journeys() gives the most frequent ways', async () => {
    const { journeys } = await dataOf('{ journeys(first: 3) { journey sessions } }');
    assert.deepEqual(journeys, await PLAIN.journeys({ first: 3 }));
  });

  test('timeline() gives every interval', async () => {
    const { timeline } = await dataOf(
      `{ timeline(interval: WEEK, from: "2025-09-01T00:00Z", to: "2025-11-01T00:00Z") { start events sessions adds purchases revenue } }`,
    );
    const rows = await PLAIN.timeline({
      interval: 'week',
      from: Date.parse('2025-09-01T00:00:00Z') * 1000,
      to: Date.parse('2025-11-01T00:00:00Z') * 1000,
    });
    assert.deepEqual(
      timeline,
      rows.map((row) => ({
        start: formatTimestamp(row.start),
        events: row.events,
        sessions: row.sessions,
        adds: row.adds,
        purchases: row.purchases,
        revenue: row.revenue_vnd,
      })),
    );
  });

  test('table() tells its version, history and size', async () => {
    const { table } = await dataOf(
      '{ table(name: EVENTS) { name version rows files bytes history { version time operation rows } } }',
    );
    assert.deepEqual(table, {
      name: 'EVENTS',
      version: 0,
      rows: EVENTS.length,
      files: 0,
      bytes: 0,
      history: [{ version: 0, time: null, operation: null, rows: EVENTS.length }],
    });
  });

  test('a table without events answers everything with nothing', async () => {
    const data = await dataOf(
      `{
        events { totalCount version nodes { id } pageInfo { startCursor endCursor } }
        event(id: "x") { id } session(id: "x") { id } customer(id: 1) { id } product(id: 1) { id }
        sessions { totalCount } abandonedCarts { totalCount }
        statistics { totalEvents addRemoveRatio topProducts { name } version }
        funnel(steps: [PURCHASE]) { sessions version } journeys { sessions }
        timeline(interval: DAY, from: "2025-01-01T00:00Z", to: "2025-01-02T00:00Z") { events }
        table(name: EVENTS) { version rows history { version } }
      }`,
      {},
      handler({ questions: plainQuestions([]) }),
    );
    assert.deepEqual(data, {
      events: { totalCount: 0, version: -1, nodes: [], pageInfo: { startCursor: null, endCursor: null } },
      event: null,
      session: null,
      customer: null,
      product: null,
      sessions: { totalCount: 0 },
      abandonedCarts: { totalCount: 0 },
      statistics: { totalEvents: 0, addRemoveRatio: 0, topProducts: [], version: -1 },
      funnel: { sessions: 0, version: -1 },
      journeys: [],
      timeline: [{ events: 0 }],
      table: { version: -1, rows: 0, history: [] },
    });
  });
});
