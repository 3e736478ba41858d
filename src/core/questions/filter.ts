/** Which events a question is about: those that meet all that is given. An empty list meets nothing. */
export interface EventFilter {
  /** Names on the wire. */
  types?: readonly string[];
  sources?: readonly string[];
  devices?: readonly string[];
  customers?: readonly number[];
  /** True for events of guests only, false for those of customers. */
  guest?: boolean;
  products?: readonly number[];
  sessions?: readonly string[];
  orders?: readonly string[];
  /** Microseconds since 1970-01-01T00:00Z, inclusive. */
  from?: number;
  /** Exclusive. */
  to?: number;
}

/** Which sessions: those that meet all that is given. */
export interface SessionFilter {
  customers?: readonly number[];
  guest?: boolean;
  sources?: readonly string[];
  devices?: readonly string[];
  /** Whether something was bought. */
  purchased?: boolean;
  /** Whether something is left in the cart. */
  cart?: boolean;
  /** Sessions that begin at this time or later, in microseconds since 1970-01-01T00:00Z. */
  from?: number;
  /** And before this. */
  to?: number;
}
