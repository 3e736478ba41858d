import { compareNames } from '../../aggregates/ranking.ts';
import type { ProductRow } from '../answers.ts';
import { pickRows } from './pick-rows.ts';
import { selectRows } from './select.ts';
import type { TableFile } from './table-files.ts';
import type { View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

/** What an event may say of its product, texts first. */
const TEXTS = ['product_name', 'product_sku', 'product_category', 'product_brand'] as const;
const FACTS = [...TEXTS, 'product_price_vnd'] as const;

/** The newest rows that say something: more than one where they are of the same time. */
interface Newest {
  time: number;
  rows: number[];
}

interface Seen {
  events: number;
  views: number;
  adds: number;
  removes: number;
  /** In the order of FACTS. */
  newest: Newest[];
  units: VndSum;
  revenue: VndSum;
  /** Items of purchases. */
  bought: number;
}

/** What the events say of some products, null where they say nothing; in one pass. Memory: a little a product. */
export async function productsById(view: View, ids: readonly number[]): Promise<(ProductRow | null)[]> {
  const found = new Map(ids.map((id) => [id, nothing()]));
  await view.loadAll(['product_id', 'timestamp', 'event_type', 'items', ...FACTS]);
  // From the newest on, what is older can be told at a glance.
  for (const file of view.files.toReversed()) {
    await addEvents(view, file, ids, found);
    await addItems(view, file, found);
  }
  const rows = new Map<number, ProductRow | null>();
  for (const [id, seen] of found) rows.set(id, await rowOf(view, id, seen));
  return ids.map((id) => rows.get(id) ?? null);
}

async function addEvents(
  view: View,
  file: TableFile,
  ids: readonly number[],
  found: ReadonlyMap<number, Seen>,
): Promise<void> {
  const rows = await selectRows(view, file, { products: ids });
  if (rows.length === 0) return;
  await view.load(file, ['timestamp', 'event_type', 'items', ...FACTS]);
  const [product, time, price] = await Promise.all([
    view.numbers(file, 'product_id'),
    view.numbers(file, 'timestamp'),
    view.numbers(file, 'product_price_vnd'),
  ]);
  const type = await view.texts(file, 'event_type');
  const texts = (await Promise.all(TEXTS.map((name) => view.texts(file, name)))).map(({ codes }) => codes);
  const [viewed, added, removed] = ['view_item', 'add_to_cart', 'remove_from_cart'].map((name) =>
    type.texts.codeOf(name),
  );
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as number;
    const seen = found.get(product[row] as number) as Seen;
    seen.events++;
    const code = type.codes[row];
    if (code === viewed) seen.views++;
    else if (code === added) seen.adds++;
    else if (code === removed) seen.removes++;
    for (let fact = 0; fact < FACTS.length; fact++) {
      const newest = seen.newest[fact] as Newest;
      const at = time[row] as number;
      if (at < newest.time) continue;
      const says = fact < TEXTS.length ? texts[fact]![row] !== 0 : (price[row] as number) > 0;
      if (!says) continue;
      if (at > newest.time) newest.rows = [];
      newest.time = at;
      newest.rows.push(file.base + row);
    }
  }
  await view.pace.step(rows.length * 10);
}

async function addItems(view: View, file: TableFile, found: ReadonlyMap<number, Seen>): Promise<void> {
  const type = await view.texts(file, 'event_type');
  const purchase = type.texts.codeOf('purchase');
  if (purchase === 0) return;
  const { rows, starts, products, quantities, prices } = await view.items(file);
  for (let i = 0; i < rows.length; i++) {
    if (type.codes[rows[i] as number] !== purchase) continue;
    for (let item = starts[i] as number; item < (starts[i + 1] as number); item++) {
      const seen = found.get(products[item] as number);
      if (seen === undefined) continue;
      const [quantity, price] = [quantities[item] as number, prices[item] as number];
      seen.bought++;
      if (!Number.isNaN(quantity)) seen.units.add(quantity);
      seen.revenue.addProduct(quantity, price);
    }
  }
  await view.pace.step(products.length * 10);
}

async function rowOf(view: View, product_id: number, seen: Seen): Promise<ProductRow | null> {
  const { events, views, adds, removes, bought, units, revenue } = seen;
  if (events === 0 && bought === 0) return null;
  const facts: (string | number | null)[] = [];
  for (const [fact, { rows }] of seen.newest.entries()) {
    const name = FACTS[fact] as (typeof FACTS)[number];
    const said = await pickRows(view, rows, rows.length > 1 ? [name, 'event_id'] : [name]);
    const last = said.reduce<(typeof said)[number] | undefined>(
      (a, b) => (a !== undefined && compareNames(a.event_id, b.event_id) > 0 ? a : b),
      undefined,
    );
    facts.push(last?.[name] ?? null);
  }
  const [name, sku, category, brand, price_vnd] = facts as [
    string | null,
    string | null,
    string | null,
    string | null,
    number | null,
  ];
  return {
    product_id,
    name,
    sku,
    category,
    brand,
    price_vnd,
    events,
    views,
    adds,
    removes,
    units_bought: units.value(),
    revenue_vnd: revenue.value(),
  };
}

function nothing(): Seen {
  return {
    events: 0,
    views: 0,
    adds: 0,
    removes: 0,
    newest: FACTS.map(() => ({ time: Number.NEGATIVE_INFINITY, rows: [] })),
    units: new VndSum(),
    revenue: new VndSum(),
    bought: 0,
  };
}
