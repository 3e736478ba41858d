import type { Session } from '../event.ts';
import { countSteps, endsWithStep, patternOf } from './journey-steps.ts';

/** What the statistics need of a session: not its journey, which may be millions of steps long, but what it comes to. */
export interface SessionFacts extends Omit<
  Session,
  'session_id' | 'is_guest' | 'source' | 'device' | 'session_duration_seconds' | 'event_journey'
> {
  /** Whether an add_to_cart is among its events. */
  adds: boolean;
  /** Whether it ends with one. */
  endsByAdding: boolean;
  /** purchase events. */
  purchases: number;
  /** Its event types joined with `,`; after 1,000 of them `,...` ends it. As text or as UTF-8. */
  pattern: string | Uint8Array;
}

/** The facts of a session by the text of its journey. */
export function sessionFacts(session: Session): SessionFacts {
  const { event_journey: journey } = session;
  return {
    customer_id: session.customer_id,
    session_start: session.session_start,
    session_end: session.session_end,
    total_events: session.total_events,
    has_purchase: session.has_purchase,
    cart_value_vnd: session.cart_value_vnd,
    cart_item_count: session.cart_item_count,
    order_value_vnd: session.order_value_vnd,
    adds: countSteps(journey, 'add_to_cart') > 0,
    endsByAdding: endsWithStep(journey, 'add_to_cart'),
    purchases: countSteps(journey, 'purchase'),
    pattern: patternOf(journey),
  };
}
