import type { Batch } from '../event.ts';
import { emptyDate, openSet, sizeOf, type DateTally } from './dates.ts';
import { DistinctNumbers } from './distinct.ts';
import type { EventFacts } from './facts.ts';
import type { Fold } from './fold.ts';
import type { ProductAdds } from './product-adds.ts';
import { rank, type Count } from './ranking.ts';
import {
  ADDING,
  createPart,
  decodePart,
  encodePart,
  sortedDates,
  type StatisticsPart,
} from './statistics-part.ts';
import { Tally } from './tally.ts';

export type { StatisticsPart } from './statistics-part.ts';

/** What happened on one day in the shop's zone. */
export interface DateStatistics {
  /** YYYY-MM-DD. */
  date: string;
  events: number;
  /** Distinct sessions with an event on it. */
  sessions: number;
  /** Distinct customers with an event on it; guests are not counted. */
  customers: number;
  types: Count[];
}

/** What a set of events says. Counts are in ranking order: count falling, then name rising. */
export interface Statistics {
  events: number;
  /** Distinct customers; guests are not counted. */
  customers: number;
  products: number;
  types: Count[];
  sources: Count[];
  devices: Count[];
  /** By date, rising. */
  dates: DateStatistics[];
  /** Events by hour in the shop's zone, 0 to 23. */
  hours: number[];
  /** Events by weekday, Monday first. */
  weekdays: number[];
  adds: number;
  removes: number;
  /** Events that add to a cart by events that remove from one; null when none removes. */
  addRemoveRatio: number | null;
  /** The ten products added most often. */
  topProductsAdded: ProductAdds[];
}

const TOP_PRODUCTS = 10;

/** The statistics of events as a fold. */
export const statistics = {
  create: createPart,
  add,
  merge,
  finish,
  encode: encodePart,
  decode: decodePart,
} as const satisfies Fold<EventFacts, StatisticsPart, Statistics>;

/**
 * Replaces the sets of every date by their sizes, for a part that has all events of its dates: what is left is a few
 * numbers a date, the customers and the products. Adding to such a date, or merging two parts that have it, throws.
 */
export function sealDates(part: StatisticsPart): void {
  for (const tally of part.dates.values()) {
    if (typeof tally.customers !== 'number') part.customers.merge(tally.customers);
    tally.sessions = sizeOf(tally.sessions);
    tally.customers = sizeOf(tally.customers);
  }
}

function add(part: StatisticsPart, batch: Batch<EventFacts>): void {
  const { types, sources, devices, hours, products, added } = part;
  const adding = types.of(ADDING);
  let date = '';
  let tally: DateTally | undefined;
  let sessions: DistinctNumbers | undefined;
  let customers: DistinctNumbers | undefined;
  for (const facts of batch) {
    if (tally === undefined || sessions === undefined || customers === undefined || facts.date !== date) {
      date = facts.date;
      tally = dateOf(part, date);
      sessions = openSet(tally.sessions, date);
      customers = openSet(tally.customers, date);
    }
    hours[checkHour(facts.hour)]!++;
    const type = types.of(facts.event_type);
    tally.types.add(type, 1);
    sources.add(facts.source ?? 'unknown');
    devices.add(facts.device ?? 'unknown');
    sessions.add(facts.session);
    if (facts.customer_id !== null) customers.add(facts.customer_id);
    if (facts.product_id === null) continue;
    products.add(facts.product_id);
    if (type === adding) added.add(facts.product_id, facts.product_name);
  }
}

/** An hour of a day. @throws {RangeError} for any other number */
export function checkHour(hour: number): number {
  if (hour >= 0 && hour < 24 && Number.isInteger(hour)) return hour;
  throw new RangeError(`Cannot count an event as its hour must be 0 to 23: ${hour}`);
}

/** What a part holds of a date, from now on if it had nothing of it. */
export function dateOf(part: StatisticsPart, date: string): DateTally {
  let tally = part.dates.get(date);
  if (tally === undefined) {
    tally = emptyDate(date);
    part.dates.set(date, tally);
  }
  return tally;
}

function merge(part: StatisticsPart, other: StatisticsPart): void {
  for (const [date, theirs] of other.dates) {
    if (part.dates.has(date) || typeof theirs.sessions !== 'number') {
      const ours = dateOf(part, date);
      openSet(ours.sessions, date).merge(openSet(theirs.sessions, date));
      openSet(ours.customers, date).merge(openSet(theirs.customers, date));
    } else {
      part.dates.set(date, { ...emptyDate(date), sessions: theirs.sessions, customers: theirs.customers });
    }
    const { types } = dateOf(part, date);
    for (const [type, count] of theirs.types) types.add(part.types.of(other.types.names[type]!), count);
  }
  part.sources.merge(other.sources);
  part.devices.merge(other.devices);
  for (const [hour, count] of other.hours.entries()) part.hours[hour]! += count;
  part.products.merge(other.products);
  part.customers.merge(other.customers);
  part.added.merge(other.added);
}

function finish(part: StatisticsPart): Statistics {
  const types = new Tally();
  const customers = new DistinctNumbers();
  customers.merge(part.customers);
  const weekdays = Array.from({ length: 7 }, () => 0);
  const dates: DateStatistics[] = [];
  let events = 0;
  for (const tally of sortedDates(part)) {
    const counts = Array.from(tally.types, ([type, count]) => ({ name: part.types.names[type]!, count }));
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    for (const { name, count } of counts) types.add(name, count);
    weekdays[weekdayOf(tally.date)]! += total;
    events += total;
    if (typeof tally.customers !== 'number') customers.merge(tally.customers);
    dates.push({
      date: tally.date,
      events: total,
      sessions: sizeOf(tally.sessions),
      customers: sizeOf(tally.customers),
      types: rank(counts),
    });
  }
  const ranked = types.ranked();
  const adds = ranked.find(({ name }) => name === ADDING)?.count ?? 0;
  const removes = ranked.find(({ name }) => name === 'remove_from_cart')?.count ?? 0;
  return {
    events,
    customers: customers.size,
    products: part.products.size,
    types: ranked,
    sources: part.sources.ranked(),
    devices: part.devices.ranked(),
    dates,
    hours: Array.from(part.hours),
    weekdays,
    adds,
    removes,
    addRemoveRatio: removes === 0 ? null : adds / removes,
    topProductsAdded: part.added.top(TOP_PRODUCTS),
  };
}

/** 0 for a Monday. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
