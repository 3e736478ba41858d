import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { counting, dataOf, handler, PLAIN } from './asking.ts';

interface Asked {
  statistics: { topProducts: unknown[]; more?: unknown[] };
}

describe('look-ups', () => {
  test('those of many events are one question a noun', async () => {
    const { questions, counts } = counting(PLAIN);
    await dataOf(
      `{
        events(first: 200) {
          nodes { session { id customer { id } } customer { id } product { id } order { items { product { id } } } }
        }
      }`,
      {},
      handler({ questions }),
    );
    assert.deepEqual(Object.fromEntries(counts), {
      version: 1,
      events: 1,
      sessionsById: 1,
      customersById: 1,
      productsById: 1,
    });
  });

  test('the newest version is asked for once a request', async () => {
    const { questions, counts } = counting(PLAIN);
    await dataOf(
      '{ events { totalCount } sessions { totalCount } statistics { totalEvents } journeys { sessions } }',
      {},
      handler({ questions }),
    );
    assert.equal(counts.get('version'), 1);
  });

  test('states of many carts are one question a moment', async () => {
    const { questions, counts } = counting(PLAIN);
    await dataOf(
      `{ sessions(first: 100) { nodes { cartState later: cartState(idleFor: "P7D") } } }`,
      {},
      handler({ questions }),
    );
    assert.equal(counts.get('cartStates'), 2);
  });

  test('statistics are one question, however many products are asked for', async () => {
    const { questions, counts } = counting(PLAIN);
    await dataOf(
      `{ statistics { totalEvents topProducts { name } more: topProducts(first: 1000) { product { id } } } }`,
      {},
      handler({ questions }),
    );
    assert.deepEqual(Object.fromEntries(counts), { version: 1, statistics: 1, productsById: 1 });
  });

  test('products alone are a question of their own, and no other statistics are found', async () => {
    const { questions, counts } = counting(PLAIN);
    const query = '{ statistics { topProducts { name adds } more: topProducts(first: 3) { name adds } } }';
    const alone = (await dataOf(query, {}, handler({ questions }))) as Asked;
    assert.deepEqual(Object.fromEntries(counts), { version: 1, topProducts: 1 });
    const whole = (await dataOf('{ statistics { totalEvents topProducts { name adds } } }')) as Asked;
    assert.ok(whole.statistics.topProducts.length > 3);
    assert.deepEqual(alone.statistics.topProducts, whole.statistics.topProducts);
    assert.deepEqual(alone.statistics.more, whole.statistics.topProducts.slice(0, 3));
  });
});
