import type { SessionRow, StoredEvent } from '../answers.ts';
import type { EventFilter, SessionFilter } from '../filter.ts';

/** Whether an event meets all that is given. */
export function matchesEvent(event: StoredEvent, filter: EventFilter = {}): boolean {
  return (
    isIn(event.event_type, filter.types) &&
    isIn(event.source, filter.sources) &&
    isIn(event.device, filter.devices) &&
    isIn(event.customer_id, filter.customers) &&
    (filter.guest === undefined || event.is_guest === filter.guest) &&
    isIn(event.product_id, filter.products) &&
    isIn(event.session_id, filter.sessions) &&
    isIn(event.order_id, filter.orders) &&
    isFrom(event.timestamp, filter)
  );
}

/** Whether a session meets all that is given. */
export function matchesSession(session: SessionRow, filter: SessionFilter = {}): boolean {
  return (
    isIn(session.customer_id, filter.customers) &&
    (filter.guest === undefined || (session.customer_id === null) === filter.guest) &&
    isIn(session.source, filter.sources) &&
    isIn(session.device, filter.devices) &&
    (filter.purchased === undefined || session.purchases > 0 === filter.purchased) &&
    (filter.cart === undefined || session.cart.length > 0 === filter.cart) &&
    isFrom(session.start, filter)
  );
}

function isIn<T>(value: T | null, wanted: readonly T[] | undefined): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function isFrom(time: number, { from, to }: { from?: number; to?: number }): boolean {
  return (from === undefined || time >= from) && (to === undefined || time < to);
}
