import { REVENUE } from './filters.ts';
import { quoted } from '../duckdb.ts';

/** The row of a customer. */
export function customerSql(id: number): string {
  return `select customer_id, count(*) as events, count(distinct session_id) as sessions, min(timestamp) as first_seen,
      max(timestamp) as last_seen, count(*) filter (event_type = 'purchase') as orders, ${REVENUE} as order_value_vnd
    from stored where customer_id = ${id} group by customer_id`;
}

/** The row of a product. */
export function productSql(id: number): string {
  const newest = (column: string): string =>
    `arg_max(${column}, (timestamp, event_id)) filter (${column} is not null)`;
  return `with own as (select * from stored where product_id = ${id}),
    lines as (select unnest(items) as item from stored where event_type = 'purchase'),
    bought as (select item from lines where item.product_id = ${id})
    select ${id} as product_id, ${newest('product_name')} as name, ${newest('product_sku')} as sku,
      ${newest('product_category')} as category, ${newest('product_brand')} as brand,
      arg_max(product_price_vnd, (timestamp, event_id)) filter (product_price_vnd > 0) as price_vnd,
      count(*) as events, count(*) filter (event_type = 'view_item') as views,
      count(*) filter (event_type = 'add_to_cart') as adds, count(*) filter (event_type = 'remove_from_cart') as removes,
      (select coalesce(sum(item.quantity), 0) from bought) as units_bought,
      (select coalesce(sum(item.quantity * item.price_vnd), 0) from bought) as revenue_vnd
    from own having count(*) > 0 or exists (from bought)`;
}

/** All orders of a customer, of a session. */
export function ordersSql(customer?: number, session?: string): string {
  return `select order_id, session_id, customer_id, timestamp as time, coalesce(total_amount_vnd, 0) as total_amount_vnd,
      item_count, items, payment_method, shipping_method, timestamp as key, event_id as id,
      coalesce(order_id in (select order_id from stored where event_type = 'order_cancelled' and order_id is not null), false)
        as cancelled
    from stored where event_type = 'purchase'
      and ${customer === undefined ? 'true' : `customer_id = ${customer}`}
      and ${session === undefined ? 'true' : `session_id = ${quoted(session)}`}`;
}
