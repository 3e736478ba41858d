import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openService } from './service.ts';

const SHOP = 'https://shop.example';
const LOCAL = 'http://localhost:3000';
const PATHS = ['/graphql', '/cart', '/cart/', '/cart/events', '/cart/generate/events', '/cart/nothing'];
const POST = {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: SHOP },
  body: '{"query":"{__typename}"}',
};

function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

function preflight(origin: string, method = 'POST'): RequestInit {
  return { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } };
}

describe('CORS', () => {
  for (const token of [undefined, 'secret']) {
    test(`lets pages of allowed origins ask, ${token === undefined ? 'without' : 'with'} a token`, async () => {
      const { ask, commands } = openService({
        allowedOrigins: [SHOP, LOCAL],
        ...(token !== undefined && { token }),
      });
      for (const path of PATHS) {
        for (const origin of [SHOP, LOCAL]) {
          const response = await ask(path, preflight(origin));
          assert.deepEqual([response.status, await response.text()], [204, '']);
          const { 'access-control-allow-headers': headers = '', ...rest } = corsOf(response);
          assert.deepEqual(rest, {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'GET, POST',
            'access-control-expose-headers': 'x-request-id, etag',
            'access-control-max-age': '600',
          });
          for (const name of ['content-type', 'authorization', 'x-request-id', 'if-none-match']) {
            assert.ok(headers.split(', ').includes(name), name);
          }
          assert.equal(response.headers.get('vary'), 'origin');
        }
      }
      assert.deepEqual(commands, []);
    });
  }

  test('shows answers to pages of allowed origins, also those that refuse', async () => {
    const options = { allowedOrigins: [SHOP], token: 'secret' };
    const { ask } = openService(options);
    const shown = {
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'x-request-id, etag',
    };
    const authorized = { authorization: 'Bearer secret', origin: SHOP };
    for (const [path, init, status] of [
      ['/cart/events', { headers: authorized }, 200],
      ['/cart/events?limit=0', { headers: authorized }, 422],
      ['/cart/events', { headers: { origin: SHOP } }, 401],
      ['/graphql', { ...POST, headers: { ...POST.headers, ...authorized } }, 200],
      ['/graphql', POST, 401],
    ] as const) {
      const response = await ask(path, init);
      assert.deepEqual([response.status, corsOf(response)], [status, shown], path);
      assert.match(response.headers.get('vary') ?? '', /\borigin\b/);
    }
    const fault = { allowedOrigins: [SHOP], ready: () => assert.fail('no') };
    const failing = openService({ ...fault, jobs: { list: () => assert.fail('no') } as never });
    const failed = await failing.ask('/cart/generate/status', { headers: { origin: SHOP } });
    assert.deepEqual([failed.status, corsOf(failed)], [500, shown]);
  });

  test('says nothing to anybody else, but that answers differ', async () => {
    const { ask } = openService({ allowedOrigins: [SHOP] });
    for (const [origin, init] of [
      ['https://evil.example', {}],
      ['http://shop.example', {}],
      ['https://shop.example.evil.example', {}],
      [null, {}],
      ['http://localhost:4000', {}],
    ] as const) {
      const response = await ask('/cart/events', { ...init, headers: origin === null ? {} : { origin } });
      assert.deepEqual([response.status, corsOf(response)], [200, {}]);
      assert.equal(response.headers.get('vary'), 'accept-encoding, origin');
    }
  });

  test('is closed without origins', async () => {
    const { ask } = openService();
    for (const path of PATHS.slice(1, 5)) {
      assert.deepEqual(corsOf(await ask(path, { headers: { origin: SHOP } })), {});
      const refused = await ask(path, preflight(SHOP));
      assert.deepEqual([refused.status, corsOf(refused)], [403, {}]);
    }
    assert.equal((await ask('/cart/events')).headers.get('vary'), 'accept-encoding');
    const { status, headers } = await ask('/graphql', {
      ...POST,
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, null]);
  });

  test('is for GraphQL and REST only', async () => {
    const { ask } = openService({ allowedOrigins: [SHOP] });
    for (const path of ['/', '/metrics', '/health', '/docs', '/openapi.json', '/cartoon', '/graphqls']) {
      const response = await ask(path, { headers: { origin: SHOP } });
      assert.deepEqual(corsOf(response), {}, path);
      assert.equal((await ask(path, preflight(SHOP))).status, 403, path);
    }
  });

  test('allows no origin that is none', () => {
    for (const origin of ['*', 'null', '', 'shop.example', 'https://shop.example/', 'https://Shop.example']) {
      assert.throws(() => openService({ allowedOrigins: [origin] }), RangeError, origin);
    }
  });

  test('leaves OPTIONS that is no preflight to the routes', async () => {
    const { ask } = openService({ allowedOrigins: [SHOP] });
    const response = await ask('/cart/generate/events', { method: 'OPTIONS' });
    assert.deepEqual([response.status, response.headers.get('allow')], [204, 'POST, OPTIONS']);
    const own = await ask('/cart/events', preflight('http://localhost:4000'));
    assert.deepEqual([own.status, own.headers.get('allow')], [204, 'GET, HEAD, OPTIONS']);
  });
});
