import type { CartLine, StoredEvent } from '../answers.ts';
import { valueOf } from './vnd.ts';

/**
 * The cart of one session, played event by event in order: an add adds, a remove takes away (quantity 0 the whole line), an
 * update sets (0 removes; a line that is not there is ignored), a purchase empties the cart. Events without a product are
 * about a line of their own, that of product null. The same rules as SessionReplay, which counts lines but does not list them.
 */
export class Cart {
  readonly #quantities = new Map<number | null, number>();
  readonly #prices = new Map<number | null, number>();
  readonly #names = new Map<number | null, string>();

  play(event: StoredEvent): void {
    const { product_id: product, quantity } = event;
    if (event.product_price_vnd > 0) this.#prices.set(product, event.product_price_vnd);
    if (event.product_name !== null) this.#names.set(product, event.product_name);
    const held = this.#quantities.get(product) ?? 0;
    if (event.event_type === 'add_to_cart') this.#hold(product, held + quantity);
    if (event.event_type === 'remove_from_cart') this.#hold(product, quantity === 0 ? 0 : held - quantity);
    if (event.event_type === 'update_quantity' && held > 0) this.#hold(product, quantity);
    if (event.event_type === 'purchase') this.#quantities.clear();
  }

  get isEmpty(): boolean {
    return this.#quantities.size === 0;
  }

  /** In the order they were put in: a line that was taken out whole and put in again is the last. */
  lines(): CartLine[] {
    return Array.from(this.#quantities, ([product_id, quantity]) => ({
      product_id,
      product_name: this.#names.get(product_id) ?? null,
      quantity,
      price_vnd: this.#prices.get(product_id) ?? 0,
    }));
  }

  /** In VND. */
  value(): number {
    return valueOf(this.lines());
  }

  #hold(product: number | null, quantity: number): void {
    if (quantity > 0) this.#quantities.set(product, quantity);
    else this.#quantities.delete(product);
  }
}
