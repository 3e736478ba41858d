import { EVENT_TYPES } from '../event-types.ts';
import type { Zone } from '../time/zone.ts';
import type { WireEvent } from '../wire-event.ts';
import { ProductCounts } from './shop/products.ts';
import { shareOf, type ShopReport, type TypeCount } from './shop/report.ts';
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
    this.#types[type]!++;
    const unix = event.timestamp_unix;
    const time = Number.isSafeInteger(unix) && unix >= EARLIEST && unix < LATEST ? unix : Number.NaN;
    if (!Number.isNaN(time)) this.#times.add(time);
    const id: unknown = event.session_id;
    const step = STEP_BITS[type]!;
    if (typeof id === 'string') this.#sessions.add(id, time, step, event.customer_id);
    if (step !== 0) this.#addDetails(event);
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

  #addDetails(event: WireEvent): void {
    switch (event.event_type) {
      case 'view_item':
        this.#products.viewed(event.product_id, event.product_name);
        break;
      case 'add_to_cart':
        this.#products.added(event.product_id, event.product_name);
        break;
      case 'purchase': {
        this.#products.bought(event.items);
        const amount: unknown = event.total_amount_vnd;
        if (Number.isSafeInteger(amount) && (amount as number) > 0) this.#revenue.add(amount as number);
      }
    }
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
