import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { read } from './shop.ts';

/** What the answer to a wrong parameter is. */
function wrong(parameter: string, wanted: string, value: string | string[]): [number, unknown] {
  const message = `Cannot use ${parameter} as it must be ${wanted}: ${JSON.stringify(value)}`;
  const data = { errors: [{ parameter, message, value }] };
  return [422, { status: 'error', msg: message, data, count: null, total: null }];
}

const LIMITED: [path: string, most: number][] = [
  ['/cart/events', 1000],
  ['/cart/events/customer/7', 500],
  ['/cart/events/product/1', 500],
  ['/cart/events/session/sess_A', 500],
  ['/cart/abandoned', 200],
];

const NUMBERS: [parameter: string, route: string, wanted: string, good: string[], bad: string[]][] = [
  ...LIMITED.map(([path, most]): [string, string, string, string[], string[]] => [
    'limit',
    `${path}?limit=`,
    `a whole number from 1 to ${most}`,
    ['1', String(most), '007'],
    ['0', String(most + 1), '-1'],
  ]),
  ['offset', '/cart/events?offset=', 'a whole number, 0 or more', ['0', '9007199254740991'], ['-1']],
  [
    'hours_threshold',
    '/cart/abandoned?hours_threshold=',
    'a whole number from 1 to 168',
    ['1', '168'],
    ['0', '169'],
  ],
  [
    'customer_id',
    '/cart/events/customer/',
    'a whole number, 1 or more',
    ['1', '9007199254740991'],
    ['0', '-1'],
  ],
  ['product_id', '/cart/events/product/', 'a whole number, 1 or more', ['1'], ['0', '-7']],
];

/** Not whole numbers, whatever the bounds. */
const NEVER = [
  'abc',
  '1e3',
  '1.0',
  '+5',
  ' 5',
  '5 ',
  '1_000',
  '1,000',
  '0x10',
  '٣',
  '５',
  '9007199254740992',
  'NaN',
];

describe('parameters', () => {
  for (const [parameter, route, wanted, good, bad] of NUMBERS) {
    test(`${route} wants ${wanted}`, async () => {
      for (const value of good) {
        assert.equal((await read(route + value))[0], 200, value);
      }
      for (const value of [...bad, ...NEVER]) {
        assert.deepEqual(await read(route + encodeURIComponent(value)), wrong(parameter, wanted, value));
      }
    });
  }

  test('a limit without a value is refused', async () => {
    assert.deepEqual(await read('/cart/events?limit='), wrong('limit', 'a whole number from 1 to 1000', ''));
  });

  test('dates have to be dates', async () => {
    for (const parameter of ['start_date', 'end_date']) {
      for (const value of [
        'yesterday',
        '2025-02-30',
        '2025-2-3',
        '2025-13-01',
        '20250301',
        '2025-03-01T25:00',
      ]) {
        assert.deepEqual(
          await read(`/cart/events?${parameter}=${value}`),
          wrong(parameter, 'a date or a time in ISO 8601', value),
        );
      }
    }
  });

  test('a parameter that is given twice is refused', async () => {
    for (const parameter of ['limit', 'offset', 'event_type', 'source', 'device', 'start_date', 'end_date']) {
      assert.deepEqual(
        await read(`/cart/events?${parameter}=1&x=1&${parameter}=1`),
        wrong(parameter, 'given once', ['1', '1']),
      );
    }
  });

  test('all that is wrong is said', async () => {
    const [status, body] = await read('/cart/events?limit=0&offset=x&end_date=y');
    const { msg, data } = body as { msg: string; data: { errors: { parameter: string; message: string }[] } };
    assert.equal(status, 422);
    assert.deepEqual(
      data.errors.map(({ parameter }) => parameter),
      ['limit', 'offset', 'end_date'],
    );
    assert.equal(msg, data.errors.map(({ message }) => message).join('; '));
  });

  test('a parameter that nobody knows is ignored, however often it is there', async () => {
    const plain = await read('/cart/events');
    const query =
      'page=2&page=3&Limit=0&limit[]=0&__proto__=1&__proto__=2&constructor=1&toString=0&__proto__[limit]=0';
    assert.deepEqual(await read(`/cart/events?${query}`), plain);
    assert.equal(({} as Record<string, unknown>)['limit'], undefined);
  });

  test('a long value is shown in part where people read it', async () => {
    const [status, body] = await read(`/cart/events?limit=${'9'.repeat(5000)}`);
    assert.equal(status, 422);
    assert.ok((body as { msg: string }).msg.length < 200);
  });

  test('whatever is given as limit, the answer is 200 for 1 to 1000 in digits and 422 else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String), fc.nat(1001).map(String)),
        async (value) => {
          const isGood = /^[0-9]{1,16}$/.test(value) && Number(value) >= 1 && Number(value) <= 1000;
          const [status] = await read(`/cart/events?limit=${encodeURIComponent(value.toWellFormed())}`);
          assert.equal(status, isGood ? 200 : 422);
        },
      ),
      { numRuns: 200 },
    );
  });
});
