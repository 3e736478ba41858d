import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { NOW, open, shop, stored, zone } from './shop.ts';

const READS = [
  '/cart/',
  '/cart/events',
  '/cart/events?limit=2',
  '/cart/events/customer/7',
  '/cart/events/product/1',
  '/cart/events/session/sess_A',
  '/cart/statistics',
  '/cart/abandoned',
];

/** Of an answer that has one. */
function tagOf(response: Response): string {
  return response.headers.get('etag') ?? assert.fail('no ETag');
}

describe('ETag', () => {
  for (const path of READS) {
    test(`${path} answers 304 to who has the answer`, async () => {
      const { ask } = open();
      const first = await ask(path);
      const etag = tagOf(first);
      assert.equal(first.headers.get('cache-control'), 'private, no-cache');
      for (const held of [etag, `W/${etag.replace('W/', '')}`, `"a", ${etag} , "b,c"`, '*']) {
        const again = await ask(path, { headers: { 'if-none-match': held } });
        assert.equal(again.status, 304, held);
        assert.equal(await again.text(), '');
        assert.deepEqual(
          ['etag', 'vary', 'cache-control', 'content-type', 'content-length'].map((name) =>
            again.headers.get(name),
          ),
          [etag, 'accept-encoding', 'private, no-cache', null, null],
        );
      }
      for (const held of ['"x"', 'x', '', etag.replaceAll('"', '')]) {
        assert.equal((await ask(path, { headers: { 'if-none-match': held } })).status, 200, held);
      }
    });
  }

  test('is another for another question, version of the table or zone', async () => {
    const tags = await Promise.all(READS.map(async (path) => tagOf(await open().ask(path))));
    assert.equal(new Set(tags).size, READS.length);
    const newer = open({ questions: plainQuestions(stored(), { zone, version: 4 }) });
    const elsewhere = open({ zone: openZone('UTC') });
    for (const [i, path] of READS.entries()) {
      assert.notEqual(tagOf(await newer.ask(path)), tags[i]);
      assert.notEqual(tagOf(await elsewhere.ask(path)), tags[i]);
    }
  });

  test('is the same for the same question, however it is put', async () => {
    const { ask } = open();
    assert.equal(tagOf(await ask('/cart/events')), tagOf(await ask('/cart/events?x=1&limit=100&offset=00')));
  });

  test('asks nothing but the version for a 304', async () => {
    const etag = tagOf(await open().ask('/cart/events'));
    const fail = async (): Promise<never> => assert.fail('asked');
    const { ask } = open({ questions: { ...shop, events: fail } });
    assert.equal((await ask('/cart/events', { headers: { 'if-none-match': etag } })).status, 304);
  });

  test('of abandoned carts is weak and holds for a minute', async () => {
    const etag = tagOf(await open().ask('/cart/abandoned'));
    assert.match(etag, /^W\/"/);
    const at = async (seconds: number): Promise<number> => {
      const { ask } = open({ now: () => new Date(NOW.getTime() + seconds * 1000) });
      return (await ask('/cart/abandoned', { headers: { 'if-none-match': etag } })).status;
    };
    assert.deepEqual([await at(59), await at(60)], [304, 200]);
  });

  test('does not hide a wrong parameter', async () => {
    const { ask } = open();
    assert.equal((await ask('/cart/events?limit=0', { headers: { 'if-none-match': '*' } })).status, 422);
  });
});

describe('compression', () => {
  test('is for those who ask for gzip', async () => {
    const { ask } = open();
    const plain = await ask('/cart/events');
    const body = await plain.text();
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(plain.headers.get('content-length'), String(Buffer.byteLength(body)));
    assert.equal(plain.headers.get('vary'), 'accept-encoding');
    for (const accept of ['gzip', 'br, gzip;q=0.5', '*', 'deflate, gzip']) {
      const packed = await ask('/cart/events', { headers: { 'accept-encoding': accept } });
      assert.equal(packed.headers.get('content-encoding'), 'gzip', accept);
      assert.equal(packed.headers.get('content-length'), null);
      assert.equal(packed.headers.get('vary'), 'accept-encoding');
      assert.equal(gunzipSync(await packed.arrayBuffer()).toString(), body);
      assert.equal(packed.headers.get('etag'), `W/${tagOf(plain)}`);
    }
    for (const accept of ['br', 'gzip;q=0', 'identity', '*;q=0', '']) {
      const response = await ask('/cart/events', { headers: { 'accept-encoding': accept } });
      assert.equal(response.headers.get('content-encoding'), null, accept);
      assert.equal(await response.text(), body);
    }
  });

  test('leaves a tag that gives 304 all the same', async () => {
    const { ask } = open();
    const etag = tagOf(await ask('/cart/events', { headers: { 'accept-encoding': 'gzip' } }));
    const headers = { 'accept-encoding': 'gzip', 'if-none-match': etag };
    assert.equal((await ask('/cart/events', { headers })).status, 304);
  });

  test('leaves small answers as they are', async () => {
    const response = await open().ask('/health', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(response.headers.get('content-encoding'), null);
  });
});

describe('methods', () => {
  for (const path of [
    ...READS,
    '/cart/generate/status',
    '/health',
    '/openapi.json',
    '/docs',
    '/docs/start.js',
  ]) {
    test(`HEAD ${path} has the headers of GET and no body`, async () => {
      const { ask } = open();
      const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
      assert.equal(head.status, 200);
      assert.deepEqual([...head.headers], [...get.headers]);
      assert.equal(await head.text(), '');
    });

    test(`${path} takes no other method than GET, HEAD and OPTIONS`, async () => {
      const { ask } = open();
      const options = await ask(path, { method: 'OPTIONS' });
      assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, HEAD, OPTIONS']);
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        const response = await ask(path, { method });
        assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET, HEAD, OPTIONS']);
        assert.deepEqual(await response.json(), {
          status: 'error',
          msg: `${new URL(path, 'http://x').pathname} takes GET, HEAD, OPTIONS, not ${method}`,
          data: null,
          count: null,
          total: null,
        });
      }
    });
  }

  test('what is not there is 404 in the envelope, whatever the method', async () => {
    const { ask } = open();
    for (const path of [
      '/cart/x',
      '/cart/events/customer',
      '/cart/events/session/',
      '/cart/generate',
      '/x',
    ]) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const response = await ask(path, { method });
        assert.equal(response.status, 404, `${method} ${path}`);
        assert.equal(response.headers.get('cache-control'), 'no-store');
        assert.deepEqual(await response.json(), {
          status: 'error',
          msg: `Nothing is at ${path.replace(/\/$/, '')}: see /cart/ and /docs`,
          data: null,
          count: null,
          total: null,
        });
      }
    }
  });
});

describe('errors', () => {
  test('are masked with the id that the log has', async () => {
    const error = new Error('secret at /home/me');
    const fail = async (): Promise<never> => {
      throw error;
    };
    const questions = { ...shop, events: fail, statistics: fail, abandonedCarts: fail };
    for (const path of READS) {
      const { ask, log } = open({ questions });
      const response = await ask(path);
      assert.equal(response.status, 500);
      assert.deepEqual(await response.json(), {
        status: 'error',
        msg: 'Unexpected error, see req_1',
        data: { id: 'req_1' },
        count: null,
        total: null,
      });
      assert.deepEqual(log, [{ level: 'error', message: 'a REST request failed', request: 'req_1', error }]);
    }
  });

  test('of questions that take too long are 503, and the question is told', async () => {
    let reason: unknown;
    const { ask, log } = open({
      deadline: 1,
      questions: {
        ...shop,
        statistics: async (question) => {
          const ended = Promise.withResolvers<never>();
          const signal = question?.signal ?? assert.fail('no signal');
          signal.addEventListener('abort', () => ended.reject(signal.reason as Error));
          return ended.promise.catch((error: unknown) => {
            reason = error;
            throw error;
          });
        },
      },
    });
    const response = await ask('/cart/statistics');
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '1']);
    const msg = 'Cannot answer within 0.001 s: ask for less';
    assert.deepEqual(await response.json(), { status: 'error', msg, data: null, count: null, total: null });
    assert.equal((reason as Error).name, 'DeadlineError');
    assert.deepEqual(log, []);
  });

  test('of a caller who has gone are nobody’s', async () => {
    const leaves = new AbortController();
    const { ask, log } = open();
    leaves.abort();
    assert.equal((await ask('/cart/events', { signal: leaves.signal })).status, 499);
    assert.deepEqual(log, []);
  });
});
