import type { Batch } from '../event.ts';
import type { DurationStatistics } from './durations.ts';
import type { AsyncFold } from './fold.ts';
import type { SessionFacts } from './session-facts.ts';
import type { PatternOptions } from './pattern-counts.ts';
import { compareNames, type Count } from './ranking.ts';
import { COUNTS, createPart, decodePart, encodePart, type SessionsPart } from './sessions-part.ts';
import { ratio } from './sums.ts';

export type { SessionsPart } from './sessions-part.ts';

/** What a set of sessions says. Rates are in %, null where there is nothing to divide by. */
export interface SessionStatistics {
  sessions: number;
  /** Events of all sessions. */
  events: number;
  /** Distinct customers; guests are not counted. */
  customers: number;
  duration: DurationStatistics;
  /** Sessions of at least two events that end by adding to the cart. */
  intents: number;
  intentRate: number | null;
  /** Sessions with a purchase. */
  buying: number;
  conversionRate: number | null;
  /** Purchase events. */
  purchases: number;
  /** Sum of all purchases in VND. */
  revenue: number;
  /** VND a purchase event. */
  averageOrder: number | null;
  /** Events a session. */
  averageLength: number | null;
  minLength: number | null;
  maxLength: number | null;
  /** The 20 most frequent journeys, as `patternOf` gives them. */
  topPatterns: Count[];
  /** Sessions that added anything to a cart. */
  adding: number;
  /** Sessions that end with something in the cart. */
  abandoned: number;
  /** Sessions that end with something in the cart by those that added anything. */
  abandonmentRate: number | null;
  /** Sum of what is left in carts, in VND. */
  leftInCarts: number;
  /** Sessions by the day they start on in the shop's zone, rising; `name` is YYYY-MM-DD. */
  dates: Count[];
}

export interface SessionsOptions extends PatternOptions {
  /** The day, YYYY-MM-DD, of microseconds since 1970-01-01T00:00Z in the shop's zone. */
  dateOf: (micros: number) => string;
}

const TOP_PATTERNS = 20;

/** The statistics of sessions as a fold; a session must be in one part, with all its events. */
export function sessions(options: SessionsOptions): AsyncFold<SessionFacts, SessionsPart, SessionStatistics> {
  const { dateOf, ...patterns } = options;
  return {
    create: () => createPart(patterns),
    add: (part, batch) => add(part, batch, dateOf),
    merge,
    finish,
    encode: encodePart,
    decode: (bytes, arena) => decodePart(bytes, patterns, arena),
  };
}

async function add(
  part: SessionsPart,
  batch: Batch<SessionFacts>,
  dateOf: (micros: number) => string,
): Promise<void> {
  const { counts } = part;
  for (const session of batch) {
    const length = session.total_events;
    counts.events += length;
    if (length >= 2 && session.endsByAdding) counts.intents++;
    if (session.has_purchase) counts.buying++;
    counts.purchases += session.purchases;
    if (session.adds) counts.adding++;
    if (session.cart_item_count > 0) counts.abandoned++;
    part.minLength = Math.min(part.minLength, length);
    part.maxLength = Math.max(part.maxLength, length);
    part.durations.add(session.session_end - session.session_start);
    part.revenue.add(session.order_value_vnd);
    part.leftInCarts.add(session.cart_value_vnd);
    if (session.customer_id !== null) part.customers.add(session.customer_id);
    part.dates.add(dateOf(session.session_start));
    part.patterns.add(session.pattern);
    if (part.patterns.full) await part.patterns.spill();
  }
}

async function merge(part: SessionsPart, other: SessionsPart): Promise<void> {
  for (const name of COUNTS) part.counts[name] += other.counts[name];
  part.minLength = Math.min(part.minLength, other.minLength);
  part.maxLength = Math.max(part.maxLength, other.maxLength);
  part.durations.merge(other.durations);
  part.revenue.merge(other.revenue);
  part.leftInCarts.merge(other.leftInCarts);
  part.customers.merge(other.customers);
  part.dates.merge(other.dates);
  await part.patterns.merge(other.patterns);
}

async function finish(part: SessionsPart): Promise<SessionStatistics> {
  const { counts } = part;
  const count = part.durations.count;
  return {
    sessions: count,
    events: counts.events,
    customers: part.customers.size,
    duration: part.durations.statistics(),
    intents: counts.intents,
    intentRate: percent(counts.intents, count),
    buying: counts.buying,
    conversionRate: percent(counts.buying, count),
    purchases: counts.purchases,
    revenue: Number(part.revenue.value()),
    averageOrder: ratio(part.revenue.value(), counts.purchases),
    averageLength: ratio(counts.events, count),
    minLength: count === 0 ? null : part.minLength,
    maxLength: count === 0 ? null : part.maxLength,
    topPatterns: await part.patterns.top(TOP_PATTERNS),
    adding: counts.adding,
    abandoned: counts.abandoned,
    abandonmentRate: percent(counts.abandoned, counts.adding),
    leftInCarts: Number(part.leftInCarts.value()),
    dates: part.dates.ranked().toSorted((a, b) => compareNames(a.name, b.name)),
  };
}

function percent(some: number, all: number): number | null {
  return ratio(some * 100, all);
}
