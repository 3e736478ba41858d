import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LogEntry } from '../../src/app/log.ts';
import { type AppOptions, createApp } from '../../src/app.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { quietJobs } from '../support/jobs.ts';
import { generatedEvents } from '../support/cart-events.ts';

const EVENTS = await generatedEvents({ count: 500 });
const QUESTIONS = plainQuestions(EVENTS);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The whole service over generated events, what it logs, and what it measures; each look at its clock takes 1.5 ms. */
function open(options: Partial<AppOptions> = {}) {
  const log: LogEntry[] = [];
  const measured: unknown[][] = [];
  let time = 0;
  const app = createApp({
    questions: QUESTIONS,
    jobs: quietJobs,
    zone: openZone('UTC'),
    version: '1.2.3',
    now: () => new Date('2025-11-22T17:00:00Z'),
    clock: () => (time += 1.5),
    log: (entry) => void log.push(entry),
    ready: () => null,
    metrics: async () => ({ type: 'text/plain', body: 'measured 1\n' }),
    onAnswer: (...answer) => void measured.push(answer),
    ...options,
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    app(new Request(new URL(path, 'http://localhost:4000'), init));
  return { log, measured, ask };
}

function graphql(query: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  };
}

test('createApp() answers GraphQL, REST, and what explains them', async () => {
  const { ask, log } = open();
  const asked = await ask('/graphql', graphql('{ statistics { totalEvents } }'));
  assert.deepEqual(await asked.json(), { data: { statistics: { totalEvents: EVENTS.length } } });
  const { data } = (await (await ask('/cart/statistics')).json()) as { data: { total_events: number } };
  assert.equal(data.total_events, EVENTS.length);
  const html = { headers: { accept: 'text/html' } };
  for (const [path, type] of [
    ['/graphql', 'text/html'],
    ['/docs', 'text/html; charset=utf-8'],
    ['/openapi.json', 'application/json; charset=utf-8'],
    ['/cart/', 'application/json; charset=utf-8'],
    ['/health', 'application/json; charset=utf-8'],
    ['/metrics', 'text/plain'],
  ] as const) {
    const response = await ask(path, html);
    assert.deepEqual([path, response.status, response.headers.get('content-type')], [path, 200, type]);
  }
  assert.deepEqual(
    log.map(({ level, message }) => `${level} ${message}`),
    Array.from({ length: 8 }, () => 'info answered'),
  );
});

test('createApp() says what is here, as HTML for browsers and as JSON for programs', async () => {
  const { ask } = open();
  const page = await ask('/', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
  const text = await page.text();
  assert.match(text, /^<!doctype html>[\s\S]*Cartograph 1\.2\.3/);
  const links = Array.from(text.matchAll(/href="([^"]*)"/g), ([, link]) => link as string);
  const response = await ask('/');
  assert.equal(response.headers.get('vary'), 'accept');
  const { name, version, places } = (await response.json()) as Record<string, object>;
  assert.deepEqual([name, version, Object.keys(places as object)], ['Cartograph', '1.2.3', links]);
  const html = { headers: { accept: 'text/html' } };
  for (const link of links) assert.equal((await ask(link, html)).status, 200, link);
});

test('createApp() refuses paths and methods that are not there, in the envelope', async () => {
  const { ask } = open();
  for (const [path, method, status, allow] of [
    ['/nothing', 'GET', 404, null],
    ['/', 'POST', 405, 'GET, HEAD'],
    ['/metrics', 'DELETE', 405, 'GET, HEAD'],
    ['/health/ready', 'PUT', 405, 'GET, HEAD'],
    ['/cart/statistics', 'POST', 405, 'GET, HEAD, OPTIONS'],
  ] as const) {
    const response = await ask(path, { method });
    assert.deepEqual([path, response.status], [path, status]);
    if (allow !== null) assert.match(response.headers.get('allow') ?? '', new RegExp(`^${allow}`));
    const { status: state, data } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([state, data], ['error', null]);
  }
  assert.equal((await open({ metrics: undefined as never }).ask('/metrics')).status, 404);
});

describe('createApp() with hosts', () => {
  const { ask } = open({ hosts: ['127.0.0.1', 'localhost', '[::1]'] });
  for (const [host, status] of [
    ['localhost:4000', 200],
    ['LOCALHOST', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:4000', 200],
    ['[::1]', 200],
    ['evil.example', 421],
    ['localhost.evil.example:4000', 421],
    ['127.0.0.1@evil.example', 421],
    ['127.0.0.1:80:80', 421],
    ['[::1', 421],
    ['[::1]evil.example', 421],
    ['[::1]:4000:1', 421],
    ['[::2]:4000', 421],
    ['localhost/x', 421],
    ['', 421],
  ] as const) {
    test(`answers ${status} to Host ${host}`, async () => {
      assert.equal((await ask('/cart/', { headers: { host } })).status, status);
      assert.equal((await ask('/health', { headers: { host } })).status, status);
      assert.equal((await ask('/graphql', graphql('{ __typename }', { host }))).status, status);
    });
  }
});

test('createApp() with a token answers nobody without it, except whether it lives and what explains it', async () => {
  const { ask } = open({ token: 'schlüssel 1' });
  const paths = ['/graphql', '/cart/', '/cart/statistics', '/metrics', '/no'];
  for (const path of paths) {
    for (const authorization of [null, 'Bearer', 'Bearer x', 'Bearer schlüssel', 'Basic schlüssel 1']) {
      const response = await ask(path, authorization === null ? {} : { headers: { authorization } });
      assert.deepEqual([path, response.status], [path, 401], `${authorization}`);
      assert.equal(response.headers.get('www-authenticate'), 'Bearer');
      assert.equal(((await response.json()) as { status: string }).status, 'error');
    }
  }
  for (const authorization of ['Bearer schlüssel 1', 'bearer schlüssel 1']) {
    const headers = { authorization };
    assert.equal((await ask('/cart/', { headers })).status, 200);
    assert.equal((await ask('/metrics', { headers })).status, 200);
    assert.equal((await ask('/graphql', graphql('{ __typename }', headers))).status, 200);
  }
  for (const path of ['/health', '/health/ready', '/', '/docs', '/openapi.json']) {
    assert.equal((await ask(path)).status, 200, path);
  }
});

test('createApp() says why it is not ready', async () => {
  let reason: string | null = 'Starting';
  const { ask, log } = open({ ready: () => reason });
  const waiting = await ask('/health/ready');
  assert.deepEqual([waiting.status, waiting.headers.get('cache-control')], [503, 'no-store']);
  assert.deepEqual(await waiting.json(), {
    status: 'error',
    msg: 'Starting',
    data: null,
    count: null,
    total: null,
  });
  assert.equal((await ask('/health')).status, 200, 'it lives all the same');
  reason = null;
  assert.equal((await ask('/health/ready')).status, 200);
  assert.equal(log.length, 3);
});

test('createApp() gives each request an id and a line of log', async () => {
  const { ask, log } = open();
  const given = await ask('/cart/', { headers: { 'x-request-id': 'Trace:1.a_b-c' } });
  assert.equal(given.headers.get('x-request-id'), 'Trace:1.a_b-c');
  const drawn = (await ask('/cart/?secret=1')).headers.get('x-request-id') ?? '';
  assert.match(drawn, UUID);
  for (const unsafe of ['a b', 'x'.repeat(65), '"', 'é', '{}']) {
    const response = await ask('/health', { headers: { 'x-request-id': unsafe } });
    assert.match(response.headers.get('x-request-id') ?? '', UUID, unsafe);
  }
  const answered = { level: 'info', message: 'answered', method: 'GET', status: 200, milliseconds: 1.5 };
  assert.equal(log.length, 7);
  assert.deepEqual(log.slice(0, 2), [
    { ...answered, request: 'Trace:1.a_b-c', path: '/cart/' },
    { ...answered, request: drawn, path: '/cart/' },
  ]);
});

test('createApp() shows an id of what went wrong, and nothing else', async () => {
  const fault = new Error('secret /path');
  const questions = {
    ...QUESTIONS,
    events: () => Promise.reject(fault),
    statistics: () => Promise.reject(fault),
  };
  const { ask, log } = open({
    questions,
    metrics: () => Promise.reject(fault),
  });
  for (const path of ['/cart/', '/cart/statistics', '/metrics']) {
    const response = await ask(path, { headers: { 'x-request-id': `of${path}`.replaceAll('/', '.') } });
    const id = response.headers.get('x-request-id') as string;
    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), {
      status: 'error',
      msg: `Unexpected error, see ${id}`,
      data: { id },
      count: null,
      total: null,
    });
    const [first, second] = log.splice(0);
    assert.deepEqual([first?.level, first?.request, first?.['error']], ['error', id, fault]);
    assert.deepEqual([second?.level, second?.request, second?.['status']], ['error', id, 500]);
  }
  const id = { 'x-request-id': 'of.graphql' };
  const text = await (await ask('/graphql', graphql('{ statistics { totalEvents } }', id))).text();
  assert.doesNotMatch(text, /secret/);
  const [failure] = log;
  assert.deepEqual([failure?.['error'], failure?.request], [fault, 'of.graphql']);
  assert.match(text, /see of\.graphql/);
});

test('createApp() measures every answer under one of a few routes', async () => {
  const { ask, measured } = open();
  const routes: [path: string, route: string][] = [
    ['/', '/'],
    ['/cart', '/cart'],
    ['/cart/', '/cart'],
    ['/cart/nothing', '/cart'],
    ['/cart/events?limit=1', '/cart/events'],
    ['/cart/events/customer/17', '/cart/events/customer'],
    ['/cart/events/session/a%2Fb', '/cart/events/session'],
    ['/cart/generate/events?count=100', '/cart/generate/events'],
    ['/cart/generate/status', '/cart/generate/status'],
    ['/cart/generate', '/cart'],
    ['/docs/start.js', '/docs'],
    ['/health', '/health'],
    ['/health/ready', '/health/ready'],
    ['/cartoon', 'other'],
    ['/graphqls', 'other'],
    ['//', 'other'],
    [`/${'a/'.repeat(4000)}`, 'other'],
    ['/__proto__', 'other'],
  ];
  for (const [path] of routes) await ask(`http://localhost:4000${path}`);
  assert.deepEqual(
    measured.map(([route]) => route),
    routes.map(([, route]) => route),
  );
  assert.deepEqual(measured[0], ['/', 'GET', 200, 0.0015]);
});

test('createApp() hides the schema in production', async () => {
  const { ask } = open({ production: true });
  const asked = await ask('/graphql', graphql('{ __schema { types { name } } }'));
  assert.match(await asked.text(), /introspection/i);
  const page = await ask('/graphql', { headers: { accept: 'text/html' } });
  assert.doesNotMatch(await page.text(), /html/);
});
