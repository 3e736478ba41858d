import type { CartState } from '../../../src/core/questions/answers.ts';
import type { Questions, SessionsQuestion } from '../../../src/core/questions/questions.ts';
import type { Duck } from '../duckdb.ts';
import { eventSql, REVENUE, sessionSql } from './filters.ts';
import { anySql, chainSql } from './funnel.ts';
import { customerSql, ordersSql, productSql } from './nouns.ts';
import { pageSql } from './page.ts';
import { eventsSql, sessionsSql, statesSql } from './sessions.ts';

const SESSION_KEYS: Readonly<Record<NonNullable<SessionsQuestion['order']>, string>> = {
  newest: 'start',
  oldest: 'start',
  latest_activity: '"end"',
  events: 'events',
  cart_value: 'cart_value_vnd',
  order_value: 'order_value_vnd',
};

/** The questions that SQL answers, all of them about version 0. Offsets of the shop's zone are whole hours. */
export type SqlQuestions = Omit<
  Questions,
  'eventsById' | 'sessionsById' | 'topProducts' | 'version' | 'versions'
>;

/** Answers questions about the table `stored` by DuckDB's SQL. */
export function sqlQuestions(duck: Duck, zoneHours = 0): SqlQuestions {
  const version = 0;

  async function firstRows<Row>(
    ids: readonly number[],
    sql: (id: number) => string,
  ): Promise<(Row | null)[]> {
    const rows: (Row | null)[] = [];
    for (const id of ids) rows.push((await duck.rows<Row>(sql(id)))[0] ?? null);
    return rows;
  }

  return {
    async events({ filter, order = 'newest', page }) {
      const rows = `select *, timestamp as key, event_id as id from stored where ${eventSql(filter)}`;
      const direction = order === 'newest' ? 'desc' : 'asc';
      return pageSql(duck, rows, [direction, direction], page);
    },
    async sessions({ filter, order = 'newest', page }) {
      const rows = `select *, ${SESSION_KEYS[order]} as key, session_id as id
        from (${sessionsSql()}) where ${sessionSql(filter)}`;
      const direction = order === 'oldest' ? 'asc' : 'desc';
      return pageSql(duck, rows, [direction, direction], page);
    },
    customersById: (ids) => firstRows(ids, customerSql),
    productsById: (ids) => firstRows(ids, productSql),
    orders: ({ customer, session, page }) =>
      pageSql(duck, ordersSql(customer, session), ['desc', 'desc'], page),
    async statistics({ filter, top = 10 } = {}) {
      const from = `(select * from stored where ${eventSql(filter)})`;
      const ranked = (what: string): Promise<{ name: string; count: number }[]> =>
        duck.rows(`select ${what} as name, count(*) as count from ${from} group by 1 order by 2 desc, 1`);
      const totals = await duck.row<{
        events: number;
        customers: number;
        sessions: number;
        adds: number;
        removes: number;
        revenue_vnd: number;
      }>(
        `select count(*) as events, count(distinct customer_id) as customers, count(distinct session_id) as sessions,
           count(*) filter (event_type = 'add_to_cart') as adds, ${REVENUE} as revenue_vnd,
           count(*) filter (event_type = 'remove_from_cart') as removes from ${from}`,
      );
      return {
        ...totals,
        types: await ranked('event_type'),
        sources: await ranked(`coalesce(source, 'unknown')`),
        devices: await ranked(`coalesce(device, 'unknown')`),
        top_products: await duck.rows(
          `select product_id, min(product_name) as name, count(*) as adds, sum(line_total_vnd) as value_vnd
           from ${from} where event_type = 'add_to_cart' and product_id is not null
           group by product_id order by adds desc, product_id limit ${top}`,
        ),
        version,
      };
    },
    async abandonedCarts({ at, idleFor, minValue = 0, page }) {
      const rows = `select session_id, customer_id, last_activity, lines, value_vnd, value_vnd as key, session_id as id
        from (${statesSql(at, idleFor)}) where state = 'abandoned' and value_vnd >= ${minValue}`;
      return pageSql(duck, rows, ['desc', 'asc'], page);
    },
    async cartStates(ids, at, idleFor) {
      const rows = await duck.rows<{ session_id: string; state: CartState | null }>(
        `select session_id, state from (${statesSql(at, idleFor)})`,
      );
      const states = new Map(rows.map(({ session_id, state }) => [session_id, state]));
      return ids.map((id) => states.get(id) ?? null);
    },
    async funnel({ steps, mode = 'ordered', within, filter }) {
      const events = eventsSql(`select * from stored where ${eventSql(filter)}`);
      const limit = within === undefined ? 'true' : `next.timestamp <= begun + ${within}`;
      const reached = mode === 'any' ? anySql(steps, limit) : chainSql(steps, limit, mode);
      const found = await duck.row<Record<string, number>>(
        `with events as (${events}), ${reached},
         everything as (select count(distinct session_id) as sessions from events)
         select sessions, ${steps.map((_, at) => `(select count(distinct session_id) from step${at}) as s${at}`).join(', ')}
         from everything`,
      );
      return {
        sessions: found['sessions'] as number,
        steps: steps.map((type, at) => ({ type, sessions: found[`s${at}`] as number })),
        version,
      };
    },
    async journeys({ first, filter }) {
      return duck.rows(
        `select string_split(text, ',') as journey, count(*) as sessions from (
           select string_agg(event_type, ',' order by timestamp, event_id) as text
           from stored where ${eventSql(filter)} group by session_id)
         group by text order by sessions desc, text limit ${first}`,
      );
    },
    async timeline({ interval, from, to, filter }) {
      if (to <= from) return [];
      const shift = zoneHours * 3_600_000_000;
      const local = (micros: string): string => `make_timestamp(${micros} + ${shift})`;
      return duck.rows(
        `with points as (
           select unnest(range(date_trunc('${interval}', ${local(String(from))}), ${local(String(to))}, interval 1 ${interval})) as point),
         counted as (
           select date_trunc('${interval}', ${local('timestamp')})::TIMESTAMP as point, count(*) as events,
             count(distinct session_id) as sessions, count(*) filter (event_type = 'add_to_cart') as adds,
             count(*) filter (event_type = 'purchase') as purchases, ${REVENUE} as revenue_vnd
           from stored where timestamp < ${to} and ${eventSql(filter)} group by 1)
         select epoch_us(point) - ${shift} as start, coalesce(events, 0) as events, coalesce(sessions, 0) as sessions,
           coalesce(adds, 0) as adds, coalesce(purchases, 0) as purchases, coalesce(revenue_vnd, 0) as revenue_vnd
         from points left join counted using (point) order by point`,
      );
    },
  };
}
