const OTHER = 0;
const ADD = 1;
const REMOVE = 2;
const UPDATE = 3;
const PURCHASE = 4;
const ROLES: Readonly<Record<string, number>> = {
  add_to_cart: ADD,
  remove_from_cart: REMOVE,
  update_quantity: UPDATE,
  purchase: PURCHASE,
};

/** What a session is made of, one event: NaN stands for null in numbers, 0 for "none" in codes and prices. */
export interface SessionStep {
  /** Index of the event's type in the table of types. */
  type: number;
  /** Microseconds since 1970-01-01T00:00Z. */
  time: number;
  product: number;
  quantity: number;
  price: number;
  /** total_amount_vnd of a purchase. */
  amount: number;
  customer: number;
  source: number;
  device: number;
}

/**
 * Plays one session after another, event by event in order of time: its span, its journey and its cart. An add adds, a remove
 * takes away (quantity 0 the whole line), an update sets (0 removes; a line that is not there is ignored), a purchase empties
 * the cart. Memory: the steps and products of one session.
 */
export class SessionReplay {
  start = 0;
  end = 0;
  /** Events so far; the types of them are `steps[0..count)`. */
  count = 0;
  steps = new Uint32Array(64);
  customer = Number.NaN;
  source = 0;
  device = 0;
  purchases = 0;
  /** Sum of the purchases in VND, at most 2^53 - 1. */
  orderValue = 0;
  readonly #roles: Uint8Array;
  readonly #quantities = new Map<number, number>();
  readonly #prices = new Map<number, number>();

  constructor(types: readonly string[]) {
    this.#roles = Uint8Array.from(types, (type) =>
      Object.hasOwn(ROLES, type) ? (ROLES[type] as number) : OTHER,
    );
  }

  /** Forgets the session before. */
  begin(): void {
    this.count = 0;
    this.customer = Number.NaN;
    this.purchases = 0;
    this.orderValue = 0;
    this.#quantities.clear();
    this.#prices.clear();
  }

  add(step: SessionStep): void {
    if (this.count === 0) {
      this.start = step.time;
      this.source = step.source;
      this.device = step.device;
    }
    this.end = step.time;
    if (this.count === this.steps.length) {
      const steps = new Uint32Array(this.steps.length * 2);
      steps.set(this.steps);
      this.steps = steps;
    }
    this.steps[this.count++] = step.type;
    if (Number.isNaN(this.customer)) this.customer = step.customer;
    this.#play(step);
  }

  /** Lines with something in them. */
  get cartLines(): number {
    return this.#quantities.size;
  }

  /** What the cart holds, at the last price seen for each product, in VND, at most 2^53 - 1. */
  get cartValue(): number {
    let value = 0;
    for (const [product, quantity] of this.#quantities) value += quantity * (this.#prices.get(product) ?? 0);
    return Math.min(value, Number.MAX_SAFE_INTEGER);
  }

  #play({ type, product, quantity, price, amount }: SessionStep): void {
    if (price > 0) this.#prices.set(product, price);
    const role = this.#roles[type];
    if (role === OTHER) return;
    if (role === PURCHASE) {
      this.purchases++;
      if (amount > 0) this.orderValue = Math.min(this.orderValue + amount, Number.MAX_SAFE_INTEGER);
      this.#quantities.clear();
      return;
    }
    const held = this.#quantities.get(product) ?? 0;
    if (role === ADD) this.#hold(product, held + quantity);
    else if (role === REMOVE) this.#hold(product, quantity === 0 ? 0 : held - quantity);
    else if (held > 0) this.#hold(product, quantity);
  }

  #hold(product: number, quantity: number): void {
    if (quantity > 0) this.#quantities.set(product, quantity);
    else this.#quantities.delete(product);
  }
}
