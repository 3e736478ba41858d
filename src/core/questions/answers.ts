import type { OrderItem, CartEvent } from '../event.ts';

/** An event as the table holds it: cleaned, without a partition date and hour of its own. */
export type StoredEvent = Readonly<Omit<CartEvent, 'date' | 'hour'>>;

/** A line of a cart: what was put in and not taken out. */
export interface CartLine {
  /** Null for what was put in without one: all of that is one line. */
  product_id: number | null;
  /** As the session last named it, null where it never did. */
  product_name: string | null;
  quantity: number;
  /** The last price above 0 that the session has seen, 0 without one. */
  price_vnd: number;
}

/** A session, folded from its events in order of time, then of id in code unit order. Times are microseconds since 1970-01-01T00:00Z. */
export interface SessionRow {
  session_id: string;
  /** The first that is not null. */
  customer_id: number | null;
  /** Of the first event. */
  source: string | null;
  /** Of the first event. */
  device: string | null;
  start: number;
  end: number;
  events: number;
  /** Event types in order. */
  journey: readonly string[];
  purchases: number;
  /** Sum of total_amount_vnd of its purchases; amounts below 0 count as 0. Sums of VND end at 2^53 - 1 here and everywhere. */
  order_value_vnd: number;
  /**
   * What is left in the cart in the end, in the order it was put in: an add adds, a remove takes away (quantity 0 the whole line),
   * an update sets (0 removes; a line that is not there is ignored), a purchase empties the cart. A line that was taken out whole
   * and put in again is the last.
   */
  cart: readonly CartLine[];
  /** Sum of quantity x price_vnd of the lines. */
  cart_value_vnd: number;
}

/** A purchase. */
export interface OrderRow {
  order_id: string | null;
  session_id: string;
  customer_id: number | null;
  time: number;
  /** As the event says, 0 where it does not. */
  total_amount_vnd: number;
  item_count: number | null;
  items: readonly OrderItem[] | null;
  payment_method: string | null;
  shipping_method: string | null;
  /** Whether any order_cancelled has its order_id, whenever and in whatever session. */
  cancelled: boolean;
}

/** What the events with its customer_id say of a customer. */
export interface CustomerRow {
  customer_id: number;
  events: number;
  /** Sessions with an event of theirs. */
  sessions: number;
  first_seen: number;
  last_seen: number;
  /** Their purchases. */
  orders: number;
  /** Sum of total_amount_vnd of them; amounts below 0 count as 0. */
  order_value_vnd: number;
}

/** What the events with its product_id, and the items of purchases, say of a product. */
export interface ProductRow {
  product_id: number;
  /** As the newest event that has one says; each field on its own. */
  name: string | null;
  sku: string | null;
  category: string | null;
  brand: string | null;
  /** The newest above 0. */
  price_vnd: number | null;
  /** Events with its product_id. */
  events: number;
  views: number;
  adds: number;
  removes: number;
  /** Units in items of purchases; a quantity or price of null counts as 0. */
  units_bought: number;
  /** Of those units, quantity x price. */
  revenue_vnd: number;
}

export interface CountRow {
  name: string;
  count: number;
}

export interface TopProduct {
  product_id: number;
  /** The smallest in code unit order of the names its adds had, as in the report. */
  name: string | null;
  /** add_to_cart events. */
  adds: number;
  /** Sum of their line_total_vnd. */
  value_vnd: number;
}

export interface StatisticsAnswer {
  events: number;
  /** Count falling, then name rising; a source or device of null counts as `unknown`. */
  types: readonly CountRow[];
  sources: readonly CountRow[];
  devices: readonly CountRow[];
  /** Distinct ones; guests are not counted. */
  customers: number;
  sessions: number;
  /** add_to_cart events. */
  adds: number;
  /** remove_from_cart events. */
  removes: number;
  /** By adds falling, then id rising. */
  top_products: readonly TopProduct[];
  /** Sum of total_amount_vnd of purchases; amounts below 0 count as 0. */
  revenue_vnd: number;
  version: number;
}

/**
 * How a cart stands at a moment, by what happened until then; the first rule that fits gives the state.
 * - A cart that is empty: `converted` where its session has a purchase after something was put in, else no state, as there is
 *   no cart: nothing was put in, or all of it was taken out again.
 * - `converted`: a later purchase by the same customer (not null), in any session, after the last activity in the cart's.
 * - `abandoned`: no activity in the session for `idleFor` or longer.
 * - `recovered`: the session became active again after a time of `idleFor` or longer with something in the cart.
 * - `open`: all others.
 */
export type CartState = 'open' | 'abandoned' | 'recovered' | 'converted';

/** A cart in the state `abandoned`, as it was at the moment that was asked for. */
export interface AbandonedCart {
  session_id: string;
  /** The first of the session until then that is not null. */
  customer_id: number | null;
  /** Time of the session's last event until then. */
  last_activity: number;
  lines: readonly CartLine[];
  value_vnd: number;
}

export interface FunnelStep {
  type: string;
  /** Sessions that have come this far; never more than at the step before. */
  sessions: number;
}

export interface FunnelAnswer {
  /** Sessions with any event of the filter. */
  sessions: number;
  steps: readonly FunnelStep[];
  version: number;
}

export interface JourneyRow {
  /** Event types in order; of more than 1,000 the first 1,000 and then `...`. */
  journey: readonly string[];
  sessions: number;
}

/** What happened in an interval. */
export interface TimelinePoint {
  /** Microseconds since 1970-01-01T00:00Z. */
  start: number;
  events: number;
  /** Sessions with an event in it. */
  sessions: number;
  adds: number;
  purchases: number;
  revenue_vnd: number;
}

/** A version of the table. */
export interface VersionRow {
  version: number;
  /** Microseconds since 1970-01-01T00:00Z; null where the log does not say. */
  time: number | null;
  operation: string | null;
  rows: number;
  files: number;
  bytes: number;
  /** Whether questions as of it are still answered. */
  kept: boolean;
}
