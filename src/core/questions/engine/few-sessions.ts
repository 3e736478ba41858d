import { compareNames } from '../../aggregates/ranking.ts';
import type { SessionRow, StoredEvent } from '../answers.ts';
import type { SessionFilter } from '../filter.ts';
import { matchesSession } from '../plain/matches.ts';
import { bySession, foldSession } from '../plain/sessions.ts';
import { pickRows } from './pick-rows.ts';
import { loadSelection, selectRows } from './select.ts';
import type { ColumnName, View } from './view.ts';

/** More sessions than this are found faster by way of all of them. */
export const FEW = 200;

/** What sessions and their carts are folded from, but for the ids of events. */
const COLUMNS = [
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

/**
 * The sessions of some ids that there are, from those files alone that hold them. Memory: their events, and the columns of those
 * files.
 */
export async function fewSessions(view: View, ids: readonly string[]): Promise<SessionRow[]> {
  const rows = await rowsOf(view, { sessions: ids });
  const events = (await pickRows(view, rows, COLUMNS)) as StoredEvent[];
  const idOf = await idsOfTies(view, rows, events);
  const order = events
    .map((event, i) => ({ event, i }))
    .toSorted((a, b) => a.event.timestamp - b.event.timestamp || compareNames(idOf(a.i), idOf(b.i)));
  return Array.from(bySession(order.map(({ event }) => event)).values(), foldSession);
}

/** The sessions of some customers that a filter leaves; undefined where they have too many events or sessions to look at each. */
export async function fewOfCustomers(
  view: View,
  customers: readonly number[],
  filter: SessionFilter,
): Promise<SessionRow[] | undefined> {
  const ids = new Set<string>();
  await loadSelection(view, { customers });
  for (const file of view.files) {
    const rows = await selectRows(view, file, { customers });
    if (rows.length === 0) continue;
    const { codes, texts } = await view.texts(file, 'session_id');
    // Its customer is the first of a session that is not null: each session of a customer has an event that names them.
    for (const code of new Set(Array.from(rows, (row) => codes[row] as number))) {
      ids.add(texts.at(code) as string);
    }
    if (ids.size > FEW) return undefined;
  }
  const found = await fewSessions(view, [...ids]);
  return found.filter((session) => matchesSession(session, filter));
}

async function rowsOf(view: View, filter: { sessions: readonly string[] }): Promise<number[]> {
  const found: number[] = [];
  if (filter.sessions.length === 0) return found;
  await loadSelection(view, filter);
  for (const file of view.files) {
    for (const row of await selectRows(view, file, filter)) found.push(file.base + row);
  }
  return found;
}

/** The ids of events whose session has another of the same time: only there they tell the order. */
async function idsOfTies(
  view: View,
  rows: readonly number[],
  events: readonly StoredEvent[],
): Promise<(i: number) => string> {
  const keyOf = ({ session_id, timestamp }: StoredEvent): string => `${timestamp} ${session_id}`;
  const groups = Map.groupBy(events.keys(), (i) => keyOf(events[i] as StoredEvent));
  const ties = [...groups.values()].filter(({ length }) => length > 1).flat();
  const named = await pickRows(
    view,
    ties.map((i) => rows[i] as number),
    ['event_id'],
  );
  const ids = new Map(ties.map((i, place) => [i, (named[place] as { event_id: string }).event_id]));
  return (i) => ids.get(i) ?? '';
}
