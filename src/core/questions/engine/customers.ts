import type { CustomerRow } from '../answers.ts';
import { loadSelection, selectRows } from './select.ts';
import type { View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

interface Seen {
  events: number;
  sessions: Set<string>;
  first: number;
  last: number;
  orders: number;
  value: VndSum;
}

/** What the events say of some customers, null where they say nothing; in one pass. Memory: the ids of their sessions. */
export async function customersById(view: View, ids: readonly number[]): Promise<(CustomerRow | null)[]> {
  const found = new Map<number, Seen>();
  await loadSelection(view, { customers: ids });
  for (const file of view.files) {
    const rows = await selectRows(view, file, { customers: ids });
    if (rows.length === 0) continue;
    await view.load(file, ['timestamp', 'total_amount_vnd', 'session_id', 'event_type']);
    const [customer, time, amount, session, type] = await Promise.all([
      view.coded(file, 'customer_id'),
      view.coded(file, 'timestamp'),
      view.coded(file, 'total_amount_vnd'),
      view.texts(file, 'session_id'),
      view.texts(file, 'event_type'),
    ]);
    const purchase = type.texts.codeOf('purchase');
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const seen = seenOf(found, customer.at(row));
      seen.events++;
      seen.sessions.add(session.texts.at(session.codes[row] as number) as string);
      seen.first = Math.min(seen.first, time.at(row));
      seen.last = Math.max(seen.last, time.at(row));
      if (type.codes[row] !== purchase) continue;
      seen.orders++;
      if (amount.at(row) > 0) seen.value.add(amount.at(row));
    }
    await view.pace.step(rows.length * 10);
  }
  return ids.map((customer_id) => {
    const seen = found.get(customer_id);
    if (seen === undefined) return null;
    return {
      customer_id,
      events: seen.events,
      sessions: seen.sessions.size,
      first_seen: seen.first,
      last_seen: seen.last,
      orders: seen.orders,
      order_value_vnd: seen.value.value(),
    };
  });
}

function seenOf(found: Map<number, Seen>, customer: number): Seen {
  let seen = found.get(customer);
  if (seen === undefined) {
    const [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    seen = { events: 0, sessions: new Set(), first, last, orders: 0, value: new VndSum() };
    found.set(customer, seen);
  }
  return seen;
}
