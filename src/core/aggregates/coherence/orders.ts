import type { Faults } from './faults.ts';
import { Recent } from './recent.ts';
import { isGiven, isWhole, type Checkout, type RawEvent, type SessionState } from './state.ts';

/** An order that was bought. */
interface Bought {
  /** Empty where the event had none. */
  readonly session: string;
  readonly customer: unknown;
  readonly amount: unknown;
  isCancelled: boolean;
}

/**
 * The orders of a stream. Memory: every order that was bought, about 200 bytes each, and the others for as long as sessions
 * are remembered.
 */
export class Orders {
  readonly #bought = new Map<string, Bought>();
  /** Sessions of orders. */
  readonly #owners: Recent<string>;
  /** Whether an order was bought without an order_id, which leaves open what can be cancelled. */
  #hasNameless = false;

  constructor(forgetAfter: number) {
    this.#owners = new Recent(forgetAfter);
  }

  /** begin_checkout: an order may begin again until it is bought. */
  begin(event: RawEvent, session: SessionState, now: number, faults: Faults): void {
    const id = orderIdOf(event);
    let checkout = id === null ? undefined : session.checkouts?.get(id);
    checkout ??= newCheckout();
    checkout.hasBegun = true;
    this.#name(checkout, id, session, now, faults);
    session.checkout = checkout;
    if (id !== null && this.#isBoughtIn(session, id)) faults.note('order_over', 'order_id', id);
  }

  /** A later step. One without an order_id is of the checkout before it. */
  step(event: RawEvent, session: SessionState, now: number, faults: Faults): Checkout {
    const id = orderIdOf(event);
    const open = session.checkout;
    if (id === null) return (session.checkout ??= newCheckout());
    const checkout = session.checkouts?.get(id) ?? (open?.id === null ? open : newCheckout());
    this.#name(checkout, id, session, now, faults);
    session.checkout = checkout;
    if (this.#isBoughtIn(session, id)) {
      const isPurchase = event.event_type === 'purchase';
      faults.note(isPurchase ? 'order_bought_twice' : 'order_over', 'order_id', id);
    } else if (!checkout.hasBegun && !this.#isElsewhere(session, id, now)) {
      if (open?.hasBegun === true) faults.note('order_id', 'order_id', id, open.id);
      else faults.note('order_not_begun', 'order_id', id);
    }
    return checkout;
  }

  /** purchase: what may be cancelled from now on. */
  buy(event: RawEvent, session: SessionState): void {
    session.checkout = null;
    const id = orderIdOf(event);
    if (id === null) {
      this.#hasNameless = true;
    } else if (!this.#bought.has(id)) {
      const { total_amount_vnd: amount, customer_id: customer } = event;
      this.#bought.set(id, { session: session.id, customer, amount, isCancelled: false });
    }
  }

  /** order_cancelled; `session` is its session_id, empty for none. */
  cancel(event: RawEvent, session: string, faults: Faults): void {
    const id = orderIdOf(event);
    if (id === null) return;
    const { customer_id: customer, order_value_vnd: value } = event;
    const bought = this.#bought.get(id);
    if (bought === undefined) {
      if (!this.#hasNameless) faults.note('cancel_unbought', 'order_id', id);
      return;
    }
    const isOwn = bought.session === session || (customer !== null && customer === bought.customer);
    const isKnown = bought.session !== '' && session !== '';
    if (!isOwn && isKnown && customer !== undefined && bought.customer !== undefined)
      faults.note('cancel_stranger', 'customer_id', customer, bought.customer);
    if (bought.isCancelled) faults.note('cancel_twice', 'order_id', id);
    bought.isCancelled = true;
    if (isWhole(value) && isWhole(bought.amount) && value !== bought.amount)
      faults.note('cancel_value', 'order_value_vnd', value, bought.amount);
  }

  /** Gives a checkout its order_id, which no other session may have. */
  #name(checkout: Checkout, id: string | null, session: SessionState, now: number, faults: Faults): void {
    if (id === null) return;
    const owner = this.#ownerOf(id, now);
    if (owner === undefined) this.#owners.set(id, session.id, now);
    else if (owner !== session.id) faults.note('order_shared', 'order_id', id);
    if (checkout.id !== null) return;
    checkout.id = id;
    session.checkouts ??= new Map();
    session.checkouts.set(id, checkout);
  }

  #ownerOf(id: string, now: number): string | undefined {
    return this.#bought.get(id)?.session || this.#owners.get(id, now);
  }

  #isElsewhere(session: SessionState, id: string, now: number): boolean {
    return this.#ownerOf(id, now) !== session.id;
  }

  #isBoughtIn(session: SessionState, id: string): boolean {
    return this.#bought.get(id)?.session === session.id;
  }
}

/** Takes over the methods that were chosen for an order. */
export function choose(event: RawEvent, checkout: Checkout): void {
  if (isGiven(event.shipping_method)) checkout.shipping = event.shipping_method;
  if (isGiven(event.payment_method)) checkout.payment = event.payment_method;
}

/** Sees whether methods are the chosen ones. */
export function checkMethods(event: RawEvent, { shipping, payment }: Checkout, faults: Faults): void {
  const { shipping_method, payment_method } = event;
  if (isGiven(shipping_method) && isGiven(shipping) && shipping_method !== shipping)
    faults.note('method', 'shipping_method', shipping_method, shipping);
  if (isGiven(payment_method) && isGiven(payment) && payment_method !== payment)
    faults.note('method', 'payment_method', payment_method, payment);
}

function orderIdOf({ order_id }: RawEvent): string | null {
  return typeof order_id === 'string' && order_id !== '' ? order_id : null;
}

function newCheckout(): Checkout {
  return { id: null, hasBegun: false, shipping: null, payment: null };
}
