import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionRow } from '../../../../src/core/questions/answers.ts';
import { plainQuestions } from '../../../../src/core/questions/plain.ts';
import { cartEvent } from '../../../support/cart-events.ts';

type Step = [type: string, product: number | null, quantity: number, price?: number, name?: string];

async function sessionOf(...steps: Step[]): Promise<SessionRow> {
  const events = steps.map(([type, product_id, quantity, product_price_vnd = 100, product_name], minute) =>
    cartEvent(minute, type, { product_id, quantity, product_price_vnd, product_name }),
  );
  const [session] = await plainQuestions(events.toReversed()).sessionsById(['sess_1']);
  assert.ok(session);
  return session;
}

async function linesOf(...steps: Step[]): Promise<string> {
  const { cart } = await sessionOf(...steps);
  return cart.map((line) => `${line.quantity} of ${line.product_id} at ${line.price_vnd}`).join(', ');
}

test('a cart adds what is added and subtracts what is removed', async () => {
  assert.equal(await linesOf(['add_to_cart', 1, 2], ['add_to_cart', 1, 3]), '5 of 1 at 100');
  assert.equal(await linesOf(['add_to_cart', 1, 5], ['remove_from_cart', 1, 2]), '3 of 1 at 100');
  assert.equal(await linesOf(['add_to_cart', 1, 5], ['remove_from_cart', 1, 0]), '');
  assert.equal(
    await linesOf(['add_to_cart', 1, 1], ['remove_from_cart', 1, 2], ['add_to_cart', 1, 1]),
    '1 of 1 at 100',
  );
  assert.equal(await linesOf(['add_to_cart', 1, 0]), '');
});

test('a cart is set by an update, but only a line that is there', async () => {
  assert.equal(await linesOf(['add_to_cart', 1, 2], ['update_quantity', 1, 7]), '7 of 1 at 100');
  assert.equal(await linesOf(['add_to_cart', 1, 2], ['update_quantity', 1, 0]), '');
  assert.equal(await linesOf(['update_quantity', 1, 7]), '');
});

test('a cart is emptied by a purchase', async () => {
  const session = await sessionOf(['add_to_cart', 1, 2], ['purchase', null, 0], ['add_to_cart', 2, 1]);
  assert.deepEqual(session.cart, [{ product_id: 2, product_name: null, quantity: 1, price_vnd: 100 }]);
  assert.deepEqual([session.cart_value_vnd, session.purchases], [100, 1]);
});

test('a cart lists lines as they were put in, the last price above 0 and the last name', async () => {
  const session = await sessionOf(
    ['add_to_cart', 1, 1, 100, 'a'],
    ['add_to_cart', 2, 2, 0, 'b'],
    ['add_to_cart', 3, 1, 300],
    ['remove_from_cart', 1, 0, 0],
    ['add_to_cart', 1, 1, 0, 'c'],
    ['update_quantity', 2, 5, 0],
    ['view_item', 1, 0, 150],
    ['view_item', 1, 0, 0],
  );
  assert.deepEqual(session.cart, [
    { product_id: 2, product_name: 'b', quantity: 5, price_vnd: 0 },
    { product_id: 3, product_name: null, quantity: 1, price_vnd: 300 },
    { product_id: 1, product_name: 'c', quantity: 1, price_vnd: 150 },
  ]);
  assert.equal(session.cart_value_vnd, 450);
});

test('a cart keeps what has no product id as a line of its own', async () => {
  assert.equal(
    await linesOf(['add_to_cart', null, 1, 70], ['add_to_cart', null, 1, 80], ['add_to_cart', 0, 1]),
    '2 of null at 80, 1 of 0 at 100',
  );
});

test('a cart is worth 2^53 - 1 at most', async () => {
  const price = Number.MAX_SAFE_INTEGER;
  const session = await sessionOf(['add_to_cart', 1, 3, price], ['add_to_cart', 2, 3, price]);
  assert.equal(session.cart_value_vnd, price);
});
