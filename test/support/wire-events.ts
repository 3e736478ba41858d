import fc from 'fast-check';

const TYPES = [
  'add_to_cart',
  'remove_from_cart',
  'update_quantity',
  'view_item',
  'purchase',
  'search',
  'gift_wrapped',
];

/** Wire events out of small pools, so that ids repeat, sessions interleave, times tie and rules are broken now and then. */
export const wireEvents = fc.array(
  fc.record(
    {
      event_id: fc.oneof(
        { weight: 20, arbitrary: fc.nat({ max: 60 }).map((n) => `evt_${n}`) },
        fc.constant(null),
      ),
      event_type: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...TYPES) }, fc.constant('Bad Name')),
      session_id: fc.nat({ max: 8 }).map((n) => `sess_${n}`),
      timestamp: fc
        .record({
          day: fc.integer({ min: 1, max: 4 }),
          minute: fc.nat({ max: 9 }),
          micros: fc.constantFrom('', '.000001', '.5'),
        })
        .map(({ day, minute, micros }) => `2025-03-0${day}T23:5${minute}:00${micros}`),
      customer_id: fc.option(fc.nat({ max: 5 })),
      source: fc.constantFrom('website', 'mobile_app', null),
      device: fc.constantFrom('desktop', 'mobile'),
      product_id: fc.option(fc.nat({ max: 3 })),
      product_name: fc.constantFrom('Bàn phím', 'Chuột', 'Laptop 😀', null),
      product_price_vnd: fc.constantFrom(0, 100_000, 250_000),
      quantity: fc.oneof({ weight: 20, arbitrary: fc.nat({ max: 3 }) }, fc.constant(-1)),
      total_amount_vnd: fc.option(fc.nat({ max: 1_000_000 })),
      note: fc.constantFrom('x', { deep: [1, 'y'] }),
    },
    { requiredKeys: ['event_id', 'event_type', 'session_id', 'timestamp', 'quantity'] },
  ),
  { maxLength: 150 },
);
