import { SessionReplay } from '../../stages/session-replay.ts';
import type { AbandonedCart, CartState, StoredEvent } from '../answers.ts';
import type { Page } from '../page.ts';
import { cartsAt } from '../plain/abandoned.ts';
import { checkPage, rising, timePosition } from '../plain/order.ts';
import type { AbandonedQuestion } from '../questions.ts';
import { pickRows } from './pick-rows.ts';
import { foldColumns, playSession } from './play-session.ts';
import { type Purchases, purchasesOf } from './purchases.ts';
import { sessionFacts, type SessionFacts } from './session-facts.ts';
import { sessionIndex } from './session-index.ts';
import { eventsOf, SESSION_COLUMNS } from './sessions.ts';
import { pageOfKeys } from './slice.ts';
import type { View } from './view.ts';

/** A page of abandoned carts. Memory: 16 bytes an abandoned cart, the columns of a fold where carts of the past are asked for. */
export async function pageOfAbandoned(view: View, question: AbandonedQuestion): Promise<Page<AbandonedCart>> {
  const { at, idleFor, minValue = 0, page } = question;
  cartsAt([], at, idleFor);
  checkPage(page);
  const facts = await sessionFacts(view);
  const { index } = facts;
  const boughtAt = lastPurchases(await purchasesOf(view), at);
  const sessions: number[] = [];
  const values: number[] = [];
  for await (const { session, end, customer, lines, value } of cartsUntil(view, facts, at)) {
    if (lines === 0 || value < minValue || at - end < idleFor) continue;
    if ((boughtAt.get(customer) ?? Number.NEGATIVE_INFINITY) > end) continue;
    sessions.push(session);
    values.push(value);
  }
  const keys = Float64Array.from(values);
  const idOf = (i: number): string => index.idOf(sessions[i] as number);
  const { rows, slice } = pageOfKeys(keys, idOf, { key: 'falling', id: 'rising' }, page);
  const shown = rows.slice(slice.start, slice.end);
  const events = await eventsOf(
    view,
    index,
    Array.from(shown, (i) => sessions[i] as number),
    { until: at },
  );
  return {
    rows: Array.from(shown, (i, place) => {
      const id = idOf(i);
      const own = cartsAt(events[place] as StoredEvent[], at, idleFor).get(id);
      return { row: (own as { cart: AbandonedCart }).cart, position: { key: keys[i] as number, id } };
    }),
    total: keys.length,
    hasNext: slice.end < keys.length,
    hasPrevious: slice.start > 0,
    version: view.version,
  };
}

/** How the carts of some sessions stand at a moment: from their events, and the purchases of their customers. */
export async function cartStatesOf(
  view: View,
  ids: readonly string[],
  at: number,
  idleFor: number,
): Promise<(CartState | null)[]> {
  cartsAt([], at, idleFor);
  const index = await sessionIndex(view);
  const numbers = ids.map((id) => index.numberOf(id)).filter((number) => number !== undefined);
  const own = (await eventsOf(view, index, [...new Set(numbers)], { until: at })).flat();
  const customers = new Set(own.map((event) => event.customer_id));
  const purchases = await purchasesOf(view);
  const others = purchases.rows.filter(
    (_, i) => (purchases.times[i] as number) <= at && customers.has(purchases.customers[i] as number),
  );
  const bought = (await pickRows(view, others, SESSION_COLUMNS)) as StoredEvent[];
  const events = new Map([...own, ...bought].map((event) => [event.event_id, event]));
  const carts = cartsAt(
    [...events.values()].toSorted((a, b) => rising(timePosition(a), timePosition(b))),
    at,
    idleFor,
  );
  return ids.map((id) => (index.numberOf(id) !== undefined ? (carts.get(id)?.state ?? null) : null));
}

interface CartThen {
  session: number;
  end: number;
  /** NaN for a guest. */
  customer: number;
  lines: number;
  value: number;
}

/** Sessions looked at between two looks at who else is waiting. */
const STEP = 32_768;

/** The carts of all sessions that have begun by a time, as they were then. Sessions that go on after it are played again. */
async function* cartsUntil(view: View, facts: SessionFacts, at: number): AsyncGenerator<CartThen> {
  const { index, starts, ends, customers, cartLines, cartValues } = facts;
  const cut: number[] = [];
  for (let session = 0; session < starts.length; session++) {
    if ((starts[session] as number) > at) continue;
    if ((ends[session] as number) > at) {
      cut.push(session);
      continue;
    }
    const lines = cartLines[session] as number;
    if (lines === 0) continue;
    const [customer, value] = [customers[session] as number, cartValues[session] as number];
    yield { session, end: ends[session] as number, customer, lines, value };
  }
  if (cut.length === 0) return;
  const columns = await foldColumns(view);
  const replay = new SessionReplay(index.types);
  for (const [done, session] of cut.entries()) {
    const start = index.starts[session] as number;
    let end = start;
    while (end < (index.starts[session + 1] as number) && (index.times[end] as number) <= at) end++;
    playSession(replay, index, view.files, columns, { start, end });
    const { end: last, customer, cartLines: lines, cartValue: value } = replay;
    yield { session, end: last, customer, lines, value };
    if (done % 1024 === 0) await view.pace.step(STEP);
  }
}

/** When each customer last bought by a time. */
function lastPurchases({ times, customers }: Purchases, at: number): Map<number, number> {
  const last = new Map<number, number>();
  for (let i = 0; i < times.length; i++) {
    const [time, customer] = [times[i] as number, customers[i] as number];
    if (time > at || Number.isNaN(customer) || (last.get(customer) ?? Number.NEGATIVE_INFINITY) >= time)
      continue;
    last.set(customer, time);
  }
  return last;
}
