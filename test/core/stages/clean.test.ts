import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CartEvent } from '../../../src/core/event.ts';
import { batchCleaner, clean, type CleanOptions } from '../../../src/core/stages/clean.ts';
import { noCleanCounts } from '../../../src/core/stages/clean-counts.ts';
import type { Fault } from '../../../src/core/stages/refusal.ts';
import { rawEvents, wireEvent } from '../../support/raw-events.ts';

/** What becomes of one element: the event, or the fault. */
function cleanOne(value: unknown, options: CleanOptions = {}): CartEvent | Fault {
  const faults: Fault[] = [];
  const [event] = batchCleaner({ ...options, onRefused: ({ code, field }) => faults.push({ code, field }) })(
    rawEvents([value]),
  );
  return event ?? (faults[0] as Fault);
}

/** The same with fields added to an event that is fine. */
function cleanFields(fields: Record<string, unknown>, options: CleanOptions = {}): CartEvent | Fault {
  return cleanOne(wireEvent(fields), options);
}

function kept(fields: Record<string, unknown>, options: CleanOptions = {}): CartEvent {
  const result = cleanFields(fields, options);
  assert.ok(!('code' in result), JSON.stringify(result));
  return result;
}

test('clean() refuses what is no object', () => {
  for (const value of [null, 1, 'text', true, [], [wireEvent()]]) {
    assert.deepEqual(cleanOne(value), { code: 'not_an_object', field: null });
  }
  assert.deepEqual(cleanOne(undefined), { code: 'malformed_json', field: null });
});

test('clean() wants an id, a type and a session, as text or whole numbers', () => {
  for (const field of ['event_id', 'event_type', 'session_id']) {
    for (const value of [undefined, null, ''])
      assert.deepEqual(cleanFields({ [field]: value }), { code: 'missing_field', field });
    for (const value of [1.5, true, {}, []])
      assert.deepEqual(cleanFields({ [field]: value }), { code: 'wrong_type', field });
    assert.deepEqual(cleanFields({ [field]: 2 ** 53 }), { code: 'unsafe_number', field });
  }
  assert.equal(kept({ event_id: 42 }).event_id, '42');
  assert.equal(kept({ session_id: -7 }).session_id, '-7');
  assert.deepEqual(cleanFields({ event_type: 7 }), { code: 'bad_event_name', field: 'event_type' });
});

test('clean() renames what has another name elsewhere, keeps unknown names and refuses ill-formed ones', () => {
  const counts = noCleanCounts();
  assert.equal(kept({ event_type: 'Product Added' }, { counts }).event_type, 'add_to_cart');
  assert.equal(kept({ event_type: 'view' }, { counts }).event_type, 'view_item');
  assert.equal(kept({ event_type: 'gift_wrapped' }, { counts }).event_type, 'gift_wrapped');
  assert.equal(kept({ event_type: 'constructor' }, { counts }).event_type, 'constructor');
  assert.deepEqual([counts.renamed, counts.unknownTypes], [2, 2]);
  for (const event_type of [
    'Add To Cart',
    '1st',
    '_x',
    'add-to-cart',
    'a'.repeat(65),
    '__proto__',
    'añadir',
  ]) {
    assert.deepEqual(
      cleanFields({ event_type }),
      { code: 'bad_event_name', field: 'event_type' },
      event_type,
    );
  }
});

test('clean() takes naive time stamps as wall-clock time of the shop', () => {
  const event = kept({ timestamp: '2025-08-25T23:04:11.545981' });
  assert.equal(event.timestamp, Date.UTC(2025, 7, 25, 23, 4, 11) * 1000 + 545_981);
  assert.equal(event.timestamp_unix, Date.UTC(2025, 7, 25, 23, 4, 11, 545));
  assert.deepEqual([event.date, event.hour], ['2025-08-25', 23]);
  const saigon = kept({ timestamp: '2025-08-25T23:04:11' }, { timeZone: 'Asia/Ho_Chi_Minh' });
  assert.equal(saigon.timestamp, Date.UTC(2025, 7, 25, 16, 4, 11) * 1000);
  assert.deepEqual([saigon.date, saigon.hour], ['2025-08-25', 23]);
  const abroad = kept({ timestamp: '2025-08-25T23:04:11Z' }, { timeZone: 'Asia/Ho_Chi_Minh' });
  assert.deepEqual([abroad.date, abroad.hour], ['2025-08-26', 6]);
});

test('clean() falls back on timestamp_unix and counts it', () => {
  const counts = noCleanCounts();
  for (const timestamp of [undefined, null, '', '2025-02-30T10:00:00', 'yesterday', 5]) {
    const event = kept({ timestamp, timestamp_unix: 1_756_137_851_545 }, { counts });
    assert.equal(event.timestamp, 1_756_137_851_545_000);
  }
  assert.equal(counts.timeFromUnix, 6);
  assert.equal(kept({ timestamp: null, timestamp_unix: '1756137851545' }).timestamp, 1_756_137_851_545_000);
});

test('clean() refuses times that nobody can read or that are out of range', () => {
  for (const fields of [
    { timestamp: undefined },
    { timestamp: '2025-02-30T10:00:00' },
    { timestamp: 'x', timestamp_unix: 'y' },
    { timestamp: 'x', timestamp_unix: null },
    { timestamp: 'x', timestamp_unix: 1.5 },
  ]) {
    assert.deepEqual(cleanFields(fields), { code: 'bad_timestamp', field: 'timestamp' });
  }
  for (const timestamp of [
    '1999-12-31T23:59:59.999999',
    '2101-01-01T00:00:00',
    '0001-01-01T00:00:00',
    '9999-12-31T00:00:00',
  ]) {
    assert.deepEqual(cleanFields({ timestamp }), { code: 'out_of_range_timestamp', field: 'timestamp' });
  }
  assert.deepEqual(cleanFields({ timestamp: null, timestamp_unix: 1_756_137_851 }), {
    code: 'out_of_range_timestamp',
    field: 'timestamp_unix',
  });
  const notAfter = Date.UTC(2025, 7, 25, 10) * 1000;
  assert.ok(!('code' in cleanFields({ timestamp: '2025-08-25T10:00:00' }, { notAfter })));
  assert.deepEqual(cleanFields({ timestamp: '2025-08-25T10:00:00.000001' }, { notAfter }), {
    code: 'out_of_range_timestamp',
    field: 'timestamp',
  });
  assert.deepEqual(cleanFields({ timestamp_unix: 'soon' }), { code: 'wrong_type', field: 'timestamp_unix' });
});

test('clean() counts clocks that no time zone explains', () => {
  const base = Date.UTC(2025, 7, 25, 10);
  const disagrees = (shift: number): boolean => {
    const counts = noCleanCounts();
    assert.equal(
      kept({ timestamp: '2025-08-25T10:00:00', timestamp_unix: base + shift }, { counts }).timestamp_unix,
      base + shift,
    );
    return counts.clockDisagreements === 1;
  };
  for (const shift of [
    0,
    999,
    -1000,
    7 * 3_600_000,
    -5.75 * 3_600_000,
    14 * 3_600_000 + 1000,
    900_000 - 1000,
  ]) {
    assert.equal(disagrees(shift), false, String(shift));
  }
  for (const shift of [1001, 450_000, 14.25 * 3_600_000, -86_400_000])
    assert.equal(disagrees(shift), true, String(shift));
});

test('clean() keeps guests, or refuses them when asked to', () => {
  const guest = kept({ customer_id: null, is_guest: false });
  assert.deepEqual([guest.customer_id, guest.is_guest], [null, true]);
  assert.equal(kept({}).is_guest, true);
  const customer = kept({ customer_id: 445_412 });
  assert.deepEqual([customer.customer_id, customer.is_guest], [445_412, false]);
  assert.deepEqual(cleanFields({}, { dropGuests: true }), { code: 'guest', field: 'customer_id' });
  assert.ok(!('code' in cleanFields({ customer_id: 1 }, { dropGuests: true })));
});

test('clean() fills in what is missing', () => {
  const event = kept({ utm_source: null });
  assert.deepEqual(
    [event.utm_source, event.utm_medium, event.utm_campaign, event.referrer],
    ['unknown', 'unknown', 'unknown', 'direct'],
  );
  assert.deepEqual([event.product_price_vnd, event.quantity, event.line_total_vnd], [0, 0, 0]);
  assert.deepEqual(
    [event.product_id, event.source, event.items, event.product_price_usd],
    [null, null, null, null],
  );
  assert.deepEqual([kept({ referrer: '' }).referrer, kept({ quantity: null }).quantity], ['', 0]);
});

test('clean() reads numbers that are given as text', () => {
  assert.equal(kept({ quantity: '12' }).quantity, 12);
  assert.equal(kept({ product_price_usd: '145.83' }).product_price_usd, 145.83);
  assert.equal(kept({ quantity: 2.0 }).quantity, 2);
  for (const quantity of ['', ' 12', '12 ', '0x10', '1_000', '1,000', 'two', '+5', '.5', '012']) {
    assert.deepEqual(cleanFields({ quantity }), { code: 'wrong_type', field: 'quantity' }, quantity);
  }
});

test('clean() refuses wrong types and fractions of whole numbers, naming the field', () => {
  assert.deepEqual(cleanFields({ browser: 5 }), { code: 'wrong_type', field: 'browser' });
  assert.deepEqual(cleanFields({ quantity: true }), { code: 'wrong_type', field: 'quantity' });
  assert.deepEqual(cleanFields({ quantity: 1.5 }), { code: 'wrong_type', field: 'quantity' });
  assert.deepEqual(cleanFields({ product_id: '3.5' }), { code: 'wrong_type', field: 'product_id' });
  assert.deepEqual(cleanFields({ is_guest: 'yes' }), { code: 'wrong_type', field: 'is_guest' });
  assert.deepEqual(cleanFields({ items: {} }), { code: 'wrong_type', field: 'items' });
  assert.deepEqual(cleanFields({ items: [{ product_id: 1 }, 2] }), { code: 'wrong_type', field: 'items[1]' });
  assert.deepEqual(cleanFields({ items: [{ quantity: [] }] }), {
    code: 'wrong_type',
    field: 'items[0].quantity',
  });
  assert.equal(
    kept({ view_duration_seconds: 12.5 }).view_duration_seconds,
    12.5,
    'a measure may be a fraction',
  );
});

test('clean() refuses negative prices and quantities', () => {
  for (const field of ['product_price_vnd', 'product_price_usd', 'quantity', 'old_quantity']) {
    assert.deepEqual(cleanFields({ [field]: -1 }), { code: 'negative_value', field });
  }
  assert.ok(Object.is(kept({ quantity: -0 }).quantity, 0), '-0 is 0');
  assert.deepEqual(cleanFields({ items: [{ quantity: -1 }] }), {
    code: 'negative_value',
    field: 'items[0].quantity',
  });
});

test('clean() refuses numbers that would change', () => {
  for (const value of [
    Infinity,
    -Infinity,
    2 ** 53,
    '1e999',
    'NaN',
    '-Infinity',
    '9007199254740993',
    1e300,
  ]) {
    assert.deepEqual(
      cleanFields({ product_id: value }),
      { code: 'unsafe_number', field: 'product_id' },
      String(value),
    );
    assert.deepEqual(
      cleanFields({ total_amount_usd: value }),
      { code: 'unsafe_number', field: 'total_amount_usd' },
      String(value),
    );
  }
  assert.equal(kept({ product_id: Number.MAX_SAFE_INTEGER }).product_id, Number.MAX_SAFE_INTEGER);
  assert.deepEqual(
    cleanFields({ quantity: 2 ** 31 }),
    { code: 'unsafe_number', field: 'quantity' },
    'past the column',
  );
  assert.equal(kept({ quantity: 2 ** 31 - 1 }).quantity, 2 ** 31 - 1);
});

test('clean() keeps fields nobody knows as they were, and touches no prototype', () => {
  const counts = noCleanCounts();
  const value = JSON.parse(
    '{"event_id":"e","event_type":"scroll","session_id":"s","timestamp":"2025-01-01T00:00:00","__proto__":{"polluted":1},"constructor":"x","depth":[1,{"a":null}],"hour":25}',
  ) as unknown;
  const event = cleanOne(value, { counts }) as CartEvent;
  assert.equal(
    event.properties,
    '{"__proto__":{"polluted":1},"constructor":"x","depth":[1,{"a":null}],"hour":25}',
  );
  assert.equal(event.hour, 0);
  assert.equal(counts.unknownFields, 1);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('clean() keeps what else an item of an order says', () => {
  const items = [{ product_id: 1, quantity: 2, price_vnd: 3, note: 'blue' }];
  const event = kept({ event_type: 'purchase', items });
  assert.deepEqual(event.items, [{ product_id: 1, quantity: 2, price_vnd: 3 }]);
  assert.equal(event.properties, JSON.stringify({ items }));
  assert.equal(kept({ items: [{ product_id: 1 }] }).properties, null);
});

test('clean() refuses half surrogate pairs wherever they stand', () => {
  assert.deepEqual(cleanFields({ browser: 'a\uD800' }), { code: 'lone_surrogate', field: 'browser' });
  assert.deepEqual(cleanFields({ event_id: '\uDC00' }), { code: 'lone_surrogate', field: 'event_id' });
  assert.deepEqual(cleanFields({ extra: ['\uDC00'] }), { code: 'lone_surrogate', field: 'properties' });
  assert.deepEqual(cleanFields({ '\uD800': 1 }), { code: 'lone_surrogate', field: 'properties' });
  assert.equal(kept({ browser: '😀' }).browser, '😀');
});

test('clean() builds every event with the same keys in the same order', () => {
  const keys = Object.keys(kept({}));
  for (const fields of [{ items: [] }, { unknown: 1 }, { customer_id: 5 }])
    assert.deepEqual(Object.keys(kept(fields)), keys);
});

test('clean() accounts for every event', async () => {
  const counts = noCleanCounts();
  const values = [wireEvent(), null, undefined, wireEvent({ quantity: -1 }), wireEvent({ event_id: null })];
  const batches = await Array.fromAsync(clean(source(values), { counts }));
  assert.deepEqual(
    batches.map((batch) => batch.length),
    [1],
  );
  assert.equal(counts.read, 5);
  assert.equal(counts.kept, 1);
  assert.deepEqual(counts.refused, {
    not_an_object: 1,
    malformed_json: 1,
    negative_value: 1,
    missing_field: 1,
  });
});

test('clean() throws at the call for a zone nobody knows', () => {
  assert.throws(() => clean(source([]), { timeZone: 'Nowhere' }), RangeError);
});

async function* source(values: readonly unknown[]) {
  if (values.length > 0) yield rawEvents(values);
}

test('clean() names the first fault of an event that has several, and never throws', () => {
  const unix = { timestamp: undefined, timestamp_unix: 'soon' };
  assert.deepEqual(cleanFields({ event_id: null, ...unix }), { code: 'missing_field', field: 'event_id' });
  assert.deepEqual(cleanFields({ session_id: null, timestamp: undefined, timestamp_unix: 1.75e18 }), {
    code: 'missing_field',
    field: 'session_id',
  });
  for (const timeZone of ['UTC', 'Asia/Ho_Chi_Minh']) {
    assert.deepEqual(
      cleanFields({ timestamp: undefined, timestamp_unix: Number.MAX_SAFE_INTEGER }, { timeZone }),
      {
        code: 'out_of_range_timestamp',
        field: 'timestamp_unix',
      },
    );
  }
});

test('clean() makes an event or a fault of any values', () => {
  const names = Object.keys(kept({}));
  const values = fc.oneof(
    fc.anything(),
    fc.constantFrom(
      Number.MAX_SAFE_INTEGER,
      -Number.MAX_SAFE_INTEGER,
      1e300,
      'soon',
      '',
      '2025-02-30T00:00:00',
      [{}],
    ),
  );
  const fields = fc.dictionary(fc.constantFrom(...names), values);
  fc.assert(
    fc.property(fields, fc.constantFrom('UTC', 'America/St_Johns'), (some, timeZone) => {
      const json = JSON.stringify({ ...wireEvent(), ...some }) ?? 'null';
      cleanOne(JSON.parse(json), { timeZone });
    }),
    { numRuns: 2000 },
  );
});
