import type {
  AbandonedCart,
  CartState,
  CustomerRow,
  FunnelAnswer,
  JourneyRow,
  OrderRow,
  ProductRow,
  SessionRow,
  StatisticsAnswer,
  StoredEvent,
  TimelinePoint,
  TopProduct,
  VersionRow,
} from './answers.ts';
import type { EventFilter, SessionFilter } from './filter.ts';
import type { Page, PageRequest } from './page.ts';

/** A version of the table by its number, or the newest that was there at a time (microseconds since 1970-01-01T00:00Z). */
export type AsOf = { version: number } | { time: number };

/** What every question may say besides what it asks. */
export interface Asking {
  /** @default the newest version */
  asOf?: AsOf;
  /** Ends the question with the signal's reason. */
  signal?: AbortSignal;
}

export interface EventsQuestion extends Asking {
  filter?: EventFilter;
  /** Of times, then of ids in code unit order; `newest` is the exact reverse of `oldest`. @default 'newest' */
  order?: 'newest' | 'oldest';
  page: PageRequest;
}

export interface SessionsQuestion extends Asking {
  filter?: SessionFilter;
  /** By start, end, events, value of the cart or of orders, falling, then by id falling; `oldest` is the exact reverse of `newest`. @default 'newest' */
  order?: 'newest' | 'oldest' | 'latest_activity' | 'events' | 'cart_value' | 'order_value';
  page: PageRequest;
}

export interface StatisticsQuestion extends Asking {
  filter?: EventFilter;
  /** Length of the list of products, 0 to 1,000. @default 10 */
  top?: number;
}

export interface AbandonedQuestion extends Asking {
  /** Events after this time are as if they had not happened, in microseconds since 1970-01-01T00:00Z. */
  at: number;
  /** Microseconds, 0 or more, without activity after which a cart is abandoned. */
  idleFor: number;
  /** Least value of a cart in VND. @default 0 */
  minValue?: number;
  /** By value falling, then by session id rising: the position's key is the value. */
  page: PageRequest;
}

export interface FunnelQuestion extends Asking {
  /** One to ten event types. */
  steps: readonly string[];
  /**
   * `ordered`: one after another, others may lie between; `strict`: no other event of the filter between; `any`: in whatever
   * order, where a session comes to step k with the first k types, and a type that is asked for twice has to come twice. Of all
   * ways through a session the one that comes farthest counts.
   *
   * @default 'ordered'
   */
  mode?: 'ordered' | 'strict' | 'any';
  /** Most microseconds from the first event that counts to the last, 0 or more. @default no limit */
  within?: number;
  /** Which events are looked at; for all else they are not there. */
  filter?: EventFilter;
}

export interface JourneysQuestion extends Asking {
  /** How many, 0 to 1,000; the most frequent first, then by their text (types joined with `,`) in code unit order. */
  first: number;
  filter?: EventFilter;
}

/**
 * All intervals from the one with `from` in it to the last that begins before `to`, those without events, too; none where `to` is
 * not after `from`. At most 10,000.
 */
export interface TimelineQuestion extends Asking {
  /**
   * In the shop's zone. Weeks begin on Monday. Days, weeks and months begin at midnight there; minutes and hours are counted on from
   * the first, so they keep their length when clocks change.
   */
  interval: 'minute' | 'hour' | 'day' | 'week' | 'month';
  /** Microseconds since 1970-01-01T00:00Z; rounded down to the start of an interval in the shop's zone. */
  from: number;
  /** Exclusive: events of the last interval from this time on do not count. */
  to: number;
  filter?: EventFilter;
}

/** The version that was asked for is not kept any more, or not there yet. */
export class VersionGoneError extends Error {
  override name = 'VersionGoneError';
}

/**
 * The questions that the table of events answers: GraphQL and REST are two faces of these. All times are microseconds since
 * 1970-01-01T00:00Z. A table without events answers with nothing, not with an error.
 *
 * @throws {VersionGoneError} where `asOf` names a version that is not there, or not kept any more, whether or not its files are
 * @throws {RangeError} for numbers out of their bounds
 */
export interface Questions {
  events(question: EventsQuestion): Promise<Page<StoredEvent>>;
  /** One a wanted id, null where there is none. */
  eventsById(ids: readonly string[], asking?: Asking): Promise<(StoredEvent | null)[]>;
  sessions(question: SessionsQuestion): Promise<Page<SessionRow>>;
  sessionsById(ids: readonly string[], asking?: Asking): Promise<(SessionRow | null)[]>;
  customersById(ids: readonly number[], asking?: Asking): Promise<(CustomerRow | null)[]>;
  productsById(ids: readonly number[], asking?: Asking): Promise<(ProductRow | null)[]>;
  /** Purchases, newest first: positions are those of their events. */
  orders(
    question: Asking & { customer?: number; session?: string; page: PageRequest },
  ): Promise<Page<OrderRow>>;
  statistics(question?: StatisticsQuestion): Promise<StatisticsAnswer>;
  /** The list of products of `statistics`, alone: from fewer columns. */
  topProducts(question?: StatisticsQuestion): Promise<TopProduct[]>;
  abandonedCarts(question: AbandonedQuestion): Promise<Page<AbandonedCart>>;
  /** How the carts of sessions stand at a moment, one a wanted id; null where there is no cart, as `CartState` says, or no such session. */
  cartStates(
    ids: readonly string[],
    at: number,
    idleFor: number,
    asking?: Asking,
  ): Promise<(CartState | null)[]>;
  funnel(question: FunnelQuestion): Promise<FunnelAnswer>;
  journeys(question: JourneysQuestion): Promise<JourneyRow[]>;
  timeline(question: TimelineQuestion): Promise<TimelinePoint[]>;
  /** The newest version that is there now; -1 without a table. */
  version(): Promise<number>;
  /** Newest first, 0 to 1,000 of them. */
  versions(first: number): Promise<VersionRow[]>;
}
