import { EVENT_TYPES } from '../../event-types.ts';
import { WIRE_VALUES } from '../../wire-values.ts';
import { Draws } from '../../random/draws.ts';
import type { Shop } from './shop.ts';
import type { Order, Step } from './steps.ts';
import { STREAMS } from './streams.ts';
import type { Visit } from './visits.ts';

const SHOP = 'https://techstore.vn';
const EVENTS_A_SESSION = 10;
/** Events that know nothing of one another, spread evenly over the period, as visits of one step each. */
export function* uniformVisits(shop: Shop, from: number, to: number): Generator<Visit, void, undefined> {
  const { scenario, visitors, sessionIds } = shop;
  const { count, guests } = scenario;
  const draws = new Draws(scenario.key);
  const span = scenario.until - scenario.from;
  const sessions = Math.ceil(count / EVENTS_A_SESSION);
  // One early, for what is computed in doubles here is rounded there.
  const first = Math.max(0, Math.floor(((from - scenario.from) / span) * count) - 1);
  for (let number = first; number < count; number++) {
    draws.seek(STREAMS.uniform, number);
    const at = scenario.from + Math.floor(((number + draws.unit()) / count) * span);
    if (at < from) continue;
    if (at >= to) return;
    const session = Math.floor(draws.unit() * sessions);
    const step = drawStep(at, shop, draws);
    const guest = draws.seek(STREAMS.plan, session).chance(guests);
    const visitor = visitors.of(session, guest, session);
    const sessionId = `sess_${sessionIds.hex(session)}`;
    yield { session, sessionId, visitor, steps: [step], number, kept: null };
  }
}

function drawStep(at: number, { shelves, orderIds }: Shop, draws: Draws): Step {
  const type = draws.pick(EVENT_TYPES);
  const product = draws.pick(shelves.products);
  const quantity = draws.between(1, 5);
  const method = draws.pick(WIRE_VALUES.payment_method);
  const items = [{ product_id: product.id, quantity, price_vnd: product.price_vnd }];
  const order: Order = {
    id: `ord_${orderIds.hex(draws.bits())}`,
    total: quantity * product.price_vnd,
    items,
  };
  const url = `${SHOP}/product/${product.id}`;
  switch (type) {
    case 'add_to_cart':
      return { at, url, type, product, quantity, old: null };
    case 'remove_from_cart':
    case 'update_quantity':
      return { at, url, type, product, quantity, old: draws.between(1, 5) };
    case 'view_item':
      return { at, url, type, product, seconds: draws.between(1, 300) };
    case 'add_to_wish_list':
      return { at, url, type, product };
    case 'scroll':
      return { at, url, type, percent: draws.between(0, 100), height: draws.between(1000, 8000) };
    case 'search':
      return { at, url, type, search: shelves.search(draws) };
    case 'exit_page':
      return {
        at,
        url,
        type,
        seconds: draws.between(1, 600),
        exit: draws.pick(WIRE_VALUES.exit_type),
      };
    case 'begin_checkout':
      return { at, url, type, order };
    case 'add_shipping_info':
      return {
        at,
        url,
        type,
        order,
        method: draws.pick(WIRE_VALUES.shipping_method),
        cost: draws.between(0, 10) * 10_000,
        days: draws.between(1, 7),
      };
    case 'add_payment_info':
      return { at, url, type, order, method, saves: draws.chance(0.5) };
    case 'payment_failed':
      return { at, url, type, order, method, reason: draws.pick(WIRE_VALUES.failure_reason) };
    case 'purchase':
      return { at, url, type, order, payment: method, shipping: draws.pick(WIRE_VALUES.shipping_method) };
    case 'order_cancelled':
      return {
        at,
        url,
        type,
        order,
        by: draws.pick(WIRE_VALUES.cancelled_by),
        reason: draws.pick(WIRE_VALUES.cancellation_reason),
      };
  }
}
