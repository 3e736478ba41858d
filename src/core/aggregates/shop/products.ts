import { shareOf, type ShopProduct, type ShopReport } from './report.ts';

const TOP = 5;
/** A shop with more is not believable; what is beyond is left out, so that made-up ids cannot fill the memory. */
const MOST_PRODUCTS = 1_000_000;

/** Views, adds and units bought by product. Values are as they came. Memory: an entry a product, for the first 1,000,000. */
export class ProductCounts {
  readonly #products = new Map<number, ShopProduct>();

  viewed(id: unknown, name: unknown): void {
    const product = this.#of(id, name);
    if (product !== undefined) product.views++;
  }

  added(id: unknown, name: unknown): void {
    const product = this.#of(id, name);
    if (product !== undefined) product.adds++;
  }

  /** Counts the items of a purchase. */
  bought(items: unknown): void {
    if (!Array.isArray(items)) return;
    for (const item of items as unknown[]) {
      if (typeof item !== 'object' || item === null) continue;
      const { product_id, quantity } = item as { product_id?: unknown; quantity?: unknown };
      if (!isWhole(quantity) || quantity < 1) continue;
      const product = this.#of(product_id, null);
      if (product !== undefined) product.purchases += quantity;
    }
  }

  /** The counts so far; its rows are the ones that go on counting. */
  finish(): ShopReport['products'] {
    const viewed = [...this.#products.values()].filter((product) => product.views > 0);
    viewed.sort((a, b) => b.views - a.views || a.id - b.id);
    const views = sumOf(viewed);
    return {
      viewed: viewed.length,
      views,
      top_share: shareOf(sumOf(viewed.slice(0, 1)), views),
      top10_share: shareOf(sumOf(viewed.slice(0, 10)), views),
      top: viewed.slice(0, TOP),
    };
  }

  #of(id: unknown, name: unknown): ShopProduct | undefined {
    if (!isWhole(id)) return undefined;
    let product = this.#products.get(id);
    if (product === undefined) {
      if (this.#products.size >= MOST_PRODUCTS) return undefined;
      // -0 is 0 to a Map but not to everybody.
      product = { id: id + 0, name: null, views: 0, adds: 0, purchases: 0 };
      this.#products.set(id, product);
    }
    if (typeof name === 'string' && name !== product.name && (product.name === null || name < product.name)) {
      product.name = name;
    }
    return product;
  }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function sumOf(products: readonly ShopProduct[]): number {
  return products.reduce((sum, { views }) => sum + views, 0);
}
