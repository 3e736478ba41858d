import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'graphql-sse';
import { type Listening, listen } from '../../src/node/http-server.ts';
import { handler } from './asking.ts';
import { FOLLOW } from './event-stream.ts';
import { type FakeJobs, type FakeLog, fakeJobs, generationJob, logOf, recordOf } from './fake-jobs.ts';

const ENTRIES = 100;
const READERS = 90;
const PAUSED = 10;
/** Too long for the buffers of a connection: 26 MB with all entries. */
const LONG = 'x'.repeat(262_144);

/** Timers that keep the process alive, such as pings. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

describe('subscribers over HTTP', { timeout: 60_000 }, () => {
  let server: Listening;
  let jobs: FakeJobs;
  let open = 0;

  before(async () => {
    jobs = fakeJobs([generationJob('a1'), generationJob('b2')], {
      ended: logOf(5),
      read: [],
      unread: logOf(ENTRIES, 'running', { error: LONG }),
    });
    const answer = handler({ jobs, onSubscription: (count) => (open = count) });
    server = await listen((request) => answer(request), { host: '127.0.0.1', port: 0 });
  });
  after(() => server.stop(0));

  function logIn(id: string): FakeLog {
    const log = jobs.logs.get(id);
    assert.ok(log);
    return log;
  }

  /** Follows a job by hand, without reading anything. */
  async function subscribe(id: string, fields: string): Promise<Socket> {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1').pause();
    socket.on('error', () => {});
    await once(socket, 'connect');
    const query = `subscription { jobProgress(id: ${JSON.stringify(id)}) { ${fields} } }`;
    const body = JSON.stringify({ query });
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    return socket;
  }

  test('the client of graphql-sse reads all, and comes back after a cursor', async () => {
    const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
    // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the operation's
    const iterate = (variables: object): AsyncIterableIterator<any> =>
      client.iterate({ query: FOLLOW, variables: { ...variables } });
    const all = await Array.fromAsync(iterate({ id: 'ended' }));
    assert.deepEqual(
      all.map(({ data }) => data.jobProgress.done),
      [1, 2, 3, 4, 5],
    );
    const cursor = all[2].data.jobProgress.cursor;
    const rest = await Array.fromAsync(iterate({ id: 'ended', after: cursor }));
    assert.deepEqual(
      rest.map(({ data }) => data.jobProgress.done),
      [4, 5],
    );
    const [none] = await Array.fromAsync(iterate({ id: 'nobody' }));
    assert.equal(none.errors[0].extensions.code, 'NOT_FOUND');
    for await (const _ of iterate({ id: 'unread' })) break;
    await logIn('unread').readers(0);
    client.dispose();
  });

  test('curl -N reads all', async (context) => {
    const body = JSON.stringify({ query: FOLLOW, variables: { id: 'ended' } });
    const { url } = server;
    const options = ['-sSN', '-H', 'content-type: application/json', '-d', body, `${url}/graphql`];
    const curl = spawn('curl', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    const failed = once(curl, 'error').then(() => null);
    const output = await Promise.race([text(curl.stdout), failed]);
    if (output === null) return context.skip('there is no curl');
    assert.equal(output.match(/^event: next$/gm)?.length, 5);
    assert.match(output, /event: complete\ndata:\n\n$/);
  });

  test(`${READERS} read all in order beside ${PAUSED} that never read, and nothing is left of those that go`, async () => {
    const timersBefore = timers();
    const [read, unread] = [logIn('read'), logIn('unread')];
    unread.pulled = 0;
    const paused = await Promise.all(Array.from({ length: PAUSED }, () => subscribe('unread', 'done error')));
    await unread.readers(PAUSED);

    const readers = await Promise.all(Array.from({ length: READERS }, () => subscribe('read', 'done')));
    const outputs = readers.map((socket) => {
      let output = '';
      const caughtUp = Promise.withResolvers<void>();
      socket.setEncoding('utf8').on('data', (part) => {
        output += part;
        if (output.includes(`"done":${ENTRIES}}`)) caughtUp.resolve();
      });
      socket.resume();
      return {
        caughtUp: caughtUp.promise,
        found: () => [...output.matchAll(/"done":(\d+)/g)].map(([, n]) => Number(n)),
      };
    });
    await read.readers(READERS);

    for (let number = 1; number <= ENTRIES; number++) {
      read.add(recordOf(number));
      if (number % 50 === 0) await turns(1);
    }
    await Promise.all(outputs.map(({ caughtUp }) => caughtUp));
    const wanted = Array.from({ length: ENTRIES }, (_, at) => at + 1);
    for (const { found } of outputs) assert.deepEqual(found(), wanted);
    assert.equal(open, READERS + PAUSED);

    // What is not read is not pulled, however long the others go on.
    const pulled = unread.pulled;
    assert.ok(pulled < (PAUSED * ENTRIES) / 2, `${pulled} of ${PAUSED * ENTRIES}`);
    await turns(20);
    assert.ok(unread.pulled - pulled <= PAUSED, `${unread.pulled} after ${pulled}`);

    const start = performance.now();
    for (const socket of [...paused, ...readers]) socket.destroy();
    await Promise.all([unread.readers(0), read.readers(0)]);
    assert.ok(performance.now() - start < 1000);
    await turns(20);
    assert.equal(open, 0);
    assert.equal(timers(), timersBefore);
  });
});
