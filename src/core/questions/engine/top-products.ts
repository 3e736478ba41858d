import type { TopProduct } from '../answers.ts';
import { checkCount } from '../plain/order.ts';
import type { StatisticsQuestion } from '../questions.ts';
import { loadSelection, selectRows } from './select.ts';
import type { TableFile } from './table-files.ts';
import type { Texts } from './texts.ts';
import type { ColumnName, View } from './view.ts';
import { VndSum } from './vnd-sum.ts';

/** What is read of the events that put something into a cart. */
export const ADD_COLUMNS = [
  'product_id',
  'product_name',
  'line_total_vnd',
] as const satisfies readonly ColumnName[];

/** The products put into carts most often, in one pass. Memory: a line a product. */
export async function answerTopProducts(view: View, question: StatisticsQuestion): Promise<TopProduct[]> {
  const { filter = {}, top = 10 } = question;
  checkCount('give statistics', 'top', top, 0, 1000);
  const { types = ['add_to_cart'] } = filter;
  const adds = { ...filter, types: types.filter((type) => type === 'add_to_cart') };
  const products = new TopProducts();
  await loadSelection(view, adds, ADD_COLUMNS);
  for (const file of view.files) await products.add(view, file, await selectRows(view, file, adds));
  return products.first(top);
}

interface ProductAdds {
  adds: number;
  value: VndSum;
  /** The first in code unit order. */
  name: string | null;
  /** The text that was looked at last. */
  texts: Texts | undefined;
  code: number;
}

/** What was added to carts, by product. Memory: a line a product. */
export class TopProducts {
  readonly #products = new Map<number, ProductAdds>();

  /** Adds the add_to_cart events at some rows of a file. */
  async add(view: View, file: TableFile, rows: Uint32Array): Promise<void> {
    if (rows.length === 0) return;
    await view.load(file, ADD_COLUMNS);
    const [products, values] = await Promise.all([
      view.coded(file, 'product_id'),
      view.coded(file, 'line_total_vnd'),
    ]);
    const { codes, texts } = await view.texts(file, 'product_name');
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const product = products.at(row);
      if (Number.isNaN(product)) continue;
      const known = this.#of(product);
      known.adds++;
      known.value.add(values.at(row));
      const code = codes[row] as number;
      if (code === 0 || (code === known.code && texts === known.texts)) continue;
      const isKnown = known.texts !== undefined && texts.isSame(code, known.texts, known.code);
      known.texts = texts;
      known.code = code;
      if (isKnown) continue;
      const name = texts.at(code);
      if (name !== null && (known.name === null || name < known.name)) known.name = name;
    }
    await view.pace.step(rows.length * 4);
  }

  /** Those put in most often, then by number. */
  first(count: number): TopProduct[] {
    return Array.from(this.#products, ([product_id, { adds, value, name }]) => ({
      product_id,
      name,
      adds,
      value_vnd: value.value(),
    }))
      .toSorted((a, b) => b.adds - a.adds || a.product_id - b.product_id)
      .slice(0, count);
  }

  #of(product: number): ProductAdds {
    let known = this.#products.get(product);
    if (known === undefined) {
      known = { adds: 0, value: new VndSum(), name: null, texts: undefined, code: 0 };
      this.#products.set(product, known);
    }
    return known;
  }
}
