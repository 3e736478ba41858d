import type { Duck } from '../support/duckdb.ts';

/** A part of the metrics as one query that gives it; maps are lists of names and numbers in order. */
const QUERIES: Record<string, string> = {
  session_duration_stats: `select avg(d) / 1e6 as average_duration_seconds, median(d) / 1e6 as median_duration_seconds,
      min(d) / 1e6 as min_duration_seconds, max(d) / 1e6 as max_duration_seconds,
      stddev_samp(d) / 1e6 as std_duration_seconds, count(*) as total_sessions,
      avg(d) / 6e7 as average_duration_minutes, median(d) / 6e7 as median_duration_minutes
    from (select session_end - session_start as d from sessions)`,
  purchase_stats: `select count(*) as total_sessions, count(*) filter (intent) as sessions_with_purchase_intent,
      100 * count(*) filter (intent) / nullif(count(*), 0) as purchase_intent_rate
    from sessions`,
  event_stats: `select count(*) as total_events, count(distinct session_id) as unique_sessions,
      count(distinct customer_id) as unique_customers, count(distinct product_id) as unique_products,
      count(*) / nullif(count(distinct session_id), 0) as average_events_per_session
    from kept`,
  journey_metrics: `select avg(total_events) as average_journey_length, max(total_events) as max_journey_length,
      min(total_events) as min_journey_length
    from sessions`,
  time_metrics: 'select',
  conversion_stats: `select count(*) filter (has_purchase) as sessions_with_purchase,
      100 * count(*) filter (has_purchase) / nullif(count(*), 0) as conversion_rate,
      coalesce(sum(purchases), 0) as total_purchases, coalesce(sum(order_value_vnd), 0) as total_revenue_vnd,
      sum(order_value_vnd) / nullif(sum(purchases), 0) as average_order_value_vnd
    from sessions`,
  cart_stats: `with counted as (
      select count(*) filter (event_type = 'add_to_cart') as add_to_cart_events,
        count(*) filter (event_type = 'remove_from_cart') as remove_from_cart_events,
        add_to_cart_events / nullif(remove_from_cart_events, 0) as add_remove_ratio
      from kept)
    select counted.*, left_over.* from counted, (select coalesce(sum(cart_value_vnd), 0) as value_left_in_carts_vnd,
      count(*) filter (adds > 0) as sessions_with_adds, count(*) filter (cart_item_count > 0) as abandoned_sessions,
      100 * count(*) filter (cart_item_count > 0) / nullif(count(*) filter (adds > 0), 0) as abandonment_rate
      from sessions) as left_over`,
};

const MAPS: Record<string, Record<string, string>> = {
  event_stats: {
    event_type_distribution: ranked('event_type', 'kept'),
    source_distribution: ranked(`coalesce(source, 'unknown')`, 'kept'),
    device_distribution: ranked(`coalesce(device, 'unknown')`, 'kept'),
  },
  journey_metrics: {
    top_journey_patterns: `select replace(name, ',', ' -> ') as name, count
      from (${ranked('event_journey', 'sessions')} limit 20)`,
  },
  time_metrics: {
    events_by_date: byDate('date', 'kept'),
    events_by_hour: `select hour::VARCHAR as name, count(n) as count
      from range(24) hours(hour) left join kept using (hour) group by hour order by hour`,
    events_by_day_of_week: `select dayname(day) as name, count(n) as count
      from (select date '2025-09-01' + i::INTEGER as day from range(7) days(i))
      left join kept on dayname(kept.date) = dayname(day) group by day order by day`,
    sessions_by_date: byDate('first_date', 'sessions'),
  },
};

const PRODUCTS = `select product_id, min(product_name) as product_name, count(*) as count from kept
  where event_type = 'add_to_cart' and product_id is not null
  group by product_id order by count(*) desc, coalesce(min(product_name), ''), product_id limit 10`;

function ranked(name: string, from: string): string {
  return `select ${name} as name, count(*) as count from ${from} group by all order by count(*) desc, name`;
}

function byDate(name: string, from: string): string {
  return `select ${name}::VARCHAR as name, count(*) as count from ${from} group by all order by name`;
}

/** The numbers of aggregation_metrics.json as DuckDB has them from the tables `kept` and `sessions`. */
export async function askMetrics(duck: Duck): Promise<Record<string, Record<string, unknown>>> {
  const metrics: Record<string, Record<string, unknown>> = {};
  for (const [section, query] of Object.entries(QUERIES)) {
    const numbers = query === 'select' ? {} : await duck.row<Record<string, unknown>>(query);
    for (const [name, map] of Object.entries(MAPS[section] ?? {})) {
      const rows = await duck.rows<{ name: string; count: number }>(map);
      numbers[name] = rows.map((row) => [row.name, row.count]);
    }
    metrics[section] = numbers;
  }
  metrics['cart_stats']!['top_products_added'] = await duck.rows(PRODUCTS);
  return metrics;
}
