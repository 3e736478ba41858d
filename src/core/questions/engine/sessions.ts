import type { SessionRow, StoredEvent } from '../answers.ts';
import type { SessionFilter } from '../filter.ts';
import type { Page } from '../page.ts';
import { checkPage, pageOf } from '../plain/order.ts';
import { foldSession, sessionOrder } from '../plain/sessions.ts';
import type { SessionsQuestion } from '../questions.ts';
import { FEW, fewOfCustomers, fewSessions } from './few-sessions.ts';
import { pickRows } from './pick-rows.ts';
import { type SessionFacts, sessionFacts } from './session-facts.ts';
import { type SessionIndex, sessionIndex } from './session-index.ts';
import { pageOfKeys } from './slice.ts';
import type { ColumnName, View } from './view.ts';

/** What sessions and their carts are folded from. */
export const SESSION_COLUMNS = [
  'event_id',
  'event_type',
  'timestamp',
  'session_id',
  'customer_id',
  'source',
  'device',
  'product_id',
  'product_name',
  'product_price_vnd',
  'quantity',
  'total_amount_vnd',
] as const satisfies readonly ColumnName[];

/** A page of the sessions of a filter. Memory: 12 bytes a session of the filter, and the events of those of the page. */
export async function pageOfSessions(view: View, question: SessionsQuestion): Promise<Page<SessionRow>> {
  const { filter = {}, order = 'newest', page } = question;
  checkPage(page);
  const few = filter.customers && (await fewOfCustomers(view, filter.customers, filter));
  if (few !== undefined) return pageOf(few, sessionOrder(order), page, view.version);
  const facts = await sessionFacts(view);
  const { count, idOf: idOfSession } = facts.index;
  const found = selectSessions(facts, filter);
  await view.pace.step(count);
  const keyOf = keysOf(facts, order);
  const keys = Float64Array.from(found, keyOf);
  const way = order === 'oldest' ? 'rising' : 'falling';
  const idOf = (at: number): string => idOfSession(found[at] as number);
  const { rows, slice } = pageOfKeys(keys, idOf, { key: way, id: way }, page);
  const shown = rows.slice(slice.start, slice.end);
  const sessions = await pickSessions(
    view,
    facts.index,
    shown.map((at) => found[at] as number),
  );
  return {
    rows: sessions.map((row, i) => {
      const at = shown[i] as number;
      return { row, position: { key: keys[at] as number, id: idOf(at) } };
    }),
    total: found.length,
    hasNext: slice.end < found.length,
    hasPrevious: slice.start > 0,
    version: view.version,
  };
}

/** The sessions of some ids, null where there is none. */
export async function sessionsById(view: View, ids: readonly string[]): Promise<(SessionRow | null)[]> {
  if (ids.length <= FEW) {
    const few = await fewSessions(view, ids);
    const byId = new Map(few.map((row) => [row.session_id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }
  const index = await sessionIndex(view);
  const numbers = ids.map((id) => index.numberOf(id));
  const known = [...new Set(numbers.filter((number) => number !== undefined))];
  const rows = await pickSessions(view, index, known);
  const byNumber = new Map(known.map((number, i) => [number, rows[i] as SessionRow]));
  return numbers.map((number) => (number === undefined ? null : (byNumber.get(number) as SessionRow)));
}

/** The events of some sessions by their numbers, those up to a time, in order, with the fields of SESSION_COLUMNS. */
export async function eventsOf(
  view: View,
  { starts, rows, times }: SessionIndex,
  sessions: ArrayLike<number>,
  { until = Number.POSITIVE_INFINITY }: { until?: number } = {},
): Promise<StoredEvent[][]> {
  const wanted: number[] = [];
  const counts = Array.from(sessions, (session) => {
    const before = wanted.length;
    for (let i = starts[session] as number; i < (starts[session + 1] as number); i++) {
      if ((times[i] as number) <= until) wanted.push(rows[i] as number);
    }
    return wanted.length - before;
  });
  const events = (await pickRows(view, wanted, SESSION_COLUMNS)) as StoredEvent[];
  let at = 0;
  return counts.map((count) => events.slice(at, (at += count)));
}

async function pickSessions(
  view: View,
  index: SessionIndex,
  sessions: ArrayLike<number>,
): Promise<SessionRow[]> {
  return (await eventsOf(view, index, sessions)).map(foldSession);
}

function selectSessions(facts: SessionFacts, filter: SessionFilter): Uint32Array {
  const { starts, customers, sources, devices, names, purchases, cartLines } = facts;
  const { guest, purchased, cart, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  const wantedCustomers = filter.customers && new Set(filter.customers);
  const wantedSources = filter.sources && codesOf(names, filter.sources);
  const wantedDevices = filter.devices && codesOf(names, filter.devices);
  const found = new Uint32Array(starts.length);
  let count = 0;
  for (let session = 0; session < starts.length; session++) {
    const start = starts[session] as number;
    if (start < from || start >= to) continue;
    const customer = customers[session] as number;
    if (guest !== undefined && Number.isNaN(customer) !== guest) continue;
    if (wantedCustomers && !wantedCustomers.has(customer)) continue;
    if (wantedSources && wantedSources[sources[session] as number] !== 1) continue;
    if (wantedDevices && wantedDevices[devices[session] as number] !== 1) continue;
    if (purchased !== undefined && (purchases[session] as number) > 0 !== purchased) continue;
    if (cart !== undefined && (cartLines[session] as number) > 0 !== cart) continue;
    found[count++] = session;
  }
  return found.slice(0, count);
}

function codesOf(names: readonly (string | null)[], wanted: readonly string[]): Uint8Array {
  return Uint8Array.from(names, (name) => (name !== null && wanted.includes(name) ? 1 : 0));
}

function keysOf(
  facts: SessionFacts,
  order: NonNullable<SessionsQuestion['order']>,
): (session: number) => number {
  const { starts, ends, index, cartValues, orderValues } = facts;
  const keys = {
    newest: starts,
    oldest: starts,
    latest_activity: ends,
    cart_value: cartValues,
    order_value: orderValues,
  };
  if (order !== 'events') return (session) => keys[order][session] as number;
  return (session) => (index.starts[session + 1] as number) - (index.starts[session] as number);
}
