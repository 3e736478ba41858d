import type { CartEvent } from '../event.ts';
import { openZone, type Zone } from '../time/zone.ts';
import type { OrderRow, StoredEvent } from './answers.ts';
import { abandonedOrder, cartsAt } from './plain/abandoned.ts';
import { funnelOf } from './plain/funnel.ts';
import { matchesEvent, matchesSession } from './plain/matches.ts';
import { customerRow, orderRow, productRow } from './plain/nouns.ts';
import { checkCount, falling, pageOf, rising, timePosition } from './plain/order.ts';
import { bySession, foldSession, sessionOrder } from './plain/sessions.ts';
import { journeysOf, ofType, statisticsOf, topProductsOf } from './plain/statistics.ts';
import { timelineOf } from './plain/timeline.ts';
import { type Asking, type Questions, VersionGoneError } from './questions.ts';
import type { EventFilter } from './filter.ts';

export interface PlainOptions {
  /**
   * The shop's zone.
   *
   * @default UTC
   */
  zone?: Zone;
  /**
   * Version of the table that the events are.
   *
   * @default 0, or -1 without events
   */
  version?: number;
}

/**
 * Answers questions over cleaned events without duplicates, in any order, by going through all of them each time: what a fast
 * engine has to agree with. Memory: a copy of every event, and its session.
 */
export function plainQuestions(events: readonly CartEvent[], options: PlainOptions = {}): Questions {
  const { zone = openZone('UTC'), version = events.length === 0 ? -1 : 0 } = options;
  const all = events
    .map(({ date: _date, hour: _hour, ...stored }): StoredEvent => stored)
    .toSorted((a, b) => rising(timePosition(a), timePosition(b)));
  const sessions = Array.from(bySession(all).values(), foldSession);
  const cancelled = new Set(ofType(all, 'order_cancelled').map((event) => event.order_id));

  /** Refuses a question whose asker has gone, or about another version. */
  function begin({ asOf, signal }: Asking = {}): void {
    signal?.throwIfAborted();
    if (asOf === undefined || 'time' in asOf || asOf.version === version) return;
    throw new VersionGoneError(
      `Cannot read version ${asOf.version} of the table as only version ${version} is there`,
    );
  }

  function matching(filter: EventFilter | undefined): StoredEvent[] {
    return all.filter((event) => matchesEvent(event, filter));
  }

  return {
    async events(question) {
      begin(question);
      const order = { position: timePosition, compare: question.order === 'oldest' ? rising : falling };
      return pageOf(matching(question.filter), order, question.page, version);
    },
    async eventsById(ids, asking) {
      begin(asking);
      return ids.map((id) => all.find((event) => event.event_id === id) ?? null);
    },
    async sessions(question) {
      begin(question);
      const wanted = sessions.filter((session) => matchesSession(session, question.filter));
      return pageOf(wanted, sessionOrder(question.order ?? 'newest'), question.page, version);
    },
    async sessionsById(ids, asking) {
      begin(asking);
      return ids.map((id) => sessions.find((session) => session.session_id === id) ?? null);
    },
    async customersById(ids, asking) {
      begin(asking);
      return ids.map((id) => customerRow(all, id));
    },
    async productsById(ids, asking) {
      begin(asking);
      return ids.map((id) => productRow(all, id));
    },
    async orders(question) {
      begin(question);
      const { customer, session, page } = question;
      const purchases = ofType(all, 'purchase').filter(
        (event) =>
          (customer === undefined || event.customer_id === customer) &&
          (session === undefined || event.session_id === session),
      );
      const found = pageOf(purchases, { position: timePosition, compare: falling }, page, version);
      const rows = found.rows.map(({ row, position }): { row: OrderRow; position: typeof position } => ({
        row: orderRow(row, cancelled),
        position,
      }));
      return { ...found, rows };
    },
    async statistics(question = {}) {
      begin(question);
      return { ...statisticsOf(matching(question.filter), question.top ?? 10), version };
    },
    async topProducts(question = {}) {
      begin(question);
      return topProductsOf(matching(question.filter), question.top ?? 10);
    },
    async abandonedCarts(question) {
      begin(question);
      const { at, idleFor, minValue = 0, page } = question;
      const carts = Array.from(cartsAt(all, at, idleFor).values())
        .filter(({ state, cart }) => state === 'abandoned' && cart.value_vnd >= minValue)
        .map(({ cart }) => cart);
      return pageOf(carts, abandonedOrder, page, version);
    },
    async cartStates(ids, at, idleFor, asking) {
      begin(asking);
      const carts = cartsAt(all, at, idleFor);
      return ids.map((id) => carts.get(id)?.state ?? null);
    },
    async funnel(question) {
      begin(question);
      return { ...funnelOf(matching(question.filter), question), version };
    },
    async journeys(question) {
      begin(question);
      return journeysOf(matching(question.filter), question.first);
    },
    async timeline(question) {
      begin(question);
      return timelineOf(matching(question.filter), question, zone);
    },
    async version() {
      return version;
    },
    async versions(first) {
      checkCount('list versions', 'first', first, 0, 1000);
      const row = { version, time: null, operation: null, rows: all.length, files: 0, bytes: 0, kept: true };
      return version === -1 ? [] : [row].slice(0, first);
    },
  };
}
