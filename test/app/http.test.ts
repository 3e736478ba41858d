import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { listen } from '../../src/node/http-server.ts';
import { openService } from './service.ts';

const LOCAL = { host: '127.0.0.1', port: 0 };
const { app, commands } = openService({ hosts: ['127.0.0.1'], allowedOrigins: ['https://shop.example'] });
const server = await listen(app, LOCAL);
const { port } = new URL(server.url);
after(() => server.stop(0));

/** The beginning of what the server answers to bytes; nothing where it ends the connection. */
async function raw(lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${[...lines, `Host: 127.0.0.1:${port}`, '', ''].join('\r\n')}${body}`);
  for await (const chunk of socket) return String(chunk);
  return '';
}

/** Status, body and port of the client's side of an answer over a connection that may be kept. */
async function over(agent: Agent, options: RequestOptions, body?: string) {
  const asking = request({ agent, port, host: '127.0.0.1', ...options });
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [import('node:http').IncomingMessage];
  return [
    response.statusCode,
    response.socket.localPort,
    JSON.parse(await text(response)).msg as string,
  ] as const;
}

describe('the service over HTTP', () => {
  test('takes a body of a write off the connection, which stays', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const path = '/cart/generate/events?count=500';
    const before = commands.length;
    const ports = new Set<unknown>();
    for (const body of ['{"count":1}', 'x'.repeat(100_000), undefined, '{"count":1}', '']) {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const [status, local, msg] = await over(agent, { method: 'POST', path, headers: type }, body);
      assert.equal(status, 422);
      assert.match(msg, body ? /^Cannot use a body/ : /^Not now/);
      ports.add(local);
    }
    assert.equal(commands.length, before + 2);
    assert.equal(ports.size, 1);
    agent.destroy();
  });

  test('refuses a page elsewhere, and what a form sends', async () => {
    const before = commands.length;
    const path = '/cart/generate/events';
    for (const [headers, status] of [
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: `http://127.0.0.1:${port}`, 'content-type': 'text/plain' }, 415],
      [{ host: 'evil.example' }, 421],
    ] as const) {
      const agent = new Agent();
      assert.equal((await over(agent, { method: 'POST', path, headers }, 'x'))[0], status);
    }
    assert.equal(commands.length, before);
    const own = { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' };
    assert.equal((await over(new Agent(), { method: 'POST', path, headers: own }))[0], 422);
    assert.equal(commands.length, before + 1);
  });

  test('lives on after requests to change the protocol', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Origin: https://evil.example'];
    for (const path of ['/graphql', '/cart/events', '/cart/generate/events', '/nothing']) {
      const answer = await raw([
        `GET ${path} HTTP/1.1`,
        ...upgrade,
        ...key,
        'Sec-WebSocket-Protocol: graphql-ws',
      ]);
      assert.match(answer, /^HTTP\/1\.1 [24]\d\d /, path);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 101/);
    }
    const http2 = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];
    assert.match(await raw(['GET /health HTTP/1.1', ...http2]), /^HTTP\/1\.1 200 /);
    await raw(['CONNECT evil.example:443 HTTP/1.1']);
    await raw(['PRI * HTTP/2.0'], 'SM\r\n\r\n');
    const half = ['POST /cart/generate/events HTTP/1.1', 'Content-Length: 5'];
    assert.match(await raw(half, 'x'), /^HTTP\/1\.1 422 /, 'nobody waits for the rest');
    assert.equal((await fetch(`${server.url}/health`)).status, 200);
  });
});
