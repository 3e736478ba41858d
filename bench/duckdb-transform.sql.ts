/** How duplicates are found: all keep the first in input order; at 2 M events the first two take 0.4 s, anti-join 0.6 s, distinct-on 1 s. */
export type DedupeForm = 'first-rowid' | 'qualify' | 'distinct-on' | 'anti-join';

/** How an event gets its number within its session; at 2 M events the list takes 1.6 to 2 s, the window 3 to 3.4 s. */
export type JourneyForm = 'window' | 'list';

/** What the transform reads and writes, and in which of its forms. */
export interface TransformSqlOptions {
  input: string;
  output: string;
  /** @default 'first-rowid' */
  dedupe?: DedupeForm;
  /** @default 'list' */
  journey?: JourneyForm;
  /** Whether the input has the unknown fields of `other-shape`, which are kept as `properties`. @default false */
  withProperties?: boolean;
}

const wireColumns = {
  event_id: 'VARCHAR',
  event_type: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  timestamp_unix: 'BIGINT',
  session_id: 'VARCHAR',
  customer_id: 'BIGINT',
  is_guest: 'BOOLEAN',
  source: 'VARCHAR',
  device: 'VARCHAR',
  browser: 'VARCHAR',
  ip_address: 'VARCHAR',
  user_agent: 'VARCHAR',
  page_url: 'VARCHAR',
  referrer: 'VARCHAR',
  utm_source: 'VARCHAR',
  utm_medium: 'VARCHAR',
  utm_campaign: 'VARCHAR',
  product_id: 'BIGINT',
  product_name: 'VARCHAR',
  product_sku: 'VARCHAR',
  product_category: 'VARCHAR',
  product_brand: 'VARCHAR',
  product_price_vnd: 'BIGINT',
  product_price_usd: 'DOUBLE',
  quantity: 'INTEGER',
  old_quantity: 'INTEGER',
  line_total_vnd: 'BIGINT',
  line_total_usd: 'DOUBLE',
  view_duration_seconds: 'DOUBLE',
  order_id: 'VARCHAR',
  total_amount_vnd: 'BIGINT',
  total_amount_usd: 'DOUBLE',
  item_count: 'INTEGER',
  payment_method: 'VARCHAR',
  shipping_method: 'VARCHAR',
  items: 'STRUCT(product_id BIGINT, quantity INTEGER, price_vnd BIGINT)[]',
  cart_value_vnd: 'BIGINT',
  cart_value_usd: 'DOUBLE',
  shipping_cost_vnd: 'BIGINT',
  estimated_delivery_days: 'INTEGER',
  save_payment_info: 'BOOLEAN',
  failure_reason: 'VARCHAR',
  attempted_amount_vnd: 'BIGINT',
  cancelled_by: 'VARCHAR',
  cancellation_reason: 'VARCHAR',
  order_value_vnd: 'BIGINT',
  scroll_depth_percent: 'DOUBLE',
  page_height: 'DOUBLE',
  scroll_position: 'DOUBLE',
  time_on_page_seconds: 'DOUBLE',
  exit_type: 'VARCHAR',
  search_query: 'VARCHAR',
  results_count: 'INTEGER',
  search_type: 'VARCHAR',
};

// Fields that nobody knows: DuckDB is told their names, as it would have to read each event twice to find them.
const unknownColumns = { loyalty: 'JSON', store_view: 'VARCHAR', tags: 'JSON' };
const unknownFields = `case when loyalty is null then json_object('store_view', store_view, 'tags', tags)
  else json_object('loyalty', loyalty, 'store_view', store_view, 'tags', tags) end::VARCHAR`;

const cleaned = `replace (
  customer_id is null as is_guest,
  coalesce(referrer, 'direct') as referrer,
  coalesce(utm_source, 'unknown') as utm_source,
  coalesce(utm_medium, 'unknown') as utm_medium,
  coalesce(utm_campaign, 'unknown') as utm_campaign,
  coalesce(product_price_vnd, 0) as product_price_vnd,
  coalesce(quantity, 0) as quantity,
  coalesce(line_total_vnd, 0) as line_total_vnd
)`;

// The table's rowid is the input order: it is filled with preserve_insertion_order on.
const keptRows: Record<DedupeForm, string> = {
  'first-rowid': 'select min(rowid) as row from raw group by event_id',
  qualify:
    'select rowid as row from raw qualify row_number() over (partition by event_id order by rowid) = 1',
  'distinct-on': 'select distinct on (event_id) rowid as row from raw order by event_id, rowid',
  'anti-join': `with twice as (select event_id, min(rowid) as first from raw group by event_id having count(*) > 1)
    select raw.rowid as row from raw left join twice using (event_id) where first is null or raw.rowid = first`,
};

const sessionColumns = `session_id,
  arg_min(customer_id, (timestamp, row)) filter (customer_id is not null) as customer_id,
  min(timestamp) as session_start,
  max(timestamp) as session_end,
  count(*) as total_events,
  (epoch_us(max(timestamp)) - epoch_us(min(timestamp))) / 1e6 as session_duration_seconds,
  bool_or(event_type = 'purchase') as has_purchase,
  coalesce(sum(total_amount_vnd) filter (event_type = 'purchase'), 0)::BIGINT as order_value_vnd`;

// The steps of a session are sorted once, as one list; the journey and the context of its first event are read off it.
const listForm = [
  `create table sessions as select * exclude (steps),
     array_to_string(list_transform(steps, lambda step: step.event_type), ',') as event_journey,
     list_transform(steps, lambda step: step.row) as step_rows,
     steps[1].source as source, steps[1].device as device
   from (select ${sessionColumns},
     list_sort(list({timestamp: timestamp, row: row, event_type: event_type, source: source, device: device})) as steps
     from keys group by session_id)`,
  `create table numbered as select unnest(step_rows) as row, generate_subscripts(step_rows, 1) as event_sequence_num,
     session_id from sessions`,
];

const windowForm = [
  `create table numbered as select row, session_id,
     row_number() over (partition by session_id order by timestamp, row)::INTEGER as event_sequence_num from keys`,
  `create table sessions as select ${sessionColumns},
     string_agg(event_type, ',' order by event_sequence_num) as event_journey,
     any_value(source) filter (event_sequence_num = 1) as source,
     any_value(device) filter (event_sequence_num = 1) as device
   from keys join (select row, event_sequence_num from numbered) using (row) group by session_id`,
];

/**
 * The transform as DuckDB statements: read, clean, drop repeated ids (the first in input order stays), journeys,
 * Parquet by date, session metrics. Left out: telling conflicts from duplicates, quarantine, the cart replay, the
 * report and the cut of long journeys.
 *
 * Tried at 500,000 events, without gain: other buffers of read_json, times read as text, lines read by read_csv and parsed
 * by both threads, other sizes of row groups and dictionaries, other limits of partitioned writing, rows sorted by date first, a
 * COPY for each date or each half of the dates on two connections.
 */
export function transformSql(options: TransformSqlOptions): string[] {
  const { input, output, dedupe = 'first-rowid', journey = 'list', withProperties = false } = options;
  const format = /\.(ndjson|jsonl)(\.gz)?$/.test(input) ? 'newline_delimited' : 'array';
  const known = { ...wireColumns, ...(withProperties ? unknownColumns : {}) };
  const columns = Object.entries(known).map(([name, type]) => `${name}: '${type}'`);
  const unknown = Object.keys(unknownColumns).join(', ');
  const star = withProperties ? `* exclude (${unknown})` : '*';
  const properties = withProperties ? unknownFields : 'null::VARCHAR';
  return [
    'set preserve_insertion_order = true',
    `create table raw as select ${star} ${cleaned}, ${properties} as properties
     from read_json('${input}', format = '${format}', columns = {${columns.join(', ')}})`,
    'set preserve_insertion_order = false',
    `create table kept as ${keptRows[dedupe]}`,
    `create table keys as
     select rowid as row, session_id, timestamp, event_type, customer_id, source, device, total_amount_vnd
     from raw where rowid in (select row from kept)`,
    ...(journey === 'list' ? listForm : windowForm),
    `copy (
       select raw.*, raw.timestamp::DATE as date, hour(raw.timestamp)::INTEGER as hour, event_sequence_num,
         session_start, session_end, session_duration_seconds, total_events, event_journey
       from raw
       join (select row, event_sequence_num from numbered) as numbered on raw.rowid = numbered.row
       join (select session_id, session_start, session_end, session_duration_seconds, total_events, event_journey
         from sessions) as sessions on raw.session_id = sessions.session_id
     ) to '${output}/cart_events_cleaned' (format parquet, partition_by (date), compression snappy)`,
    `copy (
       select session_id, customer_id, customer_id is null as is_guest, source, device, session_start, session_end,
         total_events, event_journey, session_duration_seconds, has_purchase, order_value_vnd
       from sessions
     ) to '${output}/session_metrics.parquet' (format parquet, compression snappy)`,
  ];
}
