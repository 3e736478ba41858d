/** Which events a question is about: those that meet all that is given. An empty list is met by nothing, and a value of null meets no list. */
export interface EventFilter {
  /** Names on the wire. */
  types?: readonly string[];
  sources?: readonly string[];
  devices?: readonly string[];
  customers?: readonly number[];
  /** Whether is_guest says so; some events with a customer_id say that they are a guest's. */
  guest?: boolean;
  /** product_id of the event itself; items of an order do not count. */
  products?: readonly number[];
  sessions?: readonly string[];
  orders?: readonly string[];
  /** Microseconds since 1970-01-01T00:00Z, inclusive. */
  from?: number;
  /** Exclusive. */
  to?: number;
}

/** Which sessions: those that meet all that is given. An empty list is met by nothing, and a value of null meets no list. */
export interface SessionFilter {
  /** The session's customer, which is the first that is not null. */
  customers?: readonly number[];
  /** Whether none of its events has a customer_id. */
  guest?: boolean;
  sources?: readonly string[];
  devices?: readonly string[];
  /** Whether it has a purchase. */
  purchased?: boolean;
  /** Whether something is left in the cart in the end. */
  cart?: boolean;
  /** Sessions that begin at this time or later, in microseconds since 1970-01-01T00:00Z. */
  from?: number;
  /** And before this. */
  to?: number;
}
