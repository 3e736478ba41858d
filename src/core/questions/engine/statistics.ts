import { rank } from '../../aggregates/ranking.ts';
import type { TextColumn } from '../../columns/column.ts';
import type { CountRow, StatisticsAnswer, TopProduct } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import type { StatisticsQuestion } from '../questions.ts';
import { Distinct } from './distinct.ts';
import { codeOf, loadSelection, selectRows } from './select.ts';
import { sessionNumbers } from './session-numbers.ts';
import type { ColumnName, View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

const COLUMNS = [
  'event_type',
  'source',
  'device',
  'customer_id',
  'product_id',
  'product_name',
  'line_total_vnd',
  'total_amount_vnd',
] as const satisfies readonly ColumnName[];

/** What the events of a filter say, in one pass. Memory: a bit a customer and a session, and a line a product. */
export async function answerStatistics(view: View, question: StatisticsQuestion): Promise<StatisticsAnswer> {
  const { filter, top = 10 } = question;
  checkCount('give statistics', 'top', top, 0, 1000);
  await loadSelection(view, filter, ['session_id', ...COLUMNS]);
  const { ids, ofRow } = await sessionNumbers(view);
  const sessions = new Distinct(ids.length);
  const customers = new Distinct(
    view.files.reduce((most, { customers: { high } }) => Math.max(most, high), 0),
  );
  const [types, sources, devices] = [new Counts(), new Counts(), new Counts()];
  const adds = new Adds();
  const revenue = new VndSum();
  let events = 0;
  for (const file of view.files) {
    const rows = await selectRows(view, file, filter);
    if (rows.length === 0) continue;
    await view.load(file, COLUMNS);
    const [type, source, device] = await Promise.all([
      view.texts(file, 'event_type'),
      view.texts(file, 'source'),
      view.texts(file, 'device'),
    ]);
    const [customer, product, lineTotal, amount] = await Promise.all([
      view.numbers(file, 'customer_id'),
      view.numbers(file, 'product_id'),
      view.numbers(file, 'line_total_vnd'),
      view.numbers(file, 'total_amount_vnd'),
    ]);
    events += rows.length;
    types.add(type, rows, '');
    sources.add(source, rows, 'unknown');
    devices.add(device, rows, 'unknown');
    const add = codeOf(type, 'add_to_cart');
    const purchase = codeOf(type, 'purchase');
    const name = await view.texts(file, 'product_name');
    adds.open(name);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      customers.add(customer[row] as number);
      sessions.add(ofRow[file.base + row] as number);
      const code = type.codes[row] as number;
      if (code === add) adds.add(product[row] as number, name.codes[row] as number, lineTotal[row] as number);
      if (code === purchase && (amount[row] as number) > 0) revenue.add(amount[row] as number);
    }
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
    top_products: adds.top(top),
    revenue_vnd: revenue.value(),
    version: view.version,
  };
}

/** How often texts occur. */
class Counts {
  readonly #counts = new Map<string, number>();

  /** Counts the texts at some rows; null goes by another name. */
  add({ codes, values }: TextColumn, rows: Uint32Array, nobody: string): void {
    const ofCode = new Uint32Array(values.length + 1);
    for (let i = 0; i < rows.length; i++) ofCode[codes[rows[i] as number] as number]!++;
    for (let code = 0; code < ofCode.length; code++) {
      const count = ofCode[code] as number;
      if (count === 0) continue;
      const name = values[code - 1] ?? nobody;
      this.#counts.set(name, this.of(name) + count);
    }
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  ranked(): CountRow[] {
    return rank(Array.from(this.#counts, ([name, count]) => ({ name, count })));
  }
}

interface ProductAdds {
  adds: number;
  value: VndSum;
  /** The first in code unit order. */
  name: string | null;
  /** The last code of the open file that was looked at. */
  code: number;
  file: number;
}

/** What was added to carts, by product. */
class Adds {
  readonly #products = new Map<number, ProductAdds>();
  #names: readonly string[] = [];
  #file = 0;

  /** Begins a file, whose codes of names are its own. */
  open({ values }: TextColumn): void {
    this.#names = values;
    this.#file++;
  }

  add(product: number, code: number, value: number): void {
    if (Number.isNaN(product)) return;
    let known = this.#products.get(product);
    if (known === undefined) {
      known = { adds: 0, value: new VndSum(), name: null, code: 0, file: 0 };
      this.#products.set(product, known);
    }
    known.adds++;
    known.value.add(value);
    if (code === known.code && known.file === this.#file) return;
    known.code = code;
    known.file = this.#file;
    const name = this.#names[code - 1];
    if (name !== undefined && (known.name === null || name < known.name)) known.name = name;
  }

  top(count: number): TopProduct[] {
    return Array.from(this.#products, ([product_id, { adds, value, name }]) => ({
      product_id,
      name,
      adds,
      value_vnd: value.value(),
    }))
      .toSorted((a, b) => b.adds - a.adds || a.product_id - b.product_id)
      .slice(0, count);
  }
}
