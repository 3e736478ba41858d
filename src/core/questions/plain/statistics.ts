import { compareNames, rank } from '../../aggregates/ranking.ts';
import { patternOf } from '../../aggregates/journey-steps.ts';
import type { CountRow, JourneyRow, StatisticsAnswer, StoredEvent, TopProduct } from '../answers.ts';
import { checkCount } from './order.ts';
import { bySession, revenueOf } from './sessions.ts';
import { sumVnd } from './vnd.ts';

/** What a set of events says. @throws {RangeError} unless `top` is 0 to 1,000 */
export function statisticsOf(events: readonly StoredEvent[], top: number): Omit<StatisticsAnswer, 'version'> {
  checkCount('give statistics', 'top', top, 0, 1000);
  const customers = events.map((event) => event.customer_id).filter((id) => id !== null);
  return {
    events: events.length,
    types: countsOf(events.map((event) => event.event_type)),
    sources: countsOf(events.map((event) => event.source ?? 'unknown')),
    devices: countsOf(events.map((event) => event.device ?? 'unknown')),
    customers: new Set(customers).size,
    sessions: bySession(events).size,
    adds: ofType(events, 'add_to_cart').length,
    removes: ofType(events, 'remove_from_cart').length,
    top_products: topProductsOf(events, top),
    revenue_vnd: revenueOf(events),
  };
}

/** The most frequent journeys. @throws {RangeError} unless `first` is 0 to 1,000 */
export function journeysOf(events: readonly StoredEvent[], first: number): JourneyRow[] {
  checkCount('list journeys', 'first', first, 0, 1000);
  const patterns = Array.from(bySession(events).values(), (session) =>
    patternOf(session.map((event) => event.event_type).join(',')),
  );
  return countsOf(patterns)
    .slice(0, first)
    .map(({ name, count }) => ({ journey: name.split(','), sessions: count }));
}

/** Those of one type. */
export function ofType(events: readonly StoredEvent[], type: string): StoredEvent[] {
  return events.filter((event) => event.event_type === type);
}

function countsOf(names: readonly string[]): CountRow[] {
  const groups = Map.groupBy(names, (name) => name);
  return rank(Array.from(groups, ([name, same]) => ({ name, count: same.length })));
}

/** The products put into carts most often. @throws {RangeError} unless `top` is 0 to 1,000 */
export function topProductsOf(events: readonly StoredEvent[], top: number): TopProduct[] {
  checkCount('give statistics', 'top', top, 0, 1000);
  const byProduct = Map.groupBy(ofType(events, 'add_to_cart'), (event) => event.product_id);
  const products: TopProduct[] = [];
  for (const [product_id, adds] of byProduct) {
    if (product_id === null) continue;
    const names = adds.map((event) => event.product_name).filter((name) => name !== null);
    products.push({
      product_id,
      name: names.toSorted(compareNames)[0] ?? null,
      adds: adds.length,
      value_vnd: sumVnd(adds.map((event) => event.line_total_vnd)),
    });
  }
  return products.toSorted((a, b) => b.adds - a.adds || a.product_id - b.product_id).slice(0, top);
}
