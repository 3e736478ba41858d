/** Mean, middle and ends of a figure that every session has; all null without sessions. */
export interface Spread {
  mean: number | null;
  /** With an even count the mean of the two in the middle. */
  median: number | null;
  /** The smallest value that nine of ten sessions do not exceed. */
  p90: number | null;
  max: number | null;
}

/** The sessions of `from` minutes and more, but less than `to`; the last has no end. */
export interface LengthBucket {
  from: number;
  to: number | null;
  sessions: number;
}

export interface TypeCount {
  /** One of EVENT_TYPES, or `other`. */
  type: string;
  count: number;
  share: number | null;
}

export interface ShopProduct {
  id: number;
  /** The smallest in code unit order of the names it had; null when it had none. */
  name: string | null;
  /** view_item events. */
  views: number;
  /** add_to_cart events. */
  adds: number;
  /** Units in the items of purchases. */
  purchases: number;
}

/** Sessions in which something happened at least once, whatever happened before it. */
export interface FunnelStep {
  step: 'view_item' | 'add_to_cart' | 'begin_checkout' | 'purchase';
  sessions: number;
  /** Sessions with this step over those with the one before; above 1 where shoppers skip one. */
  of_previous: number | null;
  of_all: number | null;
}

/** What a stream says about its shop, as plain data. Shares and rates are fractions of 1; null where nothing is divided. */
export interface ShopReport {
  events: number;
  sessions: number;
  /** ISO 8601, UTC. */
  first_event: string | null;
  /** ISO 8601, UTC. */
  last_event: string | null;
  /** All of EVENT_TYPES in their order, then `other`. */
  types: TypeCount[];
  /** Exact below 4,096 events; a median or p90 beyond says 4,096. */
  events_per_session: Spread;
  /** Median and p90 in whole seconds below 24 hours, beyond it they say 24 hours; mean and max to the millisecond. */
  session_minutes: Spread & { histogram: LengthBucket[] };
  /** A session is a guest's when none of its events has a customer_id. */
  guests: { sessions: number; share: number | null };
  /** A session belongs to the first customer its events name; all but the first session of each are returning ones. */
  customers: {
    distinct: number;
    sessions: number;
    returning_sessions: number;
    returning_share: number | null;
  };
  /** Events by hour of the shop's day; the first hour where two have equal counts. */
  hours: {
    counts: number[];
    busiest: number | null;
    quietest: number | null;
    /** Events of the busiest over those of the quietest; null when that has none. */
    ratio: number | null;
  };
  /** Events by weekday in the shop's zone, Monday first. */
  weekdays: number[];
  /** Days in the shop's zone, YYYY-MM-DD. */
  days: {
    first: string | null;
    last: string | null;
    /** Days with events. */
    count: number;
    /** Rising by day; empty when there are more than 4,000. */
    counts: { day: string; events: number }[];
  };
  products: {
    /** Distinct products viewed. */
    viewed: number;
    views: number;
    /** Share of the views of the most viewed product. */
    top_share: number | null;
    /** Share of the views of the ten most viewed products. */
    top10_share: number | null;
    /** The five most viewed: views falling, then id rising. */
    top: ShopProduct[];
  };
  /** From view_item to purchase. */
  funnel: FunnelStep[];
  /** Sessions that added to a cart, and those of them that bought. */
  abandonment: { carts: number; bought: number; rate: number | null };
  /** Exact sum of total_amount_vnd of the purchases; null when it is above 2^53 - 1. */
  revenue_vnd: number | null;
  orders: {
    bought: number;
    payments_failed: number;
    cancelled: number;
    /** Purchases over purchases and failed payments. */
    payment_success_rate: number | null;
  };
}

/** A part of a whole as a fraction of 1; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
