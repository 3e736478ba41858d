import type { SessionRow, StoredEvent } from '../answers.ts';
import type { Position } from '../page.ts';
import type { SessionsQuestion } from '../questions.ts';
import { Cart } from './cart.ts';
import { falling, rising, type Order } from './order.ts';
import { sumVnd } from './vnd.ts';

/** Events by session, each in the order they came in. */
export function bySession(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  return Map.groupBy(events, (event) => event.session_id);
}

/** What a session comes to. `events` are its own, at least one, in order of time. */
export function foldSession(events: readonly StoredEvent[]): SessionRow {
  const first = events[0] as StoredEvent;
  const purchases = events.filter((event) => event.event_type === 'purchase');
  const cart = new Cart();
  for (const event of events) cart.play(event);
  return {
    session_id: first.session_id,
    customer_id: customerOf(events),
    source: first.source,
    device: first.device,
    start: first.timestamp,
    end: (events.at(-1) as StoredEvent).timestamp,
    events: events.length,
    journey: events.map((event) => event.event_type),
    purchases: purchases.length,
    order_value_vnd: revenueOf(purchases),
    cart: cart.lines(),
    cart_value_vnd: cart.value(),
  };
}

/** The first customer that is not null. */
export function customerOf(events: readonly StoredEvent[]): number | null {
  return events.find((event) => event.customer_id !== null)?.customer_id ?? null;
}

/** Sum of total_amount_vnd of the purchases among events; amounts below 0 count as 0. */
export function revenueOf(events: readonly StoredEvent[]): number {
  const purchases = events.filter((event) => event.event_type === 'purchase');
  return sumVnd(purchases.map((event) => Math.max(event.total_amount_vnd ?? 0, 0)));
}

type SessionOrder = NonNullable<SessionsQuestion['order']>;

const KEYS: Readonly<Record<SessionOrder, (session: SessionRow) => number>> = {
  newest: (session) => session.start,
  oldest: (session) => session.start,
  latest_activity: (session) => session.end,
  events: (session) => session.events,
  cart_value: (session) => session.cart_value_vnd,
  order_value: (session) => session.order_value_vnd,
};

/** Where sessions stand in an order. */
export function sessionOrder(order: SessionOrder): Order<SessionRow> {
  const position = (session: SessionRow): Position => ({
    key: KEYS[order](session),
    id: session.session_id,
  });
  return { position, compare: order === 'oldest' ? rising : falling };
}
