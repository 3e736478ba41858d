import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand, scratchFolders, someEvents } from '../support/command.ts';
import { type Server, serve } from '../support/serve.ts';

const newFolder = await scratchFolders('serve');
const SAMPLE = fileURLToPath(new URL('../../fixtures/cart-events.json.gz', import.meta.url));
async function importInto(data: string, file: string, args: string[] = []): Promise<void> {
  const { code, stderr } = await runCommand('import', [file, '--data', data, ...args]);
  assert.equal(code, 0, stderr);
}

async function totalOf(server: Server): Promise<unknown> {
  const { data } = (await (await server.get('/cart/statistics')).json()) as {
    data: { total_events: number };
  };
  return data?.total_events;
}

/** The head of what a server answers to bytes that no client would send. */
async function raw(server: Server, bytes: string): Promise<string> {
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

test('serve answers GraphQL and REST about an imported file, and the pages that explain them', async () => {
  const data = await newFolder();
  await importInto(data, SAMPLE, ['--time-zone', 'Asia/Ho_Chi_Minh']);
  const server = await serve(data);
  assert.match(server.welcome, /^Cartograph answers at http:\/\/127\.0\.0\.1:\d+\n/);
  assert.doesNotMatch(server.welcome, /No events/);
  const statistics = await server.get('/cart/statistics', { headers: { 'x-request-id': 'mine' } });
  assert.equal(statistics.headers.get('x-request-id'), 'mine');
  const body = (await statistics.json()) as { status: string; data: { total_events: number } };
  assert.equal(body.status, 'success');
  assert.ok(body.data.total_events > 1000);
  assert.deepEqual(await server.graphql('{ statistics { totalEvents } table(name: EVENTS) { version } }'), {
    data: { statistics: { totalEvents: body.data.total_events }, table: { version: 0 } },
  });
  const html = { headers: { accept: 'text/html' } };
  for (const [path, type, within] of [
    ['/', 'text/html', 'Cartograph'],
    ['/graphql', 'text/html', 'graphiql'],
    ['/docs', 'text/html', 'swagger-ui'],
    ['/docs/swagger-ui.css', 'text/css', '.swagger-ui'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript', 'SwaggerUIBundle'],
    ['/docs/favicon-32x32.png', 'image/png', 'PNG'],
    ['/docs/start.js', 'text/javascript', 'SwaggerUIBundle'],
    ['/openapi.json', 'application/json', '"openapi":"3.1'],
    ['/health', 'application/json', 'healthy'],
    ['/health/ready', 'application/json', 'Ready'],
    ['/metrics', 'text/plain', 'cartograph_http_requests_total{route="/cart/statistics",method="GET"'],
  ] as const) {
    const response = await server.get(path, html);
    const content = await response.text();
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get('content-type') ?? '', new RegExp(`^${type}`), path);
    assert.ok(content.includes(within), path);
  }
  const { code, signal, stderr } = await server.stop('SIGINT');
  assert.deepEqual([code, signal], [0, null], stderr);
  const [first, second, ...rest] = server.log();
  assert.deepEqual([first?.['message'], first?.['table'], first?.['url']], ['listening', 0, server.url]);
  assert.deepEqual(
    [second?.['message'], second?.['request'], second?.['path'], second?.['status']],
    ['answered', 'mine', '/cart/statistics', 200],
  );
  assert.equal(rest.at(-1)?.['message'], 'stopping');
  assert.deepEqual((await readdir(data)).includes('.server'), false, 'nothing is left behind');
});

test('serve answers 304 to who has the answer, compresses, and refuses what is no request', async () => {
  const data = await newFolder();
  const file = join(await newFolder(), 'a.json');
  await writeFile(file, JSON.stringify(someEvents(200)));
  await importInto(data, file);
  const server = await serve(data);
  const first = await server.get('/cart/events', { headers: { 'accept-encoding': 'identity' } });
  const etag = first.headers.get('etag') as string;
  const full = await first.text();
  assert.equal(first.headers.get('content-encoding'), null);
  const held = await server.get('/cart/events', { headers: { 'if-none-match': etag } });
  assert.deepEqual([held.status, await held.text()], [304, '']);
  const packed = await server.get('/cart/events', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  assert.equal(await packed.text(), full);
  const head = await server.get('/cart/events', { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);

  for (const [line, host, status] of [
    ['GET /cart/ HTTP/1.1', server.url.slice(7), 200],
    ['GET /cart/ HTTP/1.1', 'evil.example', 421],
    ['GET //evil.example/cart/ HTTP/1.1', 'localhost', 404],
    ['GET http://localhost/cart/ HTTP/1.1', 'localhost', 400],
    ['GET /cart/ HTTP/1.1', 'user:pass@localhost', 400],
    ['GET /cart/ HTTP/1.1', 'a b', 400],
    ['TRACE /cart/ HTTP/1.1', 'localhost', 400],
    ['OPTIONS * HTTP/1.1', 'localhost', 400],
    ['GET /cart/events?limit=%zz HTTP/1.1', 'localhost', 422],
    ['GET /cart/events/session/%zz HTTP/1.1', 'localhost', 200],
  ] as const) {
    const answer = await raw(server, `${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.equal(Number(answer.slice(9, 12)), status, `${line} ${host}: ${answer}`);
    assert.doesNotMatch(answer, /\n {4}at /);
  }
  assert.match(await raw(server, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400/);
  assert.equal((await server.stop()).code, 0);
});

test('serve says what to do with an empty folder, and answers anew after each import', async () => {
  const data = join(await newFolder(), 'new');
  const server = await serve(data);
  assert.match(server.welcome, new RegExp(`or: .*import\\.ts .* --data ${data}\n`));
  const none = (await (await server.get('/cart/events')).json()) as object;
  const msg = 'No events data. Generate via /cart/generate/events';
  assert.deepEqual(none, { status: 'error', msg, data: [], count: 0, total: null });
  assert.equal((await server.get('/health/ready')).status, 200);
  const file = join(await newFolder(), 'a.json');
  for (const version of [0, 1]) {
    await writeFile(file, JSON.stringify(someEvents(20 * (version + 1))));
    await importInto(data, file, ['--time-zone', 'Asia/Tokyo']);
    assert.equal(await totalOf(server), 20 * (version + 1));
    assert.deepEqual(await server.graphql('{ table(name: EVENTS) { version } }'), {
      data: { table: { version } },
    });
  }
  const page = (await (await server.get('/cart/events?limit=1')).json()) as { data: { timestamp: string }[] };
  assert.match(
    page.data[0]?.timestamp ?? '',
    /^2025-03-04T10:/,
    'on the clock of the zone that came with it',
  );
  assert.equal((await server.stop()).code, 0);
});

test('serve tells a second server who holds the folder, and a later one takes over after a kill', async () => {
  const data = await newFolder();
  const first = await serve(data);
  const second = await runCommand('serve', ['--data', data, '--port', '0']);
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`held by process ${first.pid} on .* \\(serve --data `));
  assert.equal(second.stdout, '');
  const { port } = new URL(first.url);
  const elsewhere = await runCommand('serve', ['--data', await newFolder(), '--port', port]);
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.stderr, new RegExp(`^serve: Cannot listen on 127\\.0\\.0\\.1:${port} as .*--port`));
  assert.doesNotMatch(elsewhere.stderr, /\n {4}at /);
  assert.equal((await first.stop('SIGKILL')).signal, 'SIGKILL');
  const third = await serve(data);
  assert.equal((await third.stop()).code, 0);
});

test('serve refuses wrong arguments with code 64, says which, and writes nothing', async () => {
  const cwd = await newFolder();
  const env = { CARTOGRAPH_TOKEN: '' };
  for (const [args, told] of [
    [['--host', '0.0.0.0'], /^serve: Cannot listen on 0\.0\.0\.0 .*CARTOGRAPH_TOKEN/],
    [['--nope'], /^serve: Unknown option '--nope'[\s\S]*--help/],
  ] as const) {
    const { code, stdout, stderr } = await runCommand('serve', args, { cwd, env });
    assert.deepEqual([code, stdout], [64, ''], stderr);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
  }
  assert.deepEqual(await readdir(cwd), []);
});

test('serve listens elsewhere with a token, and asks for it', async () => {
  const server = await serve(await newFolder(), ['--host', '0.0.0.0'], {
    env: { CARTOGRAPH_TOKEN: 's3cret' },
  });
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  assert.equal((await fetch(`${url}/cart/`)).status, 401);
  assert.equal((await fetch(`${url}/health`)).status, 200);
  const headers = { authorization: 'Bearer s3cret' };
  assert.equal((await fetch(`${url}/cart/`, { headers })).status, 200);
  const { code, stderr } = await server.stop();
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /s3cret/);
});

test('serve answers what is under way when it is told to stop, and ends', async () => {
  const data = await newFolder();
  await importInto(data, SAMPLE);
  const server = await serve(data);
  const body = JSON.stringify({ query: '{ statistics { totalEvents } }' });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const asking = httpRequest(`${server.url}/graphql`, { method: 'POST', headers });
  const answered = once(asking, 'response') as Promise<[import('node:http').IncomingMessage]>;
  // The server has the request's head, and waits for its body.
  asking.write(body.slice(0, 5));
  assert.equal((await server.get('/health')).status, 200);
  const ended = server.stop();
  while (!server.log().some(({ message }) => message === 'stopping')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await assert.rejects(fetch(`${server.url}/health`), 'no new connection is taken');
  asking.end(body.slice(5));
  const [response] = await answered;
  assert.equal(response.statusCode, 200);
  assert.match(await text(response), /"totalEvents":\d{4}/);
  const { code, signal } = await ended;
  assert.deepEqual([code, signal], [0, null]);
});

test('serve lets a question go when its client goes, and stops at once', async () => {
  const data = await newFolder();
  await importInto(data, SAMPLE);
  const server = await serve(data);
  const controller = new AbortController();
  const gone = server.get('/cart/abandoned', { signal: controller.signal });
  controller.abort();
  await assert.rejects(gone);
  assert.equal((await server.get('/cart/abandoned')).status, 200);
  assert.equal((await server.stop()).code, 0);
  const statuses = server.log().flatMap(({ status }) => status ?? []);
  assert.ok(!statuses.includes(500), JSON.stringify(statuses));
});

test('serve --help and --version say so', async () => {
  const help = await runCommand('serve', ['--help', '--host', '0.0.0.0']);
  assert.deepEqual([help.code, help.stderr], [0, '']);
  assert.match(help.stdout, /--data DIR .*default: data/);
  assert.match((await runCommand('serve', ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});
