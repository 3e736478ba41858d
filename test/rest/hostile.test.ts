import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { open } from './shop.ts';

interface Body {
  status: string;
  msg: string;
  data: unknown;
}

/** Status and body of an answer, which must be JSON, and what was logged. */
async function outcome(path: string): Promise<{ status: number; body: Body }> {
  const { ask, log } = open();
  const response = await ask(path);
  const body = (await response.json()) as Body;
  assert.deepEqual(log, [], path);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  return { status: response.status, body };
}

describe('hostile paths', () => {
  const ids: [name: string, written: string, id: string][] = [
    ['an encoded slash', 'a%2Fb', 'a/b'],
    ['an escape of an escape', 'a%252Fb', 'a%2Fb'],
    ['NUL', 'a%00b', 'a\0b'],
    ['line feeds', '%0d%0aSet-Cookie:x', '\r\nSet-Cookie:x'],
    ['__proto__', '__proto__', '__proto__'],
    ['constructor', 'constructor', 'constructor'],
    ['markup', '%3Cscript%3E', '<script>'],
    ['a path upwards', '..%2F..%2Fetc%2Fpasswd', '../../etc/passwd'],
    ['letters of Viet Nam', 'B%C3%A0n%20ph%C3%ADm', 'Bàn phím'],
    ['bytes that are no UTF-8', '%FF%FE', '%FF%FE'],
    ['half an escape', '50%', '50%'],
    ['a very long id', 'x'.repeat(100_000), 'x'.repeat(100_000)],
  ];
  for (const [name, written, id] of ids) {
    test(`a session may be called ${name}`, async () => {
      const { status, body } = await outcome(`/cart/events/session/${written}`);
      assert.equal(status, 200);
      assert.deepEqual([body.msg, body.data], [`Events for session ${id}`, []]);
    });
  }

  test('a path upwards is the path it leads to', async () => {
    const { body } = await outcome('/cart/events/session/..');
    assert.equal(body.msg, 'Events retrieved successfully');
    assert.equal((await outcome('/cart/events/session/%2e%2e/%2e%2e/%2e%2e/%2e%2e')).status, 404);
  });

  test('paths that lead nowhere are 404', async () => {
    for (const path of [
      '/cart//events',
      '/CART/events',
      '/cart/events/session/a/b',
      '/cart/events/product/1/2',
      '/cart/__proto__',
      '/docs/..%2f..%2fpackage.json',
      '/docs/%00',
      '/docs/constructor',
      `/${'x'.repeat(100_000)}`,
      '/cart/%',
      '/%ff',
    ]) {
      const { status, body } = await outcome(path);
      assert.equal(status, 404, path.slice(0, 50));
      assert.ok(body.msg.length < 300);
    }
  });

  test('whatever the path and the query, the answer is JSON below 500', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'cart',
        'events',
        'session',
        'customer',
        'product',
        'statistics',
        'abandoned',
        'generate',
        'status',
        '1',
        '%00',
        '%2F',
      ),
      fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.string().map((text) => text.replaceAll(/[?#/\\]/g, '%')),
    );
    const pair = fc
      .tuple(
        fc.constantFrom(
          'limit',
          'offset',
          'event_type',
          'start_date',
          'end_date',
          'hours_threshold',
          '__proto__',
        ),
        fc.oneof(
          fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
          fc.string(),
        ),
      )
      .map(([name, value]) => `${name}=${value}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.array(pair, { maxLength: 4 }),
        async (parts, pairs) => {
          const { status } = await outcome(`/cart/${parts.join('/')}?${pairs.join('&')}`);
          assert.ok([200, 404, 405, 422].includes(status), String(status));
        },
      ),
      { numRuns: 200 },
    );
  });
});
