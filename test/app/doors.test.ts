import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppOptions } from '../../src/app.ts';
import { openService } from './service.ts';

const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];
const TOKEN = 'a secret';
const SHOP = 'https://shop.example';
const OPTIONS: Partial<AppOptions> = { hosts: HOSTS, token: TOKEN, allowedOrigins: [SHOP], compat: true };

interface Write {
  name: string;
  path: string;
  method: 'GET' | 'POST';
  type?: string;
  body?: string;
  /** What is done when it may pass. */
  command: string;
}

function mutation(command: string, field: string): Write {
  const query = `mutation { ${command}${field} { __typename } }`;
  const type = 'application/json';
  return { name: command, path: '/graphql', method: 'POST', type, body: JSON.stringify({ query }), command };
}

const GENERATE = '/cart/generate/events';
const MUTATIONS = [
  mutation('startGeneration', '(input: {})'),
  mutation('startTransformation', '(input: {})'),
  mutation('cancelJob', '(id: "1")'),
  mutation('resumeJob', '(id: "1")'),
  mutation('restoreTable', '(name: EVENTS, version: 0, expectedVersion: 1)'),
];
/** The same under an address that ends with a slash. */
const SLASHED = MUTATIONS.map((write): Write => ({ ...write, name: `${write.name} /`, path: '/graphql/' }));
const POSTS: Write[] = [GENERATE, `${GENERATE}/`, '/cart/generate/%65vents', '/%63art/generate/events'].map(
  (path) => ({ name: `POST ${path}`, path, method: 'POST', command: 'startGeneration' }),
);
/** What only `compat` makes a write. */
const GETS = POSTS.map((write): Write => ({ ...write, name: `GET ${write.path}`, method: 'GET' }));
const WRITES = [...MUTATIONS, ...SLASHED, ...POSTS, ...GETS];

type Headers = Readonly<Record<string, string>>;
const authorization = `Bearer ${TOKEN}`;

/** Asks for a write with headers of a client, and gives the status, the body and what was done. */
async function outcome(write: Write, headers: Headers, options = OPTIONS, method: string = write.method) {
  const { ask, commands } = openService(options);
  const hasBody = write.body !== undefined && !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const response = await ask(write.path, {
    method,
    headers: { ...(hasBody && { 'content-type': write.type! }), ...headers },
    ...(hasBody && { body: write.body! }),
  });
  return { status: response.status, headers: response.headers, text: await response.text(), commands };
}

/** What a page elsewhere, or a program without the token, can try, and what it is answered. */
const ATTACKS: [name: string, headers: Headers, status: number][] = [
  ['a foreign Origin', { authorization, origin: 'https://evil.example' }, 403],
  ['an Origin that ends like ours', { authorization, origin: 'http://evil-localhost:4000' }, 403],
  ['an Origin that begins like ours', { authorization, origin: 'http://localhost:4000.evil.example' }, 403],
  ['another port', { authorization, origin: 'http://localhost:3000' }, 403],
  ['no port', { authorization, origin: 'http://localhost' }, 403],
  ['another name of this machine', { authorization, origin: 'http://127.0.0.1:4000' }, 403],
  ['no Origin of its own', { authorization, origin: 'null' }, 403],
  ['an empty Origin', { authorization, origin: '' }, 403],
  ['two Origins', { authorization, origin: 'http://localhost:4000, https://evil.example' }, 403],
  ['a user in its Origin', { authorization, origin: 'http://x@localhost:4000' }, 403],
  ['an extension', { authorization, origin: 'chrome-extension://abcdef' }, 403],
  ['an Origin that is allowed, almost', { authorization, origin: 'http://shop.example' }, 403],
  ['a part of an allowed Origin', { authorization, origin: 'https://shop.example.evil.example' }, 403],
  ['Sec-Fetch-Site cross-site', { authorization, 'sec-fetch-site': 'cross-site' }, 403],
  ['Sec-Fetch-Site same-site', { authorization, 'sec-fetch-site': 'same-site' }, 403],
  ['a Sec-Fetch-Site that nobody knows', { authorization, 'sec-fetch-site': 'x' }, 403],
  [
    'our Origin, but another site',
    { authorization, origin: 'http://localhost:4000', 'sec-fetch-site': 'same-site' },
    403,
  ],
  ['no token', {}, 401],
  ['a wrong token', { authorization: 'Bearer x' }, 401],
  ['a token that begins rightly', { authorization: `Bearer ${TOKEN}x` }, 401],
  ['half a token', { authorization: 'Bearer a' }, 401],
  ['the token as a password', { authorization: `Basic ${btoa(`:${TOKEN}`)}` }, 401],
  ['an allowed Origin without the token', { origin: SHOP, 'sec-fetch-site': 'cross-site' }, 401],
  ['a name of its own for us', { authorization, host: 'evil.example:4000' }, 421],
  [
    'a name of its own for us, and a page under it',
    { authorization, host: 'evil.example:4000', origin: 'http://evil.example:4000' },
    421,
  ],
  ['something behind an address', { authorization, host: '[::1]evil.example' }, 421],
];

describe('a write with', () => {
  for (const [name, headers, status] of ATTACKS) {
    test(`${name} is answered ${status}, and nothing is done`, async () => {
      for (const write of WRITES) {
        const answer = await outcome(write, headers);
        assert.deepEqual([answer.status, answer.commands], [status, []], write.name);
        assert.equal(answer.headers.get('x-request-id') === null, false);
        const { data, ...envelope } = JSON.parse(answer.text) as Record<string, unknown>;
        assert.deepEqual([envelope['status'], data], ['error', null], write.name);
        const cors = headers['origin'] === SHOP ? SHOP : null;
        assert.equal(answer.headers.get('access-control-allow-origin'), cors, write.name);
      }
    });
  }

  const FORMS: [type: string, body: string][] = [
    ['application/x-www-form-urlencoded', 'query=mutation{cancelJob(id:"1"){__typename}}&count=100'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--\r\n',
    ],
    ['text/plain', '{"query":"mutation{cancelJob(id:\\"1\\"){__typename}}"}'],
    ['TEXT/PLAIN;charset=utf-8', '{"query":"mutation{cancelJob(id:\\"1\\"){__typename}}"}'],
    ['text/plain; application/json', '{"query":"mutation{cancelJob(id:\\"1\\"){__typename}}"}'],
    ['application/json, text/plain', '{"query":"mutation{cancelJob(id:\\"1\\"){__typename}}"}'],
    ['', '{"query":"mutation{cancelJob(id:\\"1\\"){__typename}}"}'],
  ];
  for (const [type, body] of FORMS) {
    test(`a body of ${type || 'no type'} is refused, and nothing is done`, async () => {
      for (const options of [OPTIONS, {}]) {
        for (const write of [MUTATIONS[0]!, SLASHED[0]!, ...POSTS]) {
          const answer = await outcome({ ...write, body }, { authorization, 'content-type': type }, options);
          const statuses = write.path.startsWith('/graphql')
            ? [400, 403, 415]
            : type === ''
              ? [415, 422]
              : [415];
          assert.ok(statuses.includes(answer.status), `${write.name} ${answer.status}`);
          assert.deepEqual(answer.commands, []);
        }
      }
    });
  }

  test('GET does nothing, unless the server was told to', async () => {
    const { compat: _, ...strict } = OPTIONS;
    for (const options of [strict, {}]) {
      for (const write of GETS) {
        const { status, headers, commands } = await outcome(write, { authorization }, options);
        assert.deepEqual([status, headers.get('allow'), commands], [405, 'POST, OPTIONS', []], write.name);
      }
    }
    for (const options of [OPTIONS, {}]) {
      for (const { body, name } of MUTATIONS) {
        const { query } = JSON.parse(body!) as { query: string };
        const path = `/graphql?query=${encodeURIComponent(query)}`;
        const headers = { authorization, 'x-graphql-yoga-csrf': '1', accept: 'application/json' };
        const { status, commands } = await outcome({ ...GETS[0]!, path }, headers, options);
        assert.deepEqual([status, commands], [405, []], name);
        const page = await outcome({ ...GETS[0]!, path }, { authorization, accept: 'text/html' }, options);
        assert.deepEqual(page.commands, [], name);
      }
    }
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
      for (const write of WRITES) {
        assert.deepEqual((await outcome(write, { authorization }, OPTIONS, method)).commands, []);
      }
    }
  });

  test('a preflight of a stranger is 403 without a word of CORS', async () => {
    for (const options of [OPTIONS, { hosts: HOSTS }, {}]) {
      for (const write of WRITES) {
        for (const origin of ['https://evil.example', 'null', 'http://localhost:3000']) {
          const asking = { origin, 'access-control-request-method': 'POST', authorization };
          const { status, headers, commands } = await outcome(write, asking, options, 'OPTIONS');
          assert.deepEqual([status, commands], [403, []], write.name);
          assert.deepEqual(corsOf(headers), []);
        }
      }
    }
  });

  const HONEST: [name: string, headers: Headers][] = [
    ['curl', {}],
    ['the page at /docs', { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' }],
    ['a page of an older browser', { origin: 'http://localhost:4000' }],
    ['a bookmark', { 'sec-fetch-site': 'none' }],
    ['a page of an allowed origin', { origin: SHOP, 'sec-fetch-site': 'cross-site' }],
    ['a page at an address', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }],
    ['a page at an address of IPv6', { host: '[::1]:4000', origin: 'http://[::1]:4000' }],
    ['a page behind a proxy', { host: 'localhost', origin: 'https://localhost' }],
    ['a page behind a proxy that says the port', { host: 'localhost:443', origin: 'https://localhost' }],
    ['a name in capitals', { host: 'LOCALHOST:4000', origin: 'http://localhost:4000' }],
  ];
  for (const [name, headers] of HONEST) {
    test(`${name} is done`, async () => {
      for (const write of WRITES) {
        const { status, commands } = await outcome(write, { authorization, ...headers });
        assert.deepEqual(
          [status, commands],
          [write.path.startsWith('/graphql') ? 200 : 422, [write.command]],
          write.name,
        );
      }
    });
  }

  test('JSON as its type is done, without a token where there is none', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON',
      'APPLICATION/JSON;charset=UTF-8',
    ]) {
      for (const write of [...MUTATIONS, ...SLASHED, ...POSTS]) {
        const { commands } = await outcome(write, { 'content-type': type }, { hosts: HOSTS });
        assert.deepEqual(commands, [write.command], write.name);
      }
    }
  });
});

describe('reads', () => {
  test('of pages elsewhere are answered, but not shown to them', async () => {
    const { ask } = openService({ hosts: HOSTS });
    for (const path of [
      '/cart/events',
      '/cart/statistics',
      GENERATE.replace('events', 'status'),
      '/health',
    ]) {
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const response = await ask(path, { headers });
      assert.deepEqual([response.status, corsOf(response.headers)], [200, []]);
    }
  });

  test('of GraphQL by a page elsewhere are refused, since they are POST', async () => {
    const { ask } = openService();
    const headers = { 'content-type': 'application/json', origin: 'https://evil.example' };
    const response = await ask('/graphql', { method: 'POST', headers, body: '{"query":"{__typename}"}' });
    assert.equal(response.status, 403);
  });
});

describe('a server with a token', () => {
  const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const OPEN: [method: string, path: string, accept?: string][] = [
    ['GET', '/'],
    ['HEAD', '/'],
    ['GET', '/docs'],
    ['GET', '/docs/'],
    ['GET', '/docs/start.js'],
    ['GET', '/openapi.json'],
    ['GET', '/health'],
    ['GET', '/health/ready'],
    ['GET', '/graphql', HTML],
    ['GET', '/graphql/', HTML],
  ];
  const LOCKED: [method: string, path: string, accept?: string][] = [
    ['GET', '/cart'],
    ['GET', '/cart/'],
    ['GET', '/cart/events'],
    ['GET', '/cart/generate/status'],
    ['HEAD', '/cart/statistics'],
    ['OPTIONS', '/cart/events'],
    ['GET', '/docs/../cart/events'],
    ['GET', '/docs/%2e%2e/cart/events'],
    ['GET', '/metrics'],
    ['GET', '/no'],
    ['POST', '/'],
    ['POST', '/docs'],
    ['OPTIONS', '/docs'],
    ['GET', '/graphql'],
    ['GET', '/graphql', 'application/json'],
    ['GET', '/graphql?query={__typename}', HTML],
    ['GET', '/graphql?x', HTML],
    ['GET', '/graphql/', 'application/json'],
    ['GET', '/graphql/?query={__typename}', HTML],
    ['POST', '/graphql/', HTML],
    ['HEAD', '/graphql', HTML],
    ['POST', '/graphql', HTML],
    ['GET', '/cart/events', HTML],
    ['GET', '/metrics', HTML],
  ];
  for (const [method, path, accept = '*/*'] of OPEN) {
    test(`opens ${method} ${path} to ${accept}`, async () => {
      const { ask } = openService({ token: TOKEN });
      assert.equal((await ask(path, { method, headers: { accept } })).status, 200);
    });
  }
  for (const [method, path, accept = '*/*'] of LOCKED) {
    test(`locks ${method} ${path} for ${accept}`, async () => {
      const { ask } = openService({ token: TOKEN });
      const response = await ask(path, { method, headers: { accept } });
      assert.deepEqual([response.status, response.headers.get('www-authenticate')], [401, 'Bearer']);
    });
  }

  test('opens no page of GraphiQL in production, where there is none', async () => {
    const { ask } = openService({ token: TOKEN, production: true });
    assert.equal((await ask('/graphql', { headers: { accept: HTML } })).status, 401);
    assert.equal((await ask('/docs')).status, 200);
  });
});

function corsOf(headers: globalThis.Headers): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}
