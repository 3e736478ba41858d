import type { StatisticsAnswer } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import type { StatisticsQuestion } from '../questions.ts';
import { Counts } from './counts.ts';
import { Distinct } from './distinct.ts';
import { codesAt, loadSelection, rowsWith, selectRows } from './select.ts';
import { sessionNumbers } from './session-numbers.ts';
import { ADD_COLUMNS, TopProducts } from './top-products.ts';
import type { ColumnName, View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

const COLUMNS = [
  'event_type',
  'source',
  'device',
  'session_id',
  'customer_id',
  'total_amount_vnd',
] as const satisfies readonly ColumnName[];

/** What the events of a filter say, in one pass. Memory: a bit a customer and a session, and a line a product. */
export async function answerStatistics(view: View, question: StatisticsQuestion): Promise<StatisticsAnswer> {
  const { filter, top = 10 } = question;
  checkCount('give statistics', 'top', top, 0, 1000);
  await loadSelection(view, filter, top === 0 ? COLUMNS : [...COLUMNS, ...ADD_COLUMNS]);
  const { count, ofCode } = await sessionNumbers(view);
  const sessions = new Distinct(count);
  const customers = new Distinct(
    view.files.reduce((most, { customers: { high } }) => Math.max(most, high), 0),
  );
  const [types, sources, devices] = [new Counts(), new Counts(), new Counts()];
  const products = new TopProducts();
  const revenue = new VndSum();
  let events = 0;
  for (const [at, file] of view.files.entries()) {
    const rows = await selectRows(view, file, filter);
    if (rows.length === 0) continue;
    await view.load(file, COLUMNS);
    const [type, source, device, session] = await Promise.all([
      view.texts(file, 'event_type'),
      view.texts(file, 'source'),
      view.texts(file, 'device'),
      view.texts(file, 'session_id'),
    ]);
    const [customer, amount] = await Promise.all([
      view.coded(file, 'customer_id'),
      view.coded(file, 'total_amount_vnd'),
    ]);
    events += rows.length;
    types.add(type, rows, '');
    sources.add(source, rows, 'unknown');
    devices.add(device, rows, 'unknown');
    sessions.addCodes(codesAt(session.codes, session.texts.size, rows), ofCode[at] as Uint32Array);
    customers.addAll(customer, rows);
    for (const row of rowsWith(type, 'purchase', rows)) {
      if (amount.at(row) > 0) revenue.add(amount.at(row));
    }
    if (top > 0) await products.add(view, file, rowsWith(type, 'add_to_cart', rows));
    await view.pace.step(rows.length * 4);
  }
  return {
    events,
    types: types.ranked(),
    sources: sources.ranked(),
    devices: devices.ranked(),
    customers: customers.count,
    sessions: sessions.count,
    adds: types.of('add_to_cart'),
    removes: types.of('remove_from_cart'),
    top_products: products.first(top),
    revenue_vnd: revenue.value(),
    version: view.version,
  };
}
