import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { numbered, read, zone } from './shop.ts';

const empty = { questions: plainQuestions([], { zone }) };

function events(msg: string, numbers: readonly number[], total: number | null): [number, unknown] {
  return [200, { status: 'success', msg, data: numbered(...numbers), count: numbers.length, total }];
}

describe('REST', () => {
  test('GET /cart/ says what is here', async () => {
    const answer = {
      status: 'success',
      msg: 'Cart Tracking API',
      data: {
        service: 'Cart Tracking API',
        description: 'Track add/remove from cart events',
        events: '9',
        endpoints: [
          '/cart/events - List all cart events',
          '/cart/events/customer/{customer_id} - Events by customer',
          '/cart/events/product/{product_id} - Events by product',
          '/cart/events/session/{session_id} - Events by session',
          '/cart/statistics - Cart statistics',
          '/cart/abandoned - Abandoned carts',
          '/cart/generate/*',
        ],
      },
      count: null,
      total: null,
    };
    assert.deepEqual(await read('/cart/'), [200, answer]);
    assert.deepEqual(await read('/cart'), [200, answer]);
  });

  test('GET /cart/ counts with commas', async () => {
    const page = { rows: [], total: 10_000, hasNext: true, hasPrevious: false, version: 1 };
    const questions = { ...empty.questions, events: async () => page };
    const [, body] = await read('/cart/', { questions });
    assert.equal((body as { data: { events: string } }).data.events, '10,000');
  });

  test('GET /cart/events lists the newest first', async () => {
    const msg = 'Events retrieved successfully';
    assert.deepEqual(await read('/cart/events'), events(msg, [9, 8, 7, 6, 5, 4, 3, 2, 1], 9));
    assert.deepEqual(await read('/cart/events/'), events(msg, [9, 8, 7, 6, 5, 4, 3, 2, 1], 9));
    assert.deepEqual(await read('/cart/events?limit=2'), events(msg, [9, 8], 9));
    assert.deepEqual(await read('/cart/events?limit=2&offset=7'), events(msg, [2, 1], 9));
    assert.deepEqual(await read('/cart/events?offset=9'), events(msg, [], 9));
    assert.deepEqual(await read('/cart/events?offset=9007199254740991'), events(msg, [], 9));
    assert.deepEqual(await read('/cart/events?event_type=add_to_cart'), events(msg, [7, 5, 3, 2], 4));
    assert.deepEqual(await read('/cart/events?event_type=gift_wrapped'), events(msg, [9], 1));
    assert.deepEqual(await read('/cart/events?event_type=nothing'), events(msg, [], 0));
    assert.deepEqual(await read('/cart/events?source=mobile_app'), events(msg, [6, 5], 2));
    assert.deepEqual(await read('/cart/events?device=mobile&event_type=scroll'), events(msg, [6], 1));
    assert.deepEqual(
      await read('/cart/events?event_type=&source=&device=&start_date=&end_date=&limit=1'),
      events(msg, [9], 9),
    );
  });

  test('GET /cart/events takes dates of the shop’s zone, and an end_date without a time as the whole day', async () => {
    const msg = 'Events retrieved successfully';
    for (const [query, numbers] of [
      ['start_date=2025-03-02&end_date=2025-03-02', [6, 5]],
      ['end_date=2025-03-01', [4, 3, 2, 1]],
      ['end_date=2025-03-01T23:59:59.999999', [4, 3, 2, 1]],
      ['end_date=2025-03-01T23:59:59', [3, 2, 1]],
      ['end_date=2025-03-01T09:01', [1]],
      ['end_date=2025-03-01T09:01:00.000007', [2, 1]],
      ['start_date=2025-03-05T10:00:00&end_date=2025-03-05T03:05:00Z', [8, 7]],
      ['start_date=2025-03-05T10:05:00%2B07:00', [9, 8]],
      ['start_date=2025-03-05%2010:05', [9, 8]],
      ['start_date=2025-03-11', []],
      ['start_date=0001-01-01&end_date=9999-12-31&limit=1&offset=8', [1]],
      ['start_date=2025-03-06&end_date=2025-03-01', []],
    ] as const) {
      const [status, body] = await read(`/cart/events?${query}`);
      assert.equal(status, 200, query);
      const { data, msg: said } = body as { data: unknown; msg: string };
      assert.deepEqual([data, said], [numbered(...numbers), msg], query);
    }
  });

  test('GET /cart/events/customer/{id} lists a customer’s events, the newest first', async () => {
    const msg = 'Events for customer 7';
    assert.deepEqual(await read('/cart/events/customer/7'), events(msg, [9, 4, 3, 2, 1], 5));
    assert.deepEqual(await read('/cart/events/customer/7?limit=1'), events(msg, [9], 5));
    assert.deepEqual(await read('/cart/events/customer/8'), events('Events for customer 8', [], 0));
  });

  test('GET /cart/events/product/{id} lists events of types that carry a product', async () => {
    const msg = 'Events for product 1';
    assert.deepEqual(await read('/cart/events/product/1'), events(msg, [7, 4, 2, 1], 4));
    assert.deepEqual(await read('/cart/events/product/1?limit=2'), events(msg, [7, 4], 4));
    assert.deepEqual(await read('/cart/events/product/3'), events('Events for product 3', [], 0));
  });

  test('GET /cart/events/session/{id} lists a session’s events, the oldest first, without a total', async () => {
    const msg = 'Events for session sess_A';
    assert.deepEqual(await read('/cart/events/session/sess_A'), events(msg, [1, 2, 3, 4], null));
    assert.deepEqual(await read('/cart/events/session/sess_A?limit=2'), events(msg, [1, 2], null));
    assert.deepEqual(await read('/cart/events/session/x'), events('Events for session x', [], null));
  });

  test('GET /cart/statistics counts', async () => {
    assert.deepEqual(await read('/cart/statistics'), [
      200,
      {
        status: 'success',
        msg: 'Statistics retrieved',
        data: {
          total_events: 9,
          by_event_type: {
            add_to_cart: 4,
            gift_wrapped: 1,
            purchase: 1,
            remove_from_cart: 1,
            scroll: 1,
            view_item: 1,
          },
          by_source: { website: 7, mobile_app: 2 },
          by_device: { desktop: 7, mobile: 2 },
          unique_customers: 2,
          unique_sessions: 4,
          add_remove_ratio: 4,
          top_products_added: [
            { product_id: 1, name: 'Bàn phím', add_count: 2, total_value_vnd: 3_000_000 },
            { product_id: 2, name: 'Chuột', add_count: 2, total_value_vnd: 1_000_000 },
          ],
        },
        count: null,
        total: null,
      },
    ]);
  });

  test('GET /cart/abandoned lists carts that were left, the most valuable first', async () => {
    const [a, b] = [
      {
        session_id: 'sess_A',
        customer_id: 7,
        last_activity: '2025-03-01T23:59:59.999999',
        hours_since_activity: 212,
        cart_items: [
          { product: 'Bàn phím', quantity: 1, price: 1_000_000 },
          { product: 'Chuột', quantity: 1, price: 250_000 },
        ],
        cart_value_vnd: 1_250_000,
        item_count: 2,
      },
      {
        session_id: 'sess_B',
        customer_id: null,
        last_activity: '2025-03-02T00:00:01',
        hours_since_activity: 212,
        cart_items: [{ product: 'Chuột', quantity: 3, price: 250_000 }],
        cart_value_vnd: 750_000,
        item_count: 1,
      },
    ];
    const answer = { status: 'success', msg: 'Abandoned carts (inactive > 24h)', count: 2, total: 2 };
    assert.deepEqual(await read('/cart/abandoned'), [200, { ...answer, data: [a, b] }]);
    assert.deepEqual(await read('/cart/abandoned?limit=1'), [200, { ...answer, data: [a], count: 1 }]);
    assert.deepEqual(
      await read('/cart/abandoned?hours_threshold=168', { now: () => new Date('2025-03-05T00:00:00Z') }),
      [200, { ...answer, msg: 'Abandoned carts (inactive > 168h)', data: [], count: 0, total: 0 }],
    );
  });

  test('GET /health says that the service is healthy', async () => {
    assert.deepEqual(await read('/health'), [
      200,
      {
        status: 'success',
        msg: 'Service is healthy',
        data: { service: 'Cartograph', status: 'healthy' },
      },
    ]);
  });

  test('reads answer 200 with status error before any event is there', async () => {
    const none = {
      status: 'error',
      msg: 'No events data. Generate via /cart/generate/events',
      data: [],
      count: 0,
      total: null,
    };
    for (const path of [
      '/cart/events',
      '/cart/events?event_type=purchase',
      '/cart/events/customer/1',
      '/cart/events/product/1',
      '/cart/events/session/x',
      '/cart/abandoned',
    ]) {
      assert.deepEqual(await read(path, empty), [200, none], path);
    }
    assert.deepEqual(await read('/cart/statistics', empty), [
      200,
      {
        status: 'error',
        msg: 'No events data. Please generate events first using /cart/generate/events',
        data: null,
        count: null,
        total: null,
      },
    ]);
    const [, about] = await read('/cart/', empty);
    assert.equal((about as { data: { events: string } }).data.events, '0');
  });
});
