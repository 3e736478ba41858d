import type { CoherenceReport } from '../../../src/core/aggregates/coherence.ts';
import { CoherenceChecker, type CoherenceOptions } from '../../../src/core/aggregates/coherence.ts';

/** An event in a few words; the rest is filled in by `wire`. */
export type Sketch = Record<string, unknown>;

/** A whole event out of a sketch: the number says its id and its time, ten seconds after the one before. */
export function wire(sketch: Sketch, number: number): Record<string, unknown> {
  const unix = Date.UTC(2025, 7, 25, 9) + number * 10_000;
  return {
    event_id: `evt_${number}`,
    timestamp: `${new Date(unix).toISOString().slice(0, 23)}250`,
    timestamp_unix: unix,
    session_id: 'sess_1',
    customer_id: 7,
    is_guest: false,
    source: 'website',
    device: 'desktop',
    browser: 'Firefox',
    ip_address: '10.0.0.1',
    user_agent: 'Mozilla/5.0',
    ...sketch,
  };
}

/** What a checker says of a stream. */
export function check(stream: readonly Sketch[], options?: CoherenceOptions): CoherenceReport {
  const checker = new CoherenceChecker(options);
  stream.forEach((sketch, number) => checker.add(wire(sketch, number)));
  return checker.finish();
}

/** A product that costs 10 USD for every 240,000 VND. */
export function product(id: number): Sketch {
  return {
    product_id: id,
    product_name: `Chuột ${id}`,
    product_sku: `TECH-${id}`,
    product_category: 'Chuột',
    product_brand: 'Logitech',
    product_price_vnd: 240_000 * id,
    product_price_usd: 10 * id,
  };
}

function line(event_type: string, id: number, quantity: number, more: Sketch): Sketch {
  const line_total_vnd = 240_000 * id * quantity;
  return {
    event_type,
    ...product(id),
    quantity,
    old_quantity: null,
    line_total_vnd,
    line_total_usd: line_total_vnd / 24_000,
    ...more,
  };
}

export const add = (id: number, quantity: number, more: Sketch = {}): Sketch =>
  line('add_to_cart', id, quantity, more);
export const remove = (id: number, quantity: number, more: Sketch = {}): Sketch =>
  line('remove_from_cart', id, quantity, more);
export const update = (id: number, quantity: number, more: Sketch = {}): Sketch =>
  line('update_quantity', id, quantity, more);
export const view = (id: number, seconds: number, more: Sketch = {}): Sketch => ({
  event_type: 'view_item',
  ...product(id),
  view_duration_seconds: seconds,
  ...more,
});

/** Items of [product, quantity]. */
function itemsOf(lines: readonly (readonly [number, number])[]): Sketch[] {
  return lines.map(([product_id, quantity]) => ({ product_id, quantity, price_vnd: 240_000 * product_id }));
}

function sum(lines: readonly (readonly [number, number])[]): number {
  return lines.reduce((total, [id, quantity]) => total + 240_000 * id * quantity, 0);
}

type Lines = readonly (readonly [number, number])[];

export const begin = (lines: Lines, more: Sketch = {}): Sketch => ({
  event_type: 'begin_checkout',
  order_id: 'ord_1',
  cart_value_vnd: sum(lines),
  cart_value_usd: sum(lines) / 24_000,
  item_count: lines.length,
  items: itemsOf(lines),
  ...more,
});
export const ship = (more: Sketch = {}): Sketch => ({
  event_type: 'add_shipping_info',
  order_id: 'ord_1',
  shipping_method: 'express',
  shipping_cost_vnd: 30_000,
  estimated_delivery_days: 2,
  ...more,
});
export const pay = (more: Sketch = {}): Sketch => ({
  event_type: 'add_payment_info',
  order_id: 'ord_1',
  payment_method: 'momo',
  save_payment_info: true,
  ...more,
});
export const fail = (lines: Lines, more: Sketch = {}): Sketch => ({
  event_type: 'payment_failed',
  order_id: 'ord_1',
  payment_method: 'momo',
  failure_reason: 'timeout',
  attempted_amount_vnd: sum(lines),
  ...more,
});
export const buy = (lines: Lines, more: Sketch = {}): Sketch => ({
  event_type: 'purchase',
  order_id: 'ord_1',
  total_amount_vnd: sum(lines),
  total_amount_usd: sum(lines) / 24_000,
  item_count: lines.length,
  items: itemsOf(lines),
  payment_method: 'momo',
  shipping_method: 'express',
  ...more,
});
export const cancel = (lines: Lines, more: Sketch = {}): Sketch => ({
  event_type: 'order_cancelled',
  order_id: 'ord_1',
  cancelled_by: 'customer',
  cancellation_reason: 'changed_mind',
  order_value_vnd: sum(lines),
  ...more,
});
export const scroll = (percent: number, position: number): Sketch => ({
  event_type: 'scroll',
  scroll_depth_percent: percent,
  page_height: 4000,
  scroll_position: position,
});
export const search = (more: Sketch = {}): Sketch => ({
  event_type: 'search',
  search_query: 'chuột',
  results_count: 3,
  search_type: 'keyword',
  ...more,
});
export const leave = (seconds: number): Sketch => ({
  event_type: 'exit_page',
  time_on_page_seconds: seconds,
  exit_type: 'close_tab',
});
