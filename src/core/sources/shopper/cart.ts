import type { Product } from '../../catalog/product.ts';
import type { Draws } from '../../random/draws.ts';
import type { LineStep, Order } from './steps.ts';

/** A step before it is known when it happens. */
export type Untimed<S> = S extends { at: number } ? Omit<S, 'at'> : never;

const CART_URL = 'https://techstore.vn/cart';
const ADDED = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3] as const;
/** Of what costs more than this in VND people take one, hardly ever two. */
const ONE_IS_ENOUGH = 5_000_000;
const [MOST_SET, MOST_DEAR_SET] = [5, 2];
const SET_TO_NONE = 0.08;
const WHOLE_LINE = 0.5;

/** What a shopper holds: products with their quantities, in the order they were put in. */
export class Cart {
  readonly #lines = new Map<Product, number>();

  get size(): number {
    return this.#lines.size;
  }

  get products(): Product[] {
    return [...this.#lines.keys()];
  }

  holds(product: Product): boolean {
    return this.#lines.has(product);
  }

  add(product: Product, url: string, draws: Draws): Untimed<LineStep> {
    const quantity = product.price_vnd > ONE_IS_ENOUGH ? (draws.chance(0.04) ? 2 : 1) : draws.pick(ADDED);
    this.#lines.set(product, (this.#lines.get(product) ?? 0) + quantity);
    return { type: 'add_to_cart', url, product, quantity, old: null };
  }

  /** Takes some or all of a line out, or sets its quantity; `keep` asks that the cart does not become empty. */
  change(draws: Draws, keep: boolean): Untimed<LineStep> {
    const [product, held] = draws.pick([...this.#lines]);
    const isLast = keep && this.#lines.size === 1;
    return draws.chance(0.5) && !(isLast && held === 1)
      ? this.#remove(product, held, isLast, draws)
      : this.#update(product, held, isLast, draws);
  }

  /** Puts what is in the cart into an order. */
  fill(order: Order): void {
    order.items = [...this.#lines].map(([{ id: product_id, price_vnd }, quantity]) => ({
      product_id,
      quantity,
      price_vnd,
    }));
    order.total = 0;
    for (const [{ price_vnd }, quantity] of this.#lines) order.total += quantity * price_vnd;
  }

  #remove(product: Product, held: number, isLast: boolean, draws: Draws): Untimed<LineStep> {
    const quantity = !isLast && draws.chance(WHOLE_LINE) ? 0 : draws.between(1, isLast ? held - 1 : held);
    this.#hold(product, quantity === 0 ? 0 : held - quantity);
    return { type: 'remove_from_cart', url: CART_URL, product, quantity, old: held };
  }

  #update(product: Product, held: number, isLast: boolean, draws: Draws): Untimed<LineStep> {
    const drawn =
      !isLast && draws.chance(SET_TO_NONE)
        ? 0
        : draws.between(1, product.price_vnd > ONE_IS_ENOUGH ? MOST_DEAR_SET : MOST_SET);
    const quantity = drawn === held ? held + 1 : drawn;
    this.#hold(product, quantity);
    return { type: 'update_quantity', url: CART_URL, product, quantity, old: held };
  }

  #hold(product: Product, quantity: number): void {
    if (quantity === 0) this.#lines.delete(product);
    else this.#lines.set(product, quantity);
  }
}
