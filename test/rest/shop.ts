import assert from 'node:assert/strict';
import type { CartEvent } from '../../src/core/event.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import type { Questions } from '../../src/core/questions/questions.ts';
import { batchCleaner } from '../../src/core/stages/clean.ts';
import { openZone } from '../../src/core/time/zone.ts';
import type { WireDetails, WireEvent } from '../../src/core/wire-event.ts';
import { createRest, type RestLogEntry, type RestOptions } from '../../src/rest/rest.ts';
import { quietJobs } from '../support/jobs.ts';
import { rawEvents } from '../support/raw-events.ts';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
export const zone = openZone(TIME_ZONE);
/** 2025-03-10T20:30 in Viet Nam. */
export const NOW = new Date('2025-03-10T13:30:00Z');

const CAMPAIGN = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'tet' };
const NO_CAMPAIGN = { utm_source: null, utm_medium: null, utm_campaign: null };
const BOARD = product(1, 'Bàn phím', 1_000_000, 41.67);
const MOUSE = product(2, 'Chuột', 250_000, 10.42);

/**
 * A few sessions of a shop in Viet Nam, oldest first: a cart that is left (A), a guest's cart that is left (B), a purchase (C), and
 * one of today with an event type of the shop's own (D).
 */
export const EVENTS: readonly WireEvent[] = [
  event(1, 'view_item', '2025-03-01T09:00:00', 'A', 7, { ...BOARD, view_duration_seconds: 12.5 }),
  event(2, 'add_to_cart', '2025-03-01T09:01:00.000007', 'A', 7, { ...BOARD, ...line(2, 1_000_000) }),
  event(3, 'add_to_cart', '2025-03-01T09:02:00', 'A', 7, { ...MOUSE, ...line(1, 250_000) }),
  event(4, 'remove_from_cart', '2025-03-01T23:59:59.999999', 'A', 7, { ...BOARD, ...line(1, 1_000_000, 2) }),
  event(5, 'add_to_cart', '2025-03-02T00:00:00', 'B', null, { ...MOUSE, ...line(3, 250_000) }),
  event(6, 'scroll', '2025-03-02T00:00:01', 'B', null, {
    scroll_depth_percent: 50,
    page_height: 2000,
    scroll_position: 1000,
  }),
  event(7, 'add_to_cart', '2025-03-05T10:00:00', 'C', 9, { ...BOARD, ...line(1, 1_000_000) }),
  event(8, 'purchase', '2025-03-05T10:05:00', 'C', 9, {
    order_id: 'ord_1',
    total_amount_vnd: 1_000_000,
    total_amount_usd: 41.67,
    item_count: 1,
    payment_method: 'momo',
    shipping_method: 'express',
    items: [{ product_id: 1, quantity: 1, price_vnd: 1_000_000 }],
  }),
  event(9, 'gift_wrapped', '2025-03-10T20:00:00', 'D', 7, { product_id: 1, product_name: 'Bàn phím' }),
];

/** Wire events as the table holds them. */
export function stored(events: readonly WireEvent[] = EVENTS): CartEvent[] {
  const batch = batchCleaner({ timeZone: TIME_ZONE })(rawEvents(events));
  assert.equal(batch.length, events.length, 'all of them are clean');
  return batch;
}

/** Events of EVENTS by their numbers. */
export function numbered(...numbers: readonly number[]): WireEvent[] {
  return numbers.map((number) => EVENTS[number - 1]!);
}

export const shop: Questions = plainQuestions(stored(), { zone, version: 3 });

/** A REST service over the shop, and what it logs. */
export function open(options: Partial<RestOptions> = {}) {
  const log: RestLogEntry[] = [];
  const rest = createRest({
    questions: shop,
    jobs: quietJobs,
    zone,
    now: () => NOW,
    log: (entry) => void log.push(entry),
    ...options,
  });
  return {
    log,
    ask: (path: string, init: RequestInit = {}): Promise<Response> =>
      rest(new Request(new URL(path, 'http://shop.test'), init), 'req_1'),
  };
}

/** Status and body of an answer. */
export async function read(path: string, options: Partial<RestOptions> = {}): Promise<[number, unknown]> {
  const response = await open(options).ask(path);
  return [response.status, await response.json()];
}

function event(
  number: number,
  type: string,
  timestamp: string,
  session: string,
  customer: number | null,
  details: WireDetails,
): WireEvent {
  const isApp = session === 'B';
  return {
    event_id: `evt_${number}`,
    event_type: type,
    timestamp,
    timestamp_unix: Date.parse(`${timestamp.slice(0, 23)}+07:00`),
    session_id: `sess_${session}`,
    customer_id: customer,
    is_guest: customer === null,
    ...details,
    source: isApp ? 'mobile_app' : 'website',
    device: isApp ? 'mobile' : 'desktop',
    browser: isApp ? null : 'Chrome',
    ip_address: '203.0.113.7',
    user_agent: null,
    page_url: 'https://techstore.vn/',
    referrer: isApp ? null : 'https://google.com',
    ...(isApp ? NO_CAMPAIGN : CAMPAIGN),
  };
}

function product(id: number, name: string, vnd: number, usd: number): WireDetails {
  return {
    product_id: id,
    product_name: name,
    product_sku: `TECH-000${id}-ABC`,
    product_category: name,
    product_brand: 'Keychron',
    product_price_vnd: vnd,
    product_price_usd: usd,
  };
}

function line(quantity: number, price: number, old: number | null = null): WireDetails {
  return {
    quantity,
    old_quantity: old,
    line_total_vnd: quantity * price,
    line_total_usd: (quantity * price) / 25_000,
  };
}
