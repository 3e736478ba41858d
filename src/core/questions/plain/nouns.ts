import type { CustomerRow, OrderRow, ProductRow, StoredEvent } from '../answers.ts';
import { bySession, revenueOf } from './sessions.ts';
import { ofType } from './statistics.ts';
import { sumVnd, valueOf } from './vnd.ts';

/** What events in order of time say of a customer; null where they say nothing. */
export function customerRow(events: readonly StoredEvent[], customer: number): CustomerRow | null {
  const own = events.filter((event) => event.customer_id === customer);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    customer_id: customer,
    events: own.length,
    sessions: bySession(own).size,
    first_seen: first.timestamp,
    last_seen: last.timestamp,
    orders: ofType(own, 'purchase').length,
    order_value_vnd: revenueOf(own),
  };
}

/** What events in order of time say of a product; null where they say nothing. */
export function productRow(events: readonly StoredEvent[], product: number): ProductRow | null {
  const own = events.filter((event) => event.product_id === product);
  const bought = ofType(events, 'purchase')
    .flatMap((event) => event.items ?? [])
    .filter((item) => item.product_id === product);
  if (own.length === 0 && bought.length === 0) return null;
  return {
    product_id: product,
    name: own.findLast((event) => event.product_name !== null)?.product_name ?? null,
    sku: own.findLast((event) => event.product_sku !== null)?.product_sku ?? null,
    category: own.findLast((event) => event.product_category !== null)?.product_category ?? null,
    brand: own.findLast((event) => event.product_brand !== null)?.product_brand ?? null,
    price_vnd: own.findLast((event) => event.product_price_vnd > 0)?.product_price_vnd ?? null,
    events: own.length,
    views: ofType(own, 'view_item').length,
    adds: ofType(own, 'add_to_cart').length,
    removes: ofType(own, 'remove_from_cart').length,
    units_bought: sumVnd(bought.map((item) => item.quantity ?? 0)),
    revenue_vnd: valueOf(bought),
  };
}

/** A purchase as an order; `cancelled` are the order_ids of order_cancelled events. */
export function orderRow(purchase: StoredEvent, cancelled: ReadonlySet<string | null>): OrderRow {
  return {
    order_id: purchase.order_id,
    session_id: purchase.session_id,
    customer_id: purchase.customer_id,
    time: purchase.timestamp,
    total_amount_vnd: purchase.total_amount_vnd ?? 0,
    item_count: purchase.item_count,
    items: purchase.items,
    payment_method: purchase.payment_method,
    shipping_method: purchase.shipping_method,
    cancelled: purchase.order_id !== null && cancelled.has(purchase.order_id),
  };
}
