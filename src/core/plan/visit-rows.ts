import type { ShopRows } from '../aggregates/shop/rows.ts';
import { grown } from '../columns/grown.ts';
import { EVENT_TYPES } from '../event-types.ts';
import type { Order, Step } from '../sources/shopper/steps.ts';
import type { Visit } from '../sources/shopper/visits.ts';

const TYPES = Object.fromEntries(EVENT_TYPES.map((type, at) => [type, at])) as Record<Step['type'], number>;
/** The rows of a usual part, and some more. */
const FIRST_ROOM = 24_576;

/** Notes of the steps of visits what a shop's report counts. Memory: 21 bytes a step. */
export class VisitRows {
  #count = 0;
  #types = new Uint8Array(FIRST_ROOM);
  #times = new Float64Array(FIRST_ROOM);
  #sessions = new Uint32Array(FIRST_ROOM);
  #customers = new Int32Array(FIRST_ROOM);
  #products = new Int32Array(FIRST_ROOM);
  readonly #orders: Order[] = [];

  add({ session, visitor, steps }: Visit, index: number): void {
    if (this.#count === this.#types.length) this.#grow();
    const row = this.#count++;
    const step = steps[index]!;
    const hasProduct = step.type === 'view_item' || step.type === 'add_to_cart';
    this.#types[row] = TYPES[step.type];
    this.#times[row] = Math.floor(step.at / 1000);
    this.#sessions[row] = session;
    this.#customers[row] = visitor.customer ?? 0;
    this.#products[row] = hasProduct ? step.product.id : 0;
    if (step.type === 'purchase') this.#orders.push(step.order);
  }

  finish(): ShopRows {
    const count = this.#count;
    return {
      types: this.#types.subarray(0, count),
      times: this.#times.subarray(0, count),
      sessions: this.#sessions.subarray(0, count),
      customers: this.#customers.subarray(0, count),
      products: this.#products.subarray(0, count),
      orders: this.#orders,
    };
  }

  #grow(): void {
    const room = this.#count * 2;
    this.#types = grown(this.#types, room);
    this.#times = grown(this.#times, room);
    this.#sessions = grown(this.#sessions, room);
    this.#customers = grown(this.#customers, room);
    this.#products = grown(this.#products, room);
  }
}
