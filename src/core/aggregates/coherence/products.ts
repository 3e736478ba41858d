import type { Faults } from './faults.ts';
import { checkUsd, checkVnd } from './money.ts';
import { isGiven, isProductId, isWhole, type ProductId, type RawEvent } from './state.ts';

/** What a stream says of a product; null until an event has told it. */
interface KnownProduct {
  product_name: unknown;
  product_sku: unknown;
  product_category: unknown;
  product_brand: unknown;
  product_price_vnd: unknown;
  product_price_usd: unknown;
}

/** The products of a stream. Memory: every product there is in it. */
export class Products {
  readonly #known = new Map<ProductId, KnownProduct>();

  /** Sees whether an event says of its product what those before said; a change is taken over. */
  check(event: RawEvent, faults: Faults): void {
    const id = event.product_id;
    const {
      product_name,
      product_sku,
      product_category,
      product_brand,
      product_price_vnd,
      product_price_usd,
    } = event;
    checkVnd('product_price_vnd', product_price_vnd, faults);
    checkUsd('product_price_usd', product_price_usd, product_price_vnd, faults);
    if (!isProductId(id)) return;
    const known = this.#known.get(id);
    if (known === undefined) {
      this.#known.set(id, {
        product_name,
        product_sku,
        product_category,
        product_brand,
        product_price_vnd,
        product_price_usd,
      });
      return;
    }
    if (product_name !== known.product_name)
      known.product_name = changed('product_name', known.product_name, product_name, faults);
    if (product_sku !== known.product_sku)
      known.product_sku = changed('product_sku', known.product_sku, product_sku, faults);
    if (product_category !== known.product_category)
      known.product_category = changed('product_category', known.product_category, product_category, faults);
    if (product_brand !== known.product_brand)
      known.product_brand = changed('product_brand', known.product_brand, product_brand, faults);
    if (product_price_vnd !== known.product_price_vnd)
      known.product_price_vnd = changed(
        'product_price_vnd',
        known.product_price_vnd,
        product_price_vnd,
        faults,
      );
    if (product_price_usd !== known.product_price_usd)
      known.product_price_usd = changed(
        'product_price_usd',
        known.product_price_usd,
        product_price_usd,
        faults,
      );
  }

  /** The price an event gives its product, else the last one the stream gave it; NaN where there is none. */
  priceOf(event: RawEvent, id: ProductId): number {
    if (isWhole(event.product_price_vnd)) return event.product_price_vnd;
    const known = this.#known.get(id)?.product_price_vnd;
    return isWhole(known) ? known : Number.NaN;
  }
}

/** The value that holds from now on. */
function changed(field: string, before: unknown, now: unknown, faults: Faults): unknown {
  if (!isGiven(now)) return before;
  if (isGiven(before) && !Object.is(before, now)) faults.note('product_changed', field, now, before);
  return now;
}
