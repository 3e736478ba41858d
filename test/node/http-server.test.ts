import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { listen } from '../../src/node/http-server.ts';

const LOCAL = { host: '127.0.0.1', port: 0 };

async function answerOf(url: string, agent?: Agent): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  return response;
}

describe('listen()', () => {
  test('aborts the signal of a request whose client goes', async () => {
    const arrived = Promise.withResolvers<Request>();
    const gone = Promise.withResolvers<string>();
    const server = await listen((request) => {
      request.signal.addEventListener('abort', () => gone.resolve('gone'));
      arrived.resolve(request);
      return new Promise(() => {});
    }, LOCAL);
    const asking = get(server.url);
    asking.on('error', () => {});
    await arrived.promise;
    asking.destroy();
    assert.equal(await gone.promise, 'gone');
    await server.stop(10_000);
  });

  // Connections are kept for 5 s.
  const soon = { timeout: 4500 };
  test(
    'lets what is under way end when it stops, and does not wait for connections that are kept',
    soon,
    async () => {
      const arrived = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<Response>();
      const server = await listen((request) => {
        if (new URL(request.url).pathname === '/quick') return Promise.resolve(new Response('quick'));
        arrived.resolve();
        return answer.promise;
      }, LOCAL);
      const agent = new Agent({ keepAlive: true });
      assert.equal(await text(await answerOf(`${server.url}/quick`, agent)), 'quick');
      const slow = answerOf(`${server.url}/slow`, agent);
      await arrived.promise;
      let isStopped = false;
      const stopped = server.stop(1_000_000).then(() => (isStopped = true));
      await assert.rejects(answerOf(`${server.url}/quick`), /ECONNREFUSED/);
      assert.equal(isStopped, false);
      answer.resolve(new Response('slow'));
      assert.equal(await text(await slow), 'slow');
      await stopped;
      agent.destroy();
    },
  );

  test('cuts off what takes longer than it has', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await listen(() => {
      arrived.resolve();
      return new Promise(() => {});
    }, LOCAL);
    const cut = answerOf(server.url);
    await arrived.promise;
    await Promise.all([server.stop(0), assert.rejects(cut, /socket hang up|ECONNRESET/)]);
  });

  test('names the address that it cannot have', async () => {
    const first = await listen(async () => new Response(), LOCAL);
    const port = Number(new URL(first.url).port);
    const taken = new RegExp(
      `^Error: Cannot listen on 127\\.0\\.0\\.1:${port} as something else listens there`,
    );
    await assert.rejects(
      listen(async () => new Response(), { ...LOCAL, port }),
      taken,
    );
    await first.stop(0);
    const nowhere = { host: '192.0.2.1', port: 0 };
    await assert.rejects(
      listen(async () => new Response(), nowhere),
      /^Error: Cannot listen on 192\.0\.2\.1:0$/,
    );
  });
});
