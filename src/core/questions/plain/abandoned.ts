import type { AbandonedCart, CartState, StoredEvent } from '../answers.ts';
import type { Position } from '../page.ts';
import { Cart } from './cart.ts';
import { checkCount, keyFalling, type Order } from './order.ts';
import { bySession, customerOf } from './sessions.ts';

/** By value falling, then by session rising. */
export const abandonedOrder: Order<AbandonedCart> = {
  position: (cart): Position => ({ key: cart.value_vnd, id: cart.session_id }),
  compare: keyFalling,
};

/** A session's cart at a moment, and how it stands. */
export interface CartThen {
  state: CartState | null;
  cart: AbandonedCart;
}

/**
 * How the carts of all sessions stand at a moment, by session; sessions without an event by then are not in it. `events` are all
 * events in order of time.
 *
 * @throws {RangeError} for a time or a duration that is not whole microseconds
 */
export function cartsAt(events: readonly StoredEvent[], at: number, idleFor: number): Map<string, CartThen> {
  checkCount('look at carts', 'at', at, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkCount('look at carts', 'idleFor', idleFor, 0, Number.MAX_SAFE_INTEGER);
  const past = events.filter((event) => event.timestamp <= at);
  const purchases = past.filter((event) => event.event_type === 'purchase');
  const carts = new Map<string, CartThen>();
  for (const [id, session] of bySession(past)) carts.set(id, cartAt(session, purchases, at, idleFor));
  return carts;
}

/** `session` are its events up to `at`, `purchases` those of everybody. The first rule that fits gives the state. */
function cartAt(
  session: readonly StoredEvent[],
  purchases: readonly StoredEvent[],
  at: number,
  idleFor: number,
): CartThen {
  const { cart, bought, cameBack } = replay(session, idleFor);
  const last = session.at(-1) as StoredEvent;
  const customer = customerOf(session);
  const boughtLater = purchases.some(
    (purchase) =>
      customer !== null && purchase.customer_id === customer && purchase.timestamp > last.timestamp,
  );

  function stateOf(): CartState | null {
    if (cart.isEmpty) return bought ? 'converted' : null;
    if (boughtLater) return 'converted';
    if (at - last.timestamp >= idleFor) return 'abandoned';
    return cameBack ? 'recovered' : 'open';
  }

  return {
    state: stateOf(),
    cart: {
      session_id: last.session_id,
      customer_id: customer,
      last_activity: last.timestamp,
      lines: cart.lines(),
      value_vnd: cart.value(),
    },
  };
}

/**
 * Plays a session: its cart, whether it had a purchase after something was put in, and whether it became active again after a
 * time of at least `idleFor` during which there was something in the cart.
 */
function replay(
  session: readonly StoredEvent[],
  idleFor: number,
): { cart: Cart; bought: boolean; cameBack: boolean } {
  const cart = new Cart();
  let filled = false;
  let bought = false;
  let cameBack = false;
  let before: StoredEvent | undefined;
  for (const event of session) {
    if (before && !cart.isEmpty && event.timestamp - before.timestamp >= idleFor) cameBack = true;
    if (filled && event.event_type === 'purchase') bought = true;
    cart.play(event);
    if (!cart.isEmpty) filled = true;
    before = event;
  }
  return { cart, bought, cameBack };
}
