import type { Page } from '../../src/core/questions/page.ts';
import type { Questions } from '../../src/core/questions/questions.ts';
import type { Sample } from './samples.ts';
import { abandonedSql, foldedSql } from './sessions.sql.ts';

/** A question in both languages. Numbers of SQL come as numbers, structs as objects, lists as arrays. */
export interface Query {
  ours(questions: Questions, sample: Sample): Promise<unknown>;
  /** May name $customer, $session and $at, the end of the period in seconds. */
  sql: string;
  /** Makes the same of SQL's rows as `ours` answers. */
  read(rows: Record<string, unknown>[]): unknown;
}

/** End of the generated period, in microseconds since 1970-01-01T00:00Z. */
export const END = Date.UTC(2025, 10, 23) * 1000;
const DAY = 86_400_000_000;
const FIRST = END - 90 * DAY;

const REVENUE = `coalesce(sum(total_amount_vnd) filter (event_type = 'purchase' and total_amount_vnd > 0), 0)`;
const TOP_PRODUCTS = `select product_id, min(product_name) as name, count(*) as adds, sum(line_total_vnd) as value_vnd
  from events where event_type = 'add_to_cart' and product_id is not null
  group by product_id order by adds desc, product_id limit 10`;
const FUNNEL = ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'];

function countsSql(column: string): string {
  return `(select list({name: name, count: count} order by count desc, name) from (
    select coalesce(${column}, 'unknown') as name, sum(count) as count from slices group by all))`;
}

/**
 * Every step as the earliest place where a session can have come that far. Where the first step lies is only asked of sessions
 * with the second: for the rest it is enough that they have it.
 */
function funnelSql(): string {
  const place = 'min((timestamp, event_id)) as place';
  const steps = FUNNEL.map((type, i) => {
    const events = `(select session_id, timestamp, event_id from events where event_type = '${type}')`;
    return i === 0
      ? `step0 as (
          select session_id, ${place} from ${events} where session_id in (
            select session_id from events where event_type = '${FUNNEL[1]}') group by all)`
      : `step${i} as materialized (
          select session_id, ${place} from step${i - 1} join ${events} using (session_id)
          where (timestamp, event_id) > place group by all)`;
  });
  const counts = FUNNEL.slice(1).map((_, i) => `(select count(*) from step${i + 1}) as s${i + 1}`);
  return `with ${steps.join(', ')}
    select count(*) as sessions, count(*) filter (begun) as s0, ${counts.join(', ')}
    from (select session_id, bool_or(event_type = '${FUNNEL[0]}') as begun from events group by all)`;
}

function withTotal({ total, rows }: Page<unknown>): unknown {
  return { total, rows: rows.map(({ row }) => row) };
}

function readTotal(rows: Record<string, unknown>[]): unknown {
  return { total: rows[0]?.['total'] ?? 0, rows: rows.map(({ total: _total, ...row }) => row) };
}

/** The questions that are asked of our engine and of DuckDB. */
export const QUERIES: Readonly<Record<string, Query>> = {
  statistics: {
    async ours(questions) {
      const { version: _version, ...rest } = await questions.statistics();
      return rest;
    },
    sql: `with slices as materialized (
        select event_type, source, device, count(*) as count, ${REVENUE} as revenue from events group by all)
      select (select sum(count) from slices) as events, ${countsSql('event_type')} as types,
        ${countsSql('source')} as sources, ${countsSql('device')} as devices,
        (select count(*) from (select distinct customer_id from events where customer_id is not null)) as customers,
        (select count(*) from (select distinct session_id from events)) as sessions,
        (select coalesce(sum(count), 0) from slices where event_type = 'add_to_cart') as adds,
        (select coalesce(sum(count), 0) from slices where event_type = 'remove_from_cart') as removes,
        (select list(top order by adds desc, product_id) from (${TOP_PRODUCTS}) as top) as top_products,
        (select sum(revenue) from slices) as revenue_vnd`,
    read: ([row]) => row,
  },
  'top products': {
    ours: (questions) => questions.topProducts({ top: 10 }),
    sql: TOP_PRODUCTS,
    read: (rows) => rows,
  },
  "a customer's sessions": {
    async ours(questions, { customer }) {
      return withTotal(await questions.sessions({ filter: { customers: [customer] }, page: { first: 50 } }));
    },
    sql: `with ${foldedSql('session_id in (select session_id from events where customer_id = $customer)')}
      select *, count(*) over () as total from folded where customer_id = $customer
      order by start desc, session_id desc limit 50`,
    read: readTotal,
  },
  'one session': {
    ours: (questions, { session }) => questions.sessionsById([session]),
    sql: `with ${foldedSql('session_id = $session')} select * from folded`,
    read: (rows) => rows,
  },
  'newest page': {
    async ours(questions) {
      return withTotal(await questions.events({ page: { first: 100 } }));
    },
    // First the dates that the page reaches back to, from what the files say of themselves, then its oldest time, then its rows.
    sql: `with dates as materialized (
        select min(date) as since from (
          select date, sum(count(*)) over (order by date desc) - count(*) as later from events group by date)
        where later < 100)
      select * exclude (date, hour) replace (epoch_us(timestamp) as timestamp), (select count(*) from events) as total
      from events
      where date >= (select since from dates) and timestamp >= (
        select min(timestamp) from (
          select timestamp from events where date >= (select since from dates) order by timestamp desc limit 100))
      order by events.timestamp desc, event_id desc limit 100`,
    read: readTotal,
  },
  'abandoned carts': {
    async ours(questions) {
      return withTotal(await questions.abandonedCarts({ at: END, idleFor: DAY, page: { first: 50 } }));
    },
    sql: abandonedSql(DAY / 1e6),
    read: readTotal,
  },
  funnel: {
    async ours(questions) {
      const { version: _version, ...rest } = await questions.funnel({ steps: FUNNEL });
      return rest;
    },
    sql: funnelSql(),
    read: ([row]) => ({
      sessions: row?.['sessions'],
      steps: FUNNEL.map((type, i) => ({ type, sessions: row?.[`s${i}`] })),
    }),
  },
  'timeline by day': {
    ours: (questions) => questions.timeline({ interval: 'day', from: FIRST, to: END }),
    // The table's partitions are the shop's days, and the shop's offset is 7 hours all the year.
    sql: `with days as (
        select date, count(*) as events, count(distinct session_id) as sessions,
          count(*) filter (event_type = 'add_to_cart') as adds,
          count(*) filter (event_type = 'purchase') as purchases, ${REVENUE} as revenue_vnd
        from events where timestamp < make_timestamptz(${END}) group by date)
      select epoch_us(day) - 7 * 3_600_000_000 as start, coalesce(events, 0) as events, coalesce(sessions, 0) as sessions,
        coalesce(adds, 0) as adds, coalesce(purchases, 0) as purchases, coalesce(revenue_vnd, 0) as revenue_vnd
      from range(date_trunc('day', make_timestamp(${FIRST}) + interval 7 hour),
        make_timestamp(${END}) + interval 7 hour, interval 1 day) as all_days(day)
        left join days on days.date = day::DATE
      order by start`,
    read: (rows) => rows,
  },
};
