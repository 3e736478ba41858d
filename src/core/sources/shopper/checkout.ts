import type { Draws } from '../../random/draws.ts';
import { Lottery } from '../../random/lottery.ts';
import type { Untimed } from './cart.ts';
import type { CancelStep, Order, Step } from './steps.ts';

type Canceller = 'customer' | 'system' | 'admin';

const CHECKOUT = 'https://techstore.vn/checkout';
const ORDERS = 'https://techstore.vn/orders';
const PAYMENTS = new Lottery(['cod', 'momo', 'credit_card', 'zalopay', 'paypal'], [32, 26, 24, 12, 6]);
const CARD_FAILURES = new Lottery(
  ['insufficient_funds', 'card_declined', 'expired_card', 'invalid_cvv', 'network_error', 'timeout'],
  [30, 28, 8, 12, 12, 10],
);
const WALLET_FAILURES = new Lottery(['insufficient_funds', 'network_error', 'timeout'], [55, 25, 20]);
/** Who cancels in the session of the purchase. */
const AT_ONCE = new Lottery<Canceller>(['customer', 'system'], [7, 3]);
/** Who cancels days later. */
export const LATER = new Lottery<Canceller>(['customer', 'system', 'admin'], [8, 1, 1]);
const REASONS = {
  customer: new Lottery(
    ['changed_mind', 'found_better_price', 'delivery_too_slow', 'duplicate_order'],
    [45, 25, 20, 10],
  ),
  system: new Lottery(['payment_issue', 'out_of_stock'], [6, 4]),
  admin: new Lottery(['out_of_stock', 'duplicate_order', 'payment_issue'], [6, 2, 2]),
};
const SHIPPINGS = new Lottery<{ method: string; cost: number; days: readonly [number, number] }>(
  [
    { method: 'standard', cost: 30_000, days: [3, 6] },
    { method: 'express', cost: 60_000, days: [1, 2] },
    { method: 'same_day', cost: 120_000, days: [0, 0] },
  ],
  [62, 28, 10],
);
/** Share of payments that fail, by method. */
const FAILS = new Map([
  ['credit_card', 0.2],
  ['paypal', 0.1],
  ['momo', 0.07],
  ['zalopay', 0.07],
]);
const SAVES = 0.4;
/** Share of orders that are cancelled in the session they were made in. */
const CANCELLED_AT_ONCE = 0.015;
/** Where those who leave the checkout do: before shipping, before payment, after payment info, after a failed payment. */
const LEAVES = new Lottery([1, 2, 3, 4], [45, 25, 18, 12]);

/** How a checkout goes that ends with an order. `mayCancel` says whether it may be cancelled within the session; guests save nothing. */
export function buy(
  order: Order,
  draws: Draws,
  options: { mayCancel: boolean; guest: boolean },
): Untimed<Step>[] {
  const { mayCancel, guest } = options;
  const shipping = SHIPPINGS.draw(draws);
  let payment = PAYMENTS.draw(draws);
  const steps: Untimed<Step>[] = [
    begin(order),
    ship(order, shipping, draws),
    pay(order, payment, guest, draws),
  ];
  if (draws.chance(FAILS.get(payment) ?? 0)) {
    steps.push(fail(order, payment, draws));
    if (draws.chance(0.6)) {
      payment = PAYMENTS.draw(draws);
      steps.push(pay(order, payment, guest, draws));
    }
  }
  steps.push({ type: 'purchase', url: `${CHECKOUT}/thank-you`, order, payment, shipping: shipping.method });
  if (mayCancel && draws.chance(CANCELLED_AT_ONCE)) steps.push(cancel(order, AT_ONCE, draws));
  return steps;
}

/** How a checkout goes that is left. */
export function leave(order: Order, draws: Draws, guest: boolean): Untimed<Step>[] {
  const payment = PAYMENTS.draw(draws);
  const steps: Untimed<Step>[] = [
    begin(order),
    ship(order, SHIPPINGS.draw(draws), draws),
    pay(order, payment, guest, draws),
  ];
  if (payment !== 'cod') steps.push(fail(order, payment, draws));
  return steps.slice(0, LEAVES.draw(draws));
}

type Shipping = (typeof SHIPPINGS)['items'][number];

function begin(order: Order): Untimed<Step> {
  return { type: 'begin_checkout', url: CHECKOUT, order };
}

function ship(order: Order, { method, cost, days }: Shipping, draws: Draws): Untimed<Step> {
  return {
    type: 'add_shipping_info',
    url: `${CHECKOUT}/shipping`,
    order,
    method,
    cost,
    days: draws.between(days[0], days[1]),
  };
}

function pay(order: Order, method: string, guest: boolean, draws: Draws): Untimed<Step> {
  const saves = draws.chance(SAVES) && method !== 'cod' && !guest;
  return { type: 'add_payment_info', url: `${CHECKOUT}/payment`, order, method, saves };
}

function fail(order: Order, method: string, draws: Draws): Untimed<Step> {
  const reason = (method === 'credit_card' ? CARD_FAILURES : WALLET_FAILURES).draw(draws);
  return { type: 'payment_failed', url: `${CHECKOUT}/payment`, order, method, reason };
}

/** An order is called off. */
export function cancel(order: Order, cancellers: Lottery<Canceller>, draws: Draws): Untimed<CancelStep> {
  const by = cancellers.draw(draws);
  return { type: 'order_cancelled', url: ORDERS, order, by, reason: REASONS[by].draw(draws) };
}
