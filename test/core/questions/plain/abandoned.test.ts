import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CartEvent } from '../../../../src/core/event.ts';
import type { CartState } from '../../../../src/core/questions/answers.ts';
import { plainQuestions } from '../../../../src/core/questions/plain.ts';
import { cartEvent, MINUTE, START } from '../../../support/cart-events.ts';

const IDLE = 60;

function add(at: number, fields: Record<string, unknown> = {}): CartEvent {
  return cartEvent(at, 'add_to_cart', { product_id: 1, quantity: 1, product_price_vnd: 100, ...fields });
}

function remove(at: number): CartEvent {
  return cartEvent(at, 'remove_from_cart', { product_id: 1, quantity: 0 });
}

function buy(at: number, fields: Record<string, unknown> = {}): CartEvent {
  return cartEvent(at, 'purchase', fields);
}

function view(at: number, fields: Record<string, unknown> = {}): CartEvent {
  return cartEvent(at, 'view_item', fields);
}

/** State of sess_1 at a minute. `abandonedCarts` has to say the same. */
async function stateAt(minute: number, events: readonly CartEvent[]): Promise<CartState | null> {
  const questions = plainQuestions(events.toReversed());
  const at = START + minute * MINUTE;
  const [state] = await questions.cartStates(['sess_1'], at, IDLE * MINUTE);
  const carts = await questions.abandonedCarts({ at, idleFor: IDLE * MINUTE, page: {} });
  const listed = carts.rows.some(({ row }) => row.session_id === 'sess_1');
  assert.equal(listed, state === 'abandoned');
  return state ?? null;
}

test('a cart is open until nothing has happened for idleFor, then abandoned', async () => {
  const events = [add(0), view(30)];
  assert.equal(await stateAt(-1, events), null);
  assert.equal(await stateAt(0, events), 'open');
  assert.equal(await stateAt(89, events), 'open');
  assert.equal(await stateAt(90, events), 'abandoned');
  assert.equal(await stateAt(29, events), 'open');
});

test('a session without anything in its cart has no state', async () => {
  assert.equal(await stateAt(500, [view(0)]), null);
  assert.equal(await stateAt(500, [add(0, { quantity: 0 })]), null);
  assert.equal(await stateAt(500, [add(0), remove(1)]), null);
  assert.equal(await stateAt(500, [view(0), buy(1)]), null);
  assert.equal(await stateAt(500, [buy(0), add(1), remove(2)]), null);
  assert.equal(await stateAt(500, []), null);
});

test('a session that comes back to its cart has recovered it', async () => {
  const events = [add(0), view(60), view(61)];
  assert.equal(await stateAt(59, events), 'open');
  assert.equal(await stateAt(60, events), 'recovered');
  assert.equal(await stateAt(120, events), 'recovered');
  assert.equal(await stateAt(121, events), 'abandoned');
  assert.equal(await stateAt(60, [add(0), view(59)]), 'open');
  assert.equal(await stateAt(70, [view(0), add(70)]), 'open');
  assert.equal(await stateAt(70, [add(0), remove(1), add(70)]), 'open');
});

test('a cart is converted by a purchase in its session', async () => {
  assert.equal(await stateAt(5, [add(0), buy(1)]), 'converted');
  assert.equal(await stateAt(500, [add(0), buy(1), view(2)]), 'converted');
  assert.equal(await stateAt(500, [add(0), view(100), buy(101)]), 'converted');
  assert.equal(await stateAt(500, [add(0), buy(1), add(2), remove(3)]), 'converted');
  assert.equal(await stateAt(5, [add(0), remove(1), buy(2)]), 'converted');
  assert.equal(await stateAt(5, [add(0), buy(1), add(2)]), 'open');
  assert.equal(await stateAt(500, [add(0), buy(1), add(2)]), 'abandoned');
  assert.equal(await stateAt(0, [add(0), buy(1)]), 'open');
});

test('a cart is converted by a later purchase of the same customer in any session', async () => {
  const own = { customer_id: 7 };
  const other = { customer_id: 7, session_id: 'sess_2' };
  assert.equal(await stateAt(100, [add(0, own), buy(10, other)]), 'converted');
  assert.equal(await stateAt(9, [add(0, own), buy(10, other)]), 'open');
  assert.equal(await stateAt(100, [add(5, own), buy(5, other)]), 'abandoned');
  assert.equal(await stateAt(100, [add(5, own), buy(4, other)]), 'abandoned');
  assert.equal(await stateAt(100, [add(0, own), buy(10, { ...other, customer_id: 8 })]), 'abandoned');
  assert.equal(await stateAt(100, [add(0), buy(10, { ...other, customer_id: null })]), 'abandoned');
  assert.equal(await stateAt(100, [add(0), view(1, own), buy(10, other)]), 'converted');
  assert.equal(await stateAt(12, [add(0, own), buy(10, other), view(11, own)]), 'open');
  assert.equal(await stateAt(100, [add(0, own), remove(1), buy(10, other)]), null);
});

test('abandonedCarts() lists the most valuable first, then by session', async () => {
  const session = (session_id: string, price: number): CartEvent[] => [
    add(0, { session_id, product_price_vnd: price, product_name: 'x', quantity: 2 }),
    view(1, { session_id, customer_id: 3 }),
  ];
  const events = [session('b', 100), session('a', 100), session('c', 300), session('d', 50)].flat();
  const questions = plainQuestions(events);
  const asked = { at: START + 500 * MINUTE, idleFor: IDLE * MINUTE, minValue: 200 };
  const { rows, total } = await questions.abandonedCarts({ ...asked, page: { first: 2 } });
  assert.deepEqual(
    rows.map(({ position }) => position),
    [
      { key: 600, id: 'c' },
      { key: 200, id: 'a' },
    ],
  );
  assert.equal(total, 3);
  assert.deepEqual(rows[1]?.row, {
    session_id: 'a',
    customer_id: 3,
    last_activity: START + MINUTE,
    lines: [{ product_id: 1, product_name: 'x', quantity: 2, price_vnd: 100 }],
    value_vnd: 200,
  });
  const next = await questions.abandonedCarts({ ...asked, page: { first: 2, after: { key: 200, id: 'a' } } });
  assert.deepEqual(
    next.rows.map(({ row }) => row.session_id),
    ['b'],
  );
});

test('abandonedCarts() refuses times that are not whole microseconds', async () => {
  const questions = plainQuestions([]);
  for (const idleFor of [-1, 0.5, Number.NaN, Infinity]) {
    await assert.rejects(questions.abandonedCarts({ at: 0, idleFor, page: {} }), /RangeError.*idleFor/);
  }
  await assert.rejects(questions.cartStates([], Number.NaN, 0), /RangeError.*at must/);
});
