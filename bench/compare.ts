import { deepStrictEqual } from 'node:assert/strict';
import { DuckDBInstance } from '@duckdb/node-api';

// Sums of hashes do not depend on the order of rows; casts take away how each side stores a type.
const eventsSql = `select date::VARCHAR as date, count(*) as events, sum(quantity) as quantity,
  sum(line_total_vnd) as line_total_vnd, count(distinct session_id) as sessions,
  sum(event_sequence_num) as sequence, sum(total_events) as totals,
  min(epoch_us(timestamp)) as first, max(epoch_us(timestamp)) as last,
  sum(hour) as hours, sum(epoch_us(session_start)) as starts, sum(epoch_us(session_end)) as ends,
  sum(round(session_duration_seconds * 1e6)::HUGEINT) as durations,
  count(customer_id) as customers, count(*) filter (is_guest) as guests, count(items) as items, count(properties) as properties,
  sum(hash(event_id, event_type, session_id, referrer, utm_source, utm_medium, utm_campaign, product_name,
    user_agent, page_url, search_query, properties::VARCHAR, event_journey)) as texts,
  sum(hash(event_id, customer_id::BIGINT, product_price_vnd::BIGINT, product_price_usd::DOUBLE, old_quantity::BIGINT,
    total_amount_vnd::BIGINT, order_value_vnd::BIGINT, event_sequence_num::BIGINT, to_json(items)::VARCHAR)) as numbers
from read_parquet('{}/cart_events_cleaned/date=*/*.parquet', hive_partitioning = true)
group by all order by all`;

const sessionsSql = `select count(*) as sessions, sum(total_events) as events, count(customer_id) as customers,
  count(*) filter (is_guest) as guests, count(*) filter (has_purchase) as purchases,
  sum(order_value_vnd) as order_value_vnd, sum(round(session_duration_seconds * 1e6)::HUGEINT) as durations,
  sum(epoch_us(session_start)) as starts, sum(epoch_us(session_end)) as ends,
  sum(hash(session_id, customer_id::BIGINT, source, device, event_journey)) as texts
from read_parquet('{}/session_metrics.parquet')`;

/** Rejects with the difference when two output folders do not hold the same events and sessions. */
export async function compareOutputs(ours: string, peer: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();

  async function query(sql: string, folder: string): Promise<object[]> {
    const reader = await connection.runAndReadAll(sql.replace('{}', folder));
    return reader.getRowObjectsJson();
  }

  try {
    for (const sql of [eventsSql, sessionsSql]) {
      deepStrictEqual(await query(sql, ours), await query(sql, peer), `${ours} and ${peer} differ`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
