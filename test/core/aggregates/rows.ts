import * as fc from 'fast-check';
import type { EventFacts } from '../../../src/core/aggregates/facts.ts';
import type { Session } from '../../../src/core/event.ts';

const name = fc.constantFrom(
  'website',
  'mobile',
  '__proto__',
  'constructor',
  '7',
  'a,b',
  '\u001b[2J',
  '\ud800',
  'é',
);
const type = fc.constantFrom(
  'add_to_cart',
  'remove_from_cart',
  'update_quantity',
  'purchase',
  '__proto__',
  '12',
);
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

/** Any event's facts, with few distinct values, so that sets and ties overlap. */
export const anyFacts: fc.Arbitrary<EventFacts> = fc.record({
  event_type: type,
  source: orNull(name),
  device: orNull(name),
  date: fc.constantFrom('2025-08-25', '2025-08-31', '2025-09-01', '2025-11-24'),
  hour: fc.nat(23),
  customer_id: orNull(fc.oneof(fc.nat(9), fc.maxSafeInteger())),
  product_id: orNull(fc.nat(14)),
  product_name: orNull(name),
  session: fc.nat(20),
});

/** Any session, with few distinct journeys and large sums. */
export const anySession: fc.Arbitrary<Session> = fc
  .record({
    journey: fc.array(type, { minLength: 1, maxLength: 4 }),
    start: fc.nat(5).map((day) => Date.UTC(2025, 7, 25 + day) * 1000),
    micros: fc.maxSafeNat().map((n) => n % 3e15),
    customer: orNull(fc.nat(9)),
    items: fc.nat(2),
    value: fc.maxSafeNat(),
    order: fc.maxSafeNat(),
  })
  .map(({ journey, start, micros, customer, items, value, order }) =>
    sessionOf(journey.join(','), {
      session_start: start,
      session_end: start + micros,
      customer_id: customer,
      cart_item_count: items,
      cart_value_vnd: value,
      order_value_vnd: order,
    }),
  );

/** A session with a journey, and nothing else unless told. */
export function sessionOf(journey: string, fields: Partial<Session> = {}): Session {
  const steps = journey.split(',');
  return {
    session_id: 'sess_1',
    customer_id: null,
    is_guest: true,
    source: null,
    device: null,
    session_start: 0,
    session_end: 0,
    session_duration_seconds: 0,
    total_events: steps.length,
    event_journey: journey,
    has_purchase: steps.includes('purchase'),
    cart_value_vnd: 0,
    cart_item_count: 0,
    order_value_vnd: 0,
    ...fields,
  };
}

/** An event's facts, ordinary unless told. */
export function factsOf(fields: Partial<EventFacts> = {}): EventFacts {
  return {
    event_type: 'add_to_cart',
    source: 'website',
    device: 'mobile',
    date: '2025-08-25',
    hour: 9,
    customer_id: 1,
    product_id: 1,
    product_name: 'Laptop',
    session: 1,
    ...fields,
  };
}

/** Rows dealt out to up to four parts, and an order in which the parts merge. */
export function splits<T>(row: fc.Arbitrary<T>): fc.Arbitrary<{ whole: T[]; parts: T[][] }> {
  return fc.array(fc.tuple(row, fc.nat(3)), { maxLength: 60 }).chain((dealt) => {
    const parts = [0, 1, 2, 3].map((part) => dealt.filter((pair) => pair[1] === part).map((pair) => pair[0]));
    return fc
      .shuffledSubarray(parts, { minLength: 4, maxLength: 4 })
      .map((shuffled) => ({ whole: dealt.map((pair) => pair[0]), parts: shuffled }));
  });
}
