import type { EventFilter, SessionFilter } from '../../../src/core/questions/filter.ts';
import { quoted } from '../duckdb.ts';

/** Revenue of the rows of a group. */
export const REVENUE = `coalesce(sum(total_amount_vnd) filter (event_type = 'purchase' and total_amount_vnd > 0), 0)`;

function listSql(column: string, values: readonly (string | number)[] | undefined): string {
  if (values === undefined) return 'true';
  if (values.length === 0) return 'false';
  const texts = values.map((value) => (typeof value === 'string' ? quoted(value) : String(value)));
  return `coalesce(${column} in (${texts.join(', ')}), false)`;
}

function spanSql(column: string, { from, to }: { from?: number; to?: number }): string {
  return `${from === undefined ? 'true' : `${column} >= ${from}`} and ${to === undefined ? 'true' : `${column} < ${to}`}`;
}

/** What an event has to meet, as SQL. */
export function eventSql(filter: EventFilter = {}): string {
  return [
    listSql('event_type', filter.types),
    listSql('source', filter.sources),
    listSql('device', filter.devices),
    listSql('customer_id', filter.customers),
    filter.guest === undefined ? 'true' : `is_guest = ${filter.guest}`,
    listSql('product_id', filter.products),
    listSql('session_id', filter.sessions),
    listSql('order_id', filter.orders),
    spanSql('timestamp', filter),
  ].join(' and ');
}

/** What a session has to meet, as SQL. */
export function sessionSql(filter: SessionFilter = {}): string {
  return [
    listSql('customer_id', filter.customers),
    filter.guest === undefined ? 'true' : `(customer_id is null) = ${filter.guest}`,
    listSql('source', filter.sources),
    listSql('device', filter.devices),
    filter.purchased === undefined ? 'true' : `(purchases > 0) = ${filter.purchased}`,
    filter.cart === undefined ? 'true' : `(len(cart) > 0) = ${filter.cart}`,
    spanSql('start', filter),
  ].join(' and ');
}
