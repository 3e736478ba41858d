import { ShopWatch, type ShopOptions } from '../../../src/core/aggregates/shop.ts';
import type { ShopReport } from '../../../src/core/aggregates/shop/report.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { WireEvent } from '../../../src/core/wire-event.ts';

/** Monday 2025-09-01T00:00Z. */
export const MONDAY = Date.UTC(2025, 8, 1);
export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export const UTC = openZone('UTC');

/** An event with the fields that a shop report reads. */
export function shopEvent(
  session: string,
  type: string,
  time: number,
  fields: Partial<WireEvent> = {},
): WireEvent {
  return {
    event_type: type,
    timestamp_unix: time,
    session_id: session,
    customer_id: null,
    ...fields,
  } as WireEvent;
}

export function shopReportOf(events: readonly WireEvent[], options: ShopOptions = { zone: UTC }): ShopReport {
  const watch = new ShopWatch(options);
  for (const event of events) watch.add(event);
  return watch.finish();
}

/** Three sessions: a customer who buys at her second try, a guest who leaves a cart, and the customer again. */
export function smallStream(): WireEvent[] {
  const an = { customer_id: 7 };
  const mouse = { product_id: 1, product_name: 'Chuột' };
  const screen = { product_id: 2, product_name: 'Màn hình' };
  const items = [
    { product_id: 1, quantity: 3, price_vnd: 100_000 },
    { product_id: 2, quantity: 1, price_vnd: 700_000 },
  ];
  const at = (minutes: number): number => MONDAY + 9 * HOUR + minutes * MINUTE;
  return [
    shopEvent('a', 'view_item', at(0), { ...an, ...mouse }),
    shopEvent('g', 'view_item', at(1), mouse),
    shopEvent('a', 'add_to_cart', at(2), { ...an, ...mouse, quantity: 3 }),
    shopEvent('g', 'view_item', at(2.5), screen),
    shopEvent('g', 'add_to_cart', at(3), screen),
    shopEvent('a', 'begin_checkout', at(4), an),
    shopEvent('a', 'payment_failed', at(5), an),
    shopEvent('a', 'purchase', at(6), { ...an, items, total_amount_vnd: 1_000_000 }),
    shopEvent('b', 'search', at(24 * 60 + 60), an),
    shopEvent('b', 'gift_wrapped', at(24 * 60 + 60.5), an),
  ];
}
