import type { ShopRows } from '../aggregates/shop/rows.ts';
import { EVENT_TYPES } from '../event-types.ts';
import type { Order, Step } from '../sources/shopper/steps.ts';
import type { Visit } from '../sources/shopper/visits.ts';

const TYPES = Object.fromEntries(EVENT_TYPES.map((type, at) => [type, at])) as Record<Step['type'], number>;

/** Notes of the steps of visits what a shop's report counts. Memory: 29 bytes a step. */
export class VisitRows {
  readonly #types: number[] = [];
  readonly #times: number[] = [];
  readonly #sessions: number[] = [];
  readonly #customers: number[] = [];
  readonly #products: number[] = [];
  readonly #orders: Order[] = [];

  add({ session, visitor, steps }: Visit, index: number): void {
    const step = steps[index]!;
    this.#types.push(TYPES[step.type]);
    this.#times.push(Math.floor(step.at / 1000));
    this.#sessions.push(session);
    this.#customers.push(visitor.customer ?? Number.NaN);
    this.#products.push(step.type === 'view_item' || step.type === 'add_to_cart' ? step.product.id : 0);
    if (step.type === 'purchase') this.#orders.push(step.order);
  }

  finish(): ShopRows {
    return {
      types: new Uint8Array(this.#types),
      times: new Float64Array(this.#times),
      sessions: new Float64Array(this.#sessions),
      customers: new Float64Array(this.#customers),
      products: new Int32Array(this.#products),
      orders: this.#orders,
    };
  }
}
