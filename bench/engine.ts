import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { openQuestions } from '../src/core/questions/engine.ts';
import type { Questions } from '../src/core/questions/questions.ts';
import { openZone } from '../src/core/time/zone.ts';
import { fileStorage } from '../src/node/files.ts';
import { eventsTable } from './events-table.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000000' },
    only: { type: 'string', default: '' },
    cache: { type: 'string', default: '512' },
    repetitions: { type: 'string', default: '5' },
  },
});
const folder = await eventsTable(Number(values.count));
const zone = openZone('Asia/Ho_Chi_Minh');
const UNTIL = Date.UTC(2025, 10, 23) * 1000;
const DAY = 86_400_000_000;
const { session_id: session, customer_id: customer, event_id: event } = await someone();
const wholeCart = `sum(case event_type when 'add_to_cart' then quantity when 'remove_from_cart' then -quantity else 0 end)`;

interface Asked {
  ours: (questions: Questions) => Promise<unknown>;
  /** The same in SQL, or less than that where SQL cannot say it well. */
  sql: string;
}

const questions: Record<string, Asked> = {
  'newest page': {
    ours: (it) => it.events({ page: { first: 100 } }),
    sql: `select *, (select count(*) from events) from events order by timestamp desc, event_id desc limit 100`,
  },
  'page of a filter': {
    ours: (it) => it.events({ filter: { types: ['purchase'], sources: ['website'] }, page: { first: 100 } }),
    sql: `with found as (select * from events where event_type = 'purchase' and source = 'website')
      select *, (select count(*) from found) from found order by timestamp desc, event_id desc limit 100`,
  },
  'one customer': {
    ours: (it) => it.events({ filter: { customers: [customer] }, page: { first: 100 } }),
    sql: `with found as (select * from events where customer_id = ${customer})
      select *, (select count(*) from found) from found order by timestamp desc, event_id desc limit 100`,
  },
  'one session': {
    ours: (it) => it.events({ filter: { sessions: [session] }, order: 'oldest', page: { first: 100 } }),
    sql: `select * from events where session_id = '${session}' order by timestamp, event_id limit 100`,
  },
  'event by id': {
    ours: (it) => it.eventsById([event]),
    sql: `select * from events where event_id = '${event}'`,
  },
  statistics: {
    ours: (it) => it.statistics({ top: 0 }),
    sql: `select count(*), count(distinct customer_id), count(distinct session_id), histogram(event_type), histogram(source),
      histogram(device), sum(total_amount_vnd) filter (event_type = 'purchase' and total_amount_vnd > 0) from events`,
  },
  'top products': {
    ours: (it) => it.statistics({ filter: { types: ['add_to_cart'] } }),
    sql: `select product_id, min(product_name), count(*) as adds, sum(line_total_vnd) from events
      where event_type = 'add_to_cart' group by product_id order by adds desc, product_id limit 10`,
  },
  'statistics of a week': {
    ours: (it) => it.statistics({ filter: { from: UNTIL - 7 * DAY } }),
    sql: `select count(*), count(distinct customer_id), count(distinct session_id), histogram(event_type) from events
      where timestamp >= make_timestamptz(${UNTIL - 7 * DAY})`,
  },
  timeline: {
    ours: (it) => it.timeline({ interval: 'hour', from: UNTIL - 90 * DAY, to: UNTIL }),
    sql: `select time_bucket(interval 1 hour, timestamp) as start, count(*), count(distinct session_id),
      count(*) filter (event_type = 'add_to_cart'), count(*) filter (event_type = 'purchase'),
      sum(total_amount_vnd) filter (event_type = 'purchase') from events group by start order by start`,
  },
  customers: {
    ours: (it) => it.customersById([customer]),
    sql: `select count(*), count(distinct session_id), min(timestamp), max(timestamp) from events where customer_id = ${customer}`,
  },
  products: {
    ours: (it) => it.productsById([1, 2, 3, 4, 5]),
    sql: `select product_id, count(*), arg_max(product_name, timestamp), arg_max(product_sku, timestamp),
      arg_max(product_category, timestamp), arg_max(product_brand, timestamp), arg_max(product_price_vnd, timestamp)
      from events where product_id in (1, 2, 3, 4, 5) group by product_id`,
  },
  orders: {
    ours: (it) => it.orders({ page: { first: 100 } }),
    sql: `select order_id, session_id, timestamp, total_amount_vnd, items from events where event_type = 'purchase'
      order by timestamp desc, event_id desc limit 100`,
  },
  'newest sessions': {
    ours: (it) => it.sessions({ page: { first: 50 } }),
    sql: `select session_id, min(timestamp) as start, max(timestamp), count(*), min(customer_id),
      arg_min(source, timestamp), arg_min(device, timestamp), ${wholeCart} from events
      group by session_id order by start desc limit 50`,
  },
  'abandoned carts': {
    ours: (it) => it.abandonedCarts({ at: UNTIL, idleFor: DAY, page: { first: 50 } }),
    // Carts without updates of quantities and purchases between: less than what we answer.
    sql: `with lines as (select session_id, product_id, max(timestamp) as last, ${wholeCart} as quantity,
        arg_max(product_price_vnd, timestamp) as price from events
        where event_type in ('add_to_cart', 'remove_from_cart') group by all having quantity > 0),
      bought as (select distinct session_id from events where event_type = 'purchase')
      select session_id, sum(quantity * price) as value, max(last) from lines anti join bought using (session_id)
      group by session_id order by value desc limit 50`,
  },
  'abandoned carts a month ago': {
    ours: (it) => it.abandonedCarts({ at: UNTIL - 30 * DAY, idleFor: DAY, page: { first: 50 } }),
    sql: `with lines as (select session_id, product_id, max(timestamp) as last, ${wholeCart} as quantity,
        arg_max(product_price_vnd, timestamp) as price from events
        where event_type in ('add_to_cart', 'remove_from_cart') and timestamp <= make_timestamptz(${UNTIL - 30 * DAY})
        group by all having quantity > 0)
      select session_id, sum(quantity * price) as value, max(last) from lines group by session_id order by value desc limit 50`,
  },
  funnel: {
    ours: (it) => it.funnel({ steps: ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'] }),
    sql: `with s as (select session_id, list(event_type order by timestamp, event_id) as j from events group by session_id),
      a as (select j, list_position(j, 'view_item') as p from s),
      b as (select list_slice(j, p + 1, -1) as j, list_position(list_slice(j, p + 1, -1), 'add_to_cart') as p from a where p > 0),
      c as (select list_slice(j, p + 1, -1) as j, list_position(list_slice(j, p + 1, -1), 'begin_checkout') as p from b where p > 0),
      d as (select list_position(list_slice(j, p + 1, -1), 'purchase') as p from c where p > 0)
      select (select count(*) from a where p > 0), (select count(*) from b where p > 0),
        (select count(*) from c where p > 0), (select count(*) from d where p > 0)`,
  },
  journeys: {
    ours: (it) => it.journeys({ first: 20 }),
    sql: `with j as (select string_agg(event_type, ',' order by timestamp, event_id) as journey from events group by session_id)
      select journey, count(*) as sessions from j group by journey order by sessions desc, journey limit 20`,
  },
};

const delay = monitorEventLoopDelay({ resolution: 5 });
const lines: (string | number)[][] = [];
const kept = open();
for (const [name, { ours, sql }] of Object.entries(questions)) {
  if (!name.includes(values.only)) continue;
  delay.reset();
  delay.enable();
  const cold = await time(() => ours(open()));
  delay.disable();
  await ours(kept);
  const warm = await median(() => ours(kept));
  const duckCold = await time(async () => {
    await (await openDuck()).runAndReadAll(sql);
  });
  const duck = await openDuck();
  await duck.runAndReadAll(sql);
  const duckWarm = await median(() => duck.runAndReadAll(sql));
  const delays = [delay.percentile(99) / 1e6, delay.max / 1e6].map(Math.round);
  lines.push([name, warm, duckWarm, warm / duckWarm, cold, duckCold, cold / duckCold, ...delays]);
  console.error(name);
}
console.table(
  lines.map(([name, warm, duckWarm, ratio, cold, duckCold, coldRatio, p99, max]) => ({
    question: name,
    'warm ms': round(warm),
    'DuckDB warm ms': round(duckWarm),
    ratio: round(ratio, 2),
    'cold ms': round(cold),
    'DuckDB cold ms': round(duckCold),
    'cold ratio': round(coldRatio, 2),
    'delay p99 ms': p99,
    'delay max ms': max,
  })),
);
console.log(`resident ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
process.exit(0);

function open(): Questions {
  return openQuestions(fileStorage(folder), 'events', {
    zone,
    cacheBytes: Number(values.cache) * 1024 * 1024,
  });
}

async function openDuck() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`set TimeZone = 'UTC'`);
  await connection.run(
    `create view events as select * from read_parquet('${folder}/events/*/*.parquet', hive_partitioning = false)`,
  );
  return connection;
}

/** A session with a customer in the middle of the table. */
async function someone(): Promise<{ session_id: string; customer_id: number; event_id: string }> {
  const duck = await openDuck();
  const found = await duck.runAndReadAll(
    `select session_id, customer_id::integer as customer_id, event_id from events
     where customer_id is not null and timestamp > make_timestamptz(${UNTIL - 40 * DAY}) order by timestamp limit 1`,
  );
  return found.getRowObjectsJS()[0] as { session_id: string; customer_id: number; event_id: string };
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < Number(values.repetitions); i++) times.push(await time(run));
  return times.toSorted((a, b) => a - b)[times.length >> 1] as number;
}

function round(value: string | number | undefined, digits = 1): number {
  return Number(Number(value).toFixed(digits));
}
