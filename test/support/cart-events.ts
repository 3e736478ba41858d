import fc from 'fast-check';
import type { CartEvent } from '../../src/core/event.ts';
import type { GenerateOptions } from '../../src/core/sources/shopper/options.ts';
import { batchCleaner } from '../../src/core/stages/clean.ts';
import { generatedLines } from './generated.ts';
import { rawEvents, wireEvent } from './raw-events.ts';

const cleanBatch = batchCleaner({ timeZone: 'Asia/Ho_Chi_Minh' });
/** 2025-03-01T00:00Z in microseconds. */
export const START = Date.parse('2025-03-01T00:00:00Z') * 1000;
export const MINUTE = 60_000_000;
export const HOUR = 60 * MINUTE;

let made = 0;

/**
 * A cleaned event that happened `at` minutes after START, with whatever else is given; ids rise from `evt_000001` on in the order
 * of the calls.
 */
export function cartEvent(at: number, type: string, fields: Record<string, unknown> = {}): CartEvent {
  const micros = START + at * MINUTE;
  const [event] = cleanBatch(
    rawEvents([
      wireEvent({
        event_id: `evt_${String(++made).padStart(6, '0')}`,
        event_type: type,
        timestamp: undefined,
        timestamp_unix: Math.floor(micros / 1000),
        ...fields,
      }),
    ]),
  );
  if (event === undefined) throw new Error(`Cannot make an event as its fields must be clean: ${type}`);
  return { ...event, timestamp: micros };
}

/** Cleaned events of a generated shop in Viet Nam. */
export async function generatedEvents(options: Partial<GenerateOptions> = {}): Promise<CartEvent[]> {
  const { lines } = await generatedLines(options);
  return cleanBatch(rawEvents(lines.map((line) => JSON.parse(line))));
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

/** At least 60 cleaned events without duplicates, out of pools so small that everything repeats, ties and contradicts itself. */
export const anyCartEvents: fc.Arbitrary<CartEvent[]> = fc
  .uniqueArray(
    fc.record({
      event_id: fc.nat({ max: 5000 }).map((n) => `evt_${n}`),
      event_type: fc.constantFrom(
        'add_to_cart',
        'add_to_cart',
        'remove_from_cart',
        'update_quantity',
        'view_item',
        'purchase',
        'order_cancelled',
        'gift_wrapped',
      ),
      session_id: fc.nat({ max: 8 }).map((n) => `sess_${n}`),
      // Hours 0, 1 and 2 of five days, with many ties.
      timestamp_unix: fc
        .record({ day: fc.nat({ max: 4 }), hour: fc.nat({ max: 2 }), minute: fc.nat({ max: 3 }) })
        .map(({ day, hour, minute }) => Date.UTC(2025, 1, 26 + day, hour + 15, minute * 15)),
      customer_id: maybe(fc.nat({ max: 3 })),
      is_guest: maybe(fc.boolean()),
      source: fc.constantFrom('website', 'mobile_app', null),
      device: fc.constantFrom('desktop', 'mobile', null),
      product_id: maybe(fc.nat({ max: 3 })),
      product_name: fc.constantFrom('Bàn phím', 'Chuột', 'Laptop 😀', null),
      product_sku: fc.constantFrom('TECH-1', 'TECH-2', null),
      product_brand: fc.constantFrom('Acer', null),
      product_price_vnd: fc.constantFrom(0, 100_000, 250_000),
      quantity: fc.nat({ max: 3 }),
      line_total_vnd: fc.integer({ min: -1000, max: 500_000 }),
      order_id: maybe(fc.nat({ max: 4 }).map((n) => `ord_${n}`)),
      total_amount_vnd: maybe(fc.integer({ min: -1000, max: 1_000_000 })),
      items: maybe(
        fc.array(
          fc.record({
            product_id: maybe(fc.nat({ max: 3 })),
            quantity: maybe(fc.nat({ max: 3 })),
            price_vnd: maybe(fc.constantFrom(100_000, 250_000)),
          }),
          { maxLength: 3 },
        ),
      ),
    }),
    { minLength: 60, maxLength: 150, selector: (event) => event.event_id },
  )
  .map((events) => cleanBatch(rawEvents(events)));
