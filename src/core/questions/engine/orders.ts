import type { OrderRow, StoredEvent } from '../answers.ts';
import type { Page, PageRequest } from '../page.ts';
import { orderRow } from '../plain/nouns.ts';
import { checkPage } from '../plain/order.ts';
import { pickRows } from './pick-rows.ts';
import { purchasesOf } from './purchases.ts';
import { pageOfKeys } from './slice.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';

const ORDER_COLUMNS = [
  'event_id',
  'session_id',
  'customer_id',
  'timestamp',
  'order_id',
  'total_amount_vnd',
  'item_count',
  'items',
  'payment_method',
  'shipping_method',
] as const satisfies readonly ColumnName[];

export interface OrdersQuestion {
  customer?: number;
  session?: string;
  page: PageRequest;
}

/** A page of purchases, newest first. Memory: 12 bytes a purchase that is asked for. */
export async function pageOfOrders(view: View, question: OrdersQuestion): Promise<Page<OrderRow>> {
  const { customer, session, page } = question;
  checkPage(page);
  const { rows, times, customers, cancelled } = await purchasesOf(view);
  const found: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (customer !== undefined && customers[i] !== customer) continue;
    if (session !== undefined && !(await isOfSession(view, rows[i] as number, session))) continue;
    found.push(i);
  }
  const keys = Float64Array.from(found, (i) => times[i] as number);
  const idOf = await idsOfTies(
    view,
    keys,
    found.map((i) => rows[i] as number),
    page,
  );
  const { rows: order, slice } = pageOfKeys(keys, idOf, { key: 'falling', id: 'falling' }, page);
  const shown = Array.from(
    order.subarray(slice.start, slice.end),
    (at) => rows[found[at] as number] as number,
  );
  const events = (await pickRows(view, shown, ORDER_COLUMNS)) as StoredEvent[];
  return {
    rows: events.map((event) => ({
      row: orderRow(event, cancelled),
      position: { key: event.timestamp, id: event.event_id },
    })),
    total: found.length,
    hasNext: slice.end < found.length,
    hasPrevious: slice.start > 0,
    version: view.version,
  };
}

async function isOfSession(view: View, row: number, session: string): Promise<boolean> {
  const file = view.files[fileOfRow(view.files, row)] as TableFile;
  const column = await view.texts(file, 'session_id');
  const code = column.texts.codeOf(session);
  return code !== 0 && column.codes[row - file.base] === code;
}

/** The event ids of those rows whose time another has too, or a position of the page: only there they are asked for. */
async function idsOfTies(
  view: View,
  keys: Float64Array,
  rows: readonly number[],
  { after, before }: PageRequest,
): Promise<(at: number) => string> {
  const counts = new Map<number | undefined, number>();
  for (const key of [...keys, after?.key, before?.key]) counts.set(key, (counts.get(key) ?? 0) + 1);
  const ties = rows.flatMap((_, at) => ((counts.get(keys[at]) as number) > 1 ? [at] : []));
  const events = await pickRows(
    view,
    ties.map((at) => rows[at] as number),
    ['event_id'],
  );
  const ids = new Map(ties.map((at, i) => [at, (events[i] as { event_id: string }).event_id]));
  return (at) => ids.get(at) ?? '';
}
