import { EVENT_TYPES } from '../event-types.ts';
import type { Zone } from '../time/zone.ts';
import type { WireEvent } from '../wire-event.ts';
import { ProductCounts } from './shop/products.ts';
import { shareOf, type ShopReport, type TypeCount } from './shop/report.ts';
import type { ShopRows } from './shop/rows.ts';
import { ShopSessions, STEPS } from './shop/sessions.ts';
import { EventTimes } from './shop/times.ts';
import { WholeSum } from './sums.ts';

export type { ShopReport } from './shop/report.ts';

export interface ShopOptions {
  /** Of the hours, weekdays and days. */
  zone: Zone;
  /**
   * Milliseconds after its last event at which a session is over.
   * @default 21_600_000, six hours
   */
  forgetAfter?: number;
}

const SIX_HOURS = 21_600_000;
/** 2000-01-01T00:00Z to 2101-01-01T00:00Z, the times that cleaning takes. */
const EARLIEST = 946_684_800_000;
const LATEST = 4_133_980_800_000;
const OTHER = EVENT_TYPES.length;
const [VIEW, ADD, PURCHASE] = (['view_item', 'add_to_cart', 'purchase'] as const).map((type) =>
  EVENT_TYPES.indexOf(type),
);
const INDICES: ReadonlyMap<unknown, number> = new Map(EVENT_TYPES.map((type, at) => [type, at]));
/** The bit of the funnel's step by type. */
const STEP_BITS = [...EVENT_TYPES, 'other'].map((type) => {
  const step = (STEPS as readonly string[]).indexOf(type);
  return step < 0 ? 0 : 1 << step;
});

/**
 * Learns from wire events in rough order of time how a shop's stream looks, in one pass. Values of the wrong type are
 * passed over, as is a time outside 2000 to 2100; duplicates count twice. Memory: open sessions, distinct customers,
 * products, days, and 1 MB.
 */
export class ShopWatch {
  readonly #types = new Float64Array(EVENT_TYPES.length + 1);
  readonly #times: EventTimes;
  readonly #sessions: ShopSessions;
  readonly #products = new ProductCounts();
  readonly #revenue = new WholeSum();

  /** @throws {RangeError} unless forgetAfter is above 0 */
  constructor({ zone, forgetAfter = SIX_HOURS }: ShopOptions) {
    if (!(forgetAfter > 0)) {
      throw new RangeError(
        `Cannot watch a shop as forgetAfter must be milliseconds above 0: ${String(forgetAfter)}`,
      );
    }
    this.#times = new EventTimes(zone);
    this.#sessions = new ShopSessions(forgetAfter);
  }

  /** Sessions held in memory: those not over yet, and those that were over lately. */
  get openSessions(): number {
    return this.#sessions.open;
  }

  /** Counts an event; never throws, whatever its values are. */
  add(event: WireEvent): void {
    const type = INDICES.get(event.event_type) ?? OTHER;
    const id: unknown = event.session_id;
    this.#count(type, event.timestamp_unix, typeof id === 'string' ? id : null, event.customer_id);
    if (STEP_BITS[type] !== 0) this.#addDetails(event);
  }

  /** Counts events of a shop whose products have these names by id, as if each were added. */
  addRows({ types, times, sessions, customers, products, orders }: ShopRows, names: readonly string[]): void {
    let order = 0;
    for (let row = 0; row < types.length; row++) {
      const type = types[row]!;
      const id = products[row]!;
      this.#count(type, times[row]!, sessions[row]!, customers[row] === 0 ? null : customers[row]);
      if (type === VIEW) this.#products.viewed(id, names[id]);
      else if (type === ADD) this.#products.added(id, names[id]);
      else if (type === PURCHASE) this.#addOrder(orders[order++]!);
    }
  }

  /** The report of all events so far. It ends all open sessions, so it is for the end of the stream. */
  finish(): ShopReport {
    const events = this.#types.reduce((sum, count) => sum + count, 0);
    const { sessions, ...ofSessions } = this.#sessions.finish();
    const { first_event, last_event, ...ofTimes } = this.#times.finish();
    const revenue = Number(this.#revenue.value());
    return {
      events,
      sessions,
      first_event,
      last_event,
      types: this.#typeCounts(events),
      ...ofSessions,
      ...ofTimes,
      products: this.#products.finish(),
      revenue_vnd: Number.isSafeInteger(revenue) ? revenue : null,
      orders: this.#orders(),
    };
  }

  #count(type: number, unix: number, session: string | number | null, customer: unknown): void {
    this.#types[type]!++;
    const time = Number.isSafeInteger(unix) && unix >= EARLIEST && unix < LATEST ? unix : Number.NaN;
    if (!Number.isNaN(time)) this.#times.add(time);
    if (session !== null) this.#sessions.add(session, time, STEP_BITS[type]!, customer);
  }

  #addDetails(event: WireEvent): void {
    switch (event.event_type) {
      case 'view_item':
        this.#products.viewed(event.product_id, event.product_name);
        break;
      case 'add_to_cart':
        this.#products.added(event.product_id, event.product_name);
        break;
      case 'purchase':
        this.#addOrder({ items: event.items, total: event.total_amount_vnd });
    }
  }

  #addOrder({ items, total }: { items: unknown; total: unknown }): void {
    this.#products.bought(items);
    if (Number.isSafeInteger(total) && (total as number) > 0) this.#revenue.add(total as number);
  }

  #typeCounts(events: number): TypeCount[] {
    return [...EVENT_TYPES, 'other'].map((type, at) => {
      const count = this.#types[at]!;
      return { type, count, share: shareOf(count, events) };
    });
  }

  #orders(): ShopReport['orders'] {
    const count = (type: (typeof EVENT_TYPES)[number]): number => this.#types[EVENT_TYPES.indexOf(type)]!;
    const bought = count('purchase');
    const failed = count('payment_failed');
    return {
      bought,
      payments_failed: failed,
      cancelled: count('order_cancelled'),
      payment_success_rate: shareOf(bought, bought + failed),
    };
  }
}
