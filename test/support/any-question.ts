import fc from 'fast-check';
import type { CartEvent } from '../../src/core/event.ts';
import type { EventFilter, SessionFilter } from '../../src/core/questions/filter.ts';
import type { PageRequest, Position } from '../../src/core/questions/page.ts';

/** Drops what is undefined, so that a record has only what is given. */
function given<T extends object>(record: fc.Arbitrary<T>): fc.Arbitrary<Partial<T>> {
  return record.map(
    (value) =>
      Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>,
  );
}

/** Now and then a value, mostly none. */
function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** Up to three of the values that are there, and now and then one that is not. */
function someOf<T>(values: readonly (T | null)[], stranger: T): fc.Arbitrary<T[]> {
  const pool = [...new Set(values.filter((value) => value !== null)), stranger];
  return fc.subarray(pool, { maxLength: Math.min(pool.length, 3) });
}

/** A time near those of events, in microseconds; on them as often as not. */
export function anyTime(events: readonly CartEvent[]): fc.Arbitrary<number> {
  const times = events.length === 0 ? [0] : events.map((event) => event.timestamp);
  return fc
    .tuple(fc.constantFrom(...times), fc.constantFrom(0, 0, 1, -1, 3_600_000_000))
    .map(([a, b]) => a + b);
}

/** A filter out of the values of events. */
export function anyEventFilter(events: readonly CartEvent[]): fc.Arbitrary<EventFilter> {
  return given(
    fc.record({
      types: rarely(
        someOf(
          events.map((event) => event.event_type),
          'none',
        ),
      ),
      sources: rarely(
        someOf(
          events.map((event) => event.source),
          'unknown',
        ),
      ),
      devices: rarely(
        someOf(
          events.map((event) => event.device),
          'unknown',
        ),
      ),
      customers: rarely(
        someOf(
          events.map((event) => event.customer_id),
          -1,
        ),
      ),
      guest: rarely(fc.boolean()),
      products: rarely(
        someOf(
          events.map((event) => event.product_id),
          -1,
        ),
      ),
      sessions: rarely(
        someOf(
          events.map((event) => event.session_id),
          'none',
        ),
      ),
      orders: rarely(
        someOf(
          events.map((event) => event.order_id),
          'none',
        ),
      ),
      from: rarely(anyTime(events)),
      to: rarely(anyTime(events)),
    }),
  ) as fc.Arbitrary<EventFilter>;
}

/** A filter of sessions out of the values of events. */
export function anySessionFilter(events: readonly CartEvent[]): fc.Arbitrary<SessionFilter> {
  return given(
    fc.record({
      customers: rarely(
        someOf(
          events.map((event) => event.customer_id),
          -1,
        ),
      ),
      guest: rarely(fc.boolean()),
      sources: rarely(
        someOf(
          events.map((event) => event.source),
          'unknown',
        ),
      ),
      devices: rarely(
        someOf(
          events.map((event) => event.device),
          'unknown',
        ),
      ),
      purchased: rarely(fc.boolean()),
      cart: rarely(fc.boolean()),
      from: rarely(anyTime(events)),
      to: rarely(anyTime(events)),
    }),
  ) as fc.Arbitrary<SessionFilter>;
}

/** A page in bounds; positions are those of rows, or a little beside them. */
export function anyPage(positions: readonly Position[]): fc.Arbitrary<PageRequest> {
  const size = fc.oneof(fc.nat({ max: 5 }), fc.constant(1000));
  const place = fc
    .tuple(
      fc.constantFrom(...positions, { key: 0, id: '' }),
      fc.constantFrom('', 'x'),
      fc.constantFrom(0, 0, 1),
    )
    .map(([{ key, id }, more, beside]) => ({ key: key + beside, id: id + more }));
  return fc.oneof(
    given(fc.record({ first: rarely(size), offset: rarely(fc.nat({ max: 20 })) })),
    given(fc.record({ first: size, after: rarely(place), before: rarely(place) })),
    given(fc.record({ last: size, after: rarely(place), before: rarely(place) })),
  ) as fc.Arbitrary<PageRequest>;
}
