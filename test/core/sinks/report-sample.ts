import type { Report } from '../../../src/core/aggregates/report.ts';
import { sessionFacts } from '../../../src/core/aggregates/session-facts.ts';
import { sessions } from '../../../src/core/aggregates/sessions.ts';
import { statistics } from '../../../src/core/aggregates/statistics.ts';
import type { EventFacts } from '../../../src/core/aggregates/facts.ts';
import type { Session } from '../../../src/core/event.ts';
import { factsOf, sessionOf } from '../aggregates/rows.ts';

/** The report of events and sessions; days are UTC. */
export async function reportOf(events: readonly EventFacts[], rows: readonly Session[]): Promise<Report> {
  const part = statistics.create();
  statistics.add(part, events);
  const fold = sessions({ dateOf: (micros) => new Date(micros / 1000).toISOString().slice(0, 10) });
  const sessionsPart = fold.create();
  await fold.add(sessionsPart, rows.map(sessionFacts));
  return { events: statistics.finish(part), sessions: await fold.finish(sessionsPart) };
}

/** Two sessions on two days, with names that try to break what they are written to. */
export async function smallReport(): Promise<Report> {
  const events = [
    factsOf({ hour: 9 }),
    factsOf({ hour: 9, product_id: 2, product_name: 'Chuột\u001b[2J\r\nLogitech, "MX"' }),
    factsOf({ hour: 10, event_type: 'remove_from_cart', source: null, device: '=cmd()' }),
    factsOf({ hour: 11, event_type: 'purchase', product_id: null, product_name: null }),
    factsOf({
      date: '2025-08-26',
      hour: 0,
      event_type: '__proto__',
      session: 2,
      customer_id: null,
      source: '7',
    }),
    factsOf({ date: '2025-08-26', hour: 0, session: 2, customer_id: null, source: '7' }),
  ];
  const start = Date.UTC(2025, 7, 25, 9) * 1000;
  return reportOf(events, [
    sessionOf('add_to_cart,add_to_cart,remove_from_cart,purchase', {
      customer_id: 1,
      session_start: start,
      session_end: start + 7_200_000_000,
      order_value_vnd: 12_500_000,
    }),
    sessionOf('__proto__,add_to_cart', {
      session_start: start + 54_000_000_000,
      session_end: start + 54_000_500_000,
      cart_item_count: 1,
      cart_value_vnd: 3_000_000,
    }),
  ]);
}
