import type { OrderItem, CartEvent } from '../event.ts';

/** An event as the table holds it: cleaned, without a partition date and hour of its own. */
export type StoredEvent = Readonly<Omit<CartEvent, 'date' | 'hour'>>;

/** A line of a cart: what was put in and not taken out. */
export interface CartLine {
  product_id: number;
  /** As the session last named it. */
  product_name: string | null;
  quantity: number;
  /** The last price above 0 that the session has seen, 0 without one. */
  price_vnd: number;
}

/** A session, folded from its events in order of time, then of id. Times are microseconds since 1970-01-01T00:00Z. */
export interface SessionRow {
  session_id: string;
  /** The first that is not null. */
  customer_id: number | null;
  source: string | null;
  device: string | null;
  start: number;
  end: number;
  events: number;
  /** Event types in order. */
  journey: readonly string[];
  purchases: number;
  /** Sum of total_amount_vnd of its purchases. */
  order_value_vnd: number;
  /** What is left in the cart in the end, in the order it was put in. */
  cart: readonly CartLine[];
  cart_value_vnd: number;
}

/** A purchase. */
export interface OrderRow {
  order_id: string | null;
  session_id: string;
  customer_id: number | null;
  time: number;
  total_amount_vnd: number;
  item_count: number | null;
  items: readonly OrderItem[] | null;
  payment_method: string | null;
  shipping_method: string | null;
  /** Whether an order_cancelled names it. */
  cancelled: boolean;
}

/** What the events say of a customer. */
export interface CustomerRow {
  customer_id: number;
  events: number;
  sessions: number;
  first_seen: number;
  last_seen: number;
  orders: number;
  order_value_vnd: number;
}

/** What the events say of a product. */
export interface ProductRow {
  product_id: number;
  /** As the newest event with them says. */
  name: string | null;
  sku: string | null;
  category: string | null;
  brand: string | null;
  price_vnd: number | null;
  events: number;
  views: number;
  adds: number;
  removes: number;
  /** Units in items of purchases. */
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
  customers: number;
  sessions: number;
  adds: number;
  removes: number;
  /** By adds falling, then id rising. */
  top_products: readonly TopProduct[];
  revenue_vnd: number;
  version: number;
}

/** How a cart stands at a moment. */
export type CartState = 'open' | 'abandoned' | 'recovered' | 'converted';

export interface AbandonedCart {
  session_id: string;
  customer_id: number | null;
  last_activity: number;
  lines: readonly CartLine[];
  value_vnd: number;
}

export interface FunnelStep {
  type: string;
  /** Sessions that have come this far. */
  sessions: number;
}

export interface FunnelAnswer {
  /** Sessions with any event of the filter. */
  sessions: number;
  steps: readonly FunnelStep[];
  version: number;
}

export interface JourneyRow {
  journey: readonly string[];
  sessions: number;
}

export interface TimelinePoint {
  /** Microseconds since 1970-01-01T00:00Z. */
  start: number;
  events: number;
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
}
