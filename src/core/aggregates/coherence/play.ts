import { checkBasket } from './basket.ts';
import { addToCart, checkLine, checkQuantity, removeFromCart, totalOf, updateCart } from './cart.ts';
import type { Faults } from './faults.ts';
import { checkVnd } from './money.ts';
import { checkMethods, choose, Orders } from './orders.ts';
import { Products } from './products.ts';
import { isProductId, isWhole, type RawEvent, type SessionState } from './state.ts';
import { checkDuration } from './times.ts';
import { checkName, checkScroll, checkTruth, checkWhole } from './values.ts';

/**
 * Plays events on their sessions and sees what was impossible, by the type of the event. An event without a session_id is given
 * a session of its own with an unsure cart and no id; orders pass it over. Memory: products and orders.
 */
export class Play {
  readonly #products = new Products();
  readonly #orders: Orders;
  readonly #faults: Faults;

  constructor(faults: Faults, forgetAfter: number) {
    this.#faults = faults;
    this.#orders = new Orders(forgetAfter);
  }

  /** `time` is the event's in microseconds or NaN, `now` the latest of the stream in milliseconds. */
  add(event: RawEvent, session: SessionState, time: number, now: number): void {
    const faults = this.#faults;
    switch (event.event_type) {
      case 'view_item':
        this.#products.check(event, faults);
        checkDuration('view_duration_seconds', event.view_duration_seconds, session.last, time, faults);
        break;
      case 'add_to_wish_list':
        this.#products.check(event, faults);
        break;
      case 'add_to_cart':
        checkQuantity(event, 1, faults);
        this.#line(event, session, addToCart);
        break;
      case 'remove_from_cart':
        checkQuantity(event, 0, faults);
        this.#line(event, session, removeFromCart);
        break;
      case 'update_quantity':
        checkQuantity(event, 0, faults);
        this.#line(event, session, updateCart);
        break;
      case 'scroll':
        checkScroll(event, faults);
        break;
      case 'exit_page':
        checkName('exit_type', event.exit_type, faults);
        checkDuration('time_on_page_seconds', event.time_on_page_seconds, session.start, time, faults);
        break;
      case 'search':
        checkWhole('results_count', event.results_count, faults);
        checkName('search_type', event.search_type, faults);
        break;
      default:
        this.#order(event, session, now);
    }
  }

  #line(event: RawEvent, session: SessionState, change: typeof addToCart): void {
    const faults = this.#faults;
    this.#products.check(event, faults);
    checkLine(event, faults);
    const id = event.product_id;
    change(event, session, isProductId(id) ? this.#products.priceOf(event, id) : Number.NaN, faults);
  }

  #order(event: RawEvent, session: SessionState, now: number): void {
    const faults = this.#faults;
    switch (event.event_type) {
      case 'begin_checkout':
        checkBasket(event, 'cart_value_vnd', 'cart_value_usd', session, faults);
        if (session.id !== '') this.#orders.begin(event, session, now, faults);
        break;
      case 'add_shipping_info':
        checkName('shipping_method', event.shipping_method, faults);
        checkVnd('shipping_cost_vnd', event.shipping_cost_vnd, faults);
        checkWhole('estimated_delivery_days', event.estimated_delivery_days, faults);
        if (session.id !== '') choose(event, this.#orders.step(event, session, now, faults));
        break;
      case 'add_payment_info':
        checkName('payment_method', event.payment_method, faults);
        checkTruth('save_payment_info', event.save_payment_info, faults);
        if (session.id !== '') choose(event, this.#orders.step(event, session, now, faults));
        break;
      case 'payment_failed':
        checkName('payment_method', event.payment_method, faults);
        checkName('failure_reason', event.failure_reason, faults);
        checkAttempt(event, session, faults);
        if (session.id !== '') checkMethods(event, this.#orders.step(event, session, now, faults), faults);
        break;
      case 'purchase':
        checkName('payment_method', event.payment_method, faults);
        checkName('shipping_method', event.shipping_method, faults);
        checkBasket(event, 'total_amount_vnd', 'total_amount_usd', session, faults);
        if (session.id !== '') {
          checkMethods(event, this.#orders.step(event, session, now, faults), faults);
        }
        this.#orders.buy(event, session);
        session.cart = null;
        session.isUnsure = false;
        break;
      case 'order_cancelled':
        checkName('cancelled_by', event.cancelled_by, faults);
        checkName('cancellation_reason', event.cancellation_reason, faults);
        checkVnd('order_value_vnd', event.order_value_vnd, faults);
        this.#orders.cancel(event, session.id, faults);
        break;
    }
  }
}

function checkAttempt(event: RawEvent, session: SessionState, faults: Faults): void {
  const amount = event.attempted_amount_vnd;
  checkVnd('attempted_amount_vnd', amount, faults);
  const total = totalOf(session);
  if (isWhole(amount) && !Number.isNaN(total) && amount !== total)
    faults.note('attempted_amount', 'attempted_amount_vnd', amount, total);
}
