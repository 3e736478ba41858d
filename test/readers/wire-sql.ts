import type { Duck } from '../support/duckdb.ts';
import { quoted } from '../support/duckdb.ts';

/** The fields of the wire and what DuckDB is to read them as; times are taken as text. */
export const WIRE_TYPES = {
  event_id: 'VARCHAR',
  event_type: 'VARCHAR',
  timestamp: 'VARCHAR',
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
} as const;

const JSON_TYPES = {
  ...WIRE_TYPES,
  items: [{ product_id: 'BIGINT', quantity: 'INTEGER', price_vnd: 'BIGINT' }],
  note: 'JSON',
};

/** What DuckDB takes for JSON and the standard does not: a comma before a closing bracket, and numbers that are none. */
const LENIENT = String.raw`,\s*[}\]]|:\s*-?(?:NaN|Infinity)`;

/** Types of JSON values that are read as a column's; numbers as text are asked whether they can be cast. */
const READABLE = {
  VARCHAR: ['VARCHAR'],
  BOOLEAN: ['BOOLEAN'],
  ARRAY: ['ARRAY'],
  number: ['BIGINT', 'UBIGINT', 'DOUBLE', 'VARCHAR'],
} as const;
const IDENTITY = new Set(['event_id', 'event_type', 'session_id']);

const WRONG_TYPE = Object.entries(WIRE_TYPES)
  .filter(([name]) => !name.startsWith('timestamp'))
  .map(([name, type]) => {
    const kind = type.startsWith('STRUCT')
      ? 'ARRAY'
      : type === 'VARCHAR' || type === 'BOOLEAN'
        ? type
        : 'number';
    const types = ['NULL', ...READABLE[kind], ...(IDENTITY.has(name) ? READABLE.number : [])];
    const value = `doc->'$.${name}'`;
    const isWrong = `json_type(${value}) not in (${types.map((each) => `'${each}'`).join(', ')})`;
    return kind === 'number' ? `${isWrong} or (${value}->>'$' is not null and e.${name} is null)` : isWrong;
  })
  .join(' or ');

const REFUSED = `case
  when not json_valid(line) or regexp_matches(line, '${LENIENT}') then 'malformed_json'
  when json_type(doc) <> 'OBJECT' then 'not_an_object'
  when coalesce(e.event_id, '') = '' or coalesce(e.event_type, '') = '' or coalesce(e.session_id, '') = '' then 'missing_field'
  when not regexp_full_match(e.event_type, '[a-z][a-z0-9_]{0,63}') then 'bad_event_name'
  when try_cast(e."timestamp" as TIMESTAMP) is null and e.timestamp_unix is null then 'bad_timestamp'
  when ${WRONG_TYPE} then 'wrong_type'
  when least(e.quantity, e.old_quantity, e.product_price_vnd, e.product_price_usd) < 0 then 'negative_value'
end`;

const CLEANED = `* replace (
  customer_id is null or coalesce(is_guest, false) as is_guest,
  coalesce(timestamp_unix, floor(epoch_us(utc) / 1000)::BIGINT) as timestamp_unix,
  coalesce(referrer, 'direct') as referrer,
  coalesce(utm_source, 'unknown') as utm_source,
  coalesce(utm_medium, 'unknown') as utm_medium,
  coalesce(utm_campaign, 'unknown') as utm_campaign,
  coalesce(product_price_vnd, 0) as product_price_vnd,
  coalesce(quantity, 0) as quantity,
  coalesce(line_total_vnd, 0) as line_total_vnd
)`;

/**
 * Answers from the raw lines alone, by the rules of cleaning as SQL: the table `fates` has a row a line with `fate` ('kept',
 * 'duplicate', 'conflict' or a code), the table `kept` the cleaned events with their line number `n`, and `micros` (UTC),
 * `date` and `hour` (of the wall clock). `zoneOffset` is minutes east of UTC. `note` is the one unknown field it knows.
 */
export async function readWire(duck: Duck, lines: string, zoneOffset = 0): Promise<void> {
  await duck.run(
    `create table lines as select unnest(string_split(content, chr(10))) as line from read_text(${quoted(lines)})`,
  );
  await duck.run(
    `create table parsed as select n, line, e, ${REFUSED} as code from (
       select rowid as n, line, case when json_valid(line) then line::JSON end as doc,
         json_transform(doc, '${JSON.stringify(JSON_TYPES)}') as e
       from lines)`,
  );
  await duck.run(
    `create table cleaned as select ${CLEANED} from (
       select n, unnest(e),
         try_cast(e."timestamp" as TIMESTAMP) as wall,
         coalesce(wall - interval '${zoneOffset} minutes', make_timestamp(e.timestamp_unix * 1000)) as utc
       from parsed where code is null)`,
  );
  await duck.run(
    `create table fates as
     with compared as (
       select n, event_id, to_json(c)::VARCHAR as text, first_value(to_json(c)::VARCHAR) over same as first_text,
         row_number() over same as occurrence
       from (select n, event_id, struct_pack(${structOf()}) as c from cleaned)
       window same as (partition by event_id order by n))
     select n, case when occurrence = 1 then 'kept' when text = first_text then 'duplicate' else 'conflict' end as fate
     from compared union all select n, code from parsed where code is not null`,
  );
  await duck.run(
    `create table kept as
     select * exclude ("timestamp", wall, utc, note), note::VARCHAR as note, epoch_us(utc) as micros, utc,
       (utc + interval '${zoneOffset} minutes')::DATE as date,
       hour(utc + interval '${zoneOffset} minutes')::INTEGER as hour
     from cleaned semi join (select n from fates where fate = 'kept') using (n)`,
  );
}

/** What an event is compared by: all of it but the way its time was written. */
function structOf(): string {
  const names = [...Object.keys(WIRE_TYPES).filter((name) => name !== 'timestamp'), 'note', 'utc'];
  return names.map((name) => `${name} := ${name}`).join(', ');
}
