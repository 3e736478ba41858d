import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRecord } from '../src/core/jobs/job.ts';
import { jobStore } from '../src/core/jobs/store.ts';
import { SEGMENT } from '../src/core/jobs/segments.ts';
import { firstRecord } from '../src/core/jobs/states.ts';
import { fileStorage } from '../src/node/files.ts';
import { scratchFolders } from '../test/support/command.ts';
import { serve, type Server } from '../test/support/serve.ts';
import { type Entry, follow, history, succeeded } from './support/service.ts';

const READERS = 90;
const PAUSED = 10;
const EVENTS = 100_000;
const SEGMENTS = 32;
/** What the readers may take, in bytes: three times what was measured. */
const MOST_MORE = READERS * 1_500_000;
const newFolder = await scratchFolders('subscribers');

interface Crowd {
  server: Server;
  /** The generation. */
  id: string;
  /** The connections that never read. */
  paused: Socket[];
  heard: Entry[][];
  /** Resident memory of the server: the most of it, in bytes. */
  peak: number;
}

/** The value of a metric. */
async function metric(server: Server, name: string): Promise<number> {
  const text = await (await server.get('/metrics')).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Starts a generation over REST, and gives the id of its job. */
async function generate(server: Server, query: string): Promise<string> {
  const response = await server.get(`/cart/generate/events?count=${EVENTS}&${query}`, { method: 'POST' });
  const { data } = (await response.json()) as { data: { job_id: string } };
  return data.job_id;
}

/** Resident memory while something goes on: the most of it, in bytes. */
async function peakWhile(server: Server, step: () => Promise<void>): Promise<number> {
  const done = step().then(() => true);
  let peak = 0;
  do peak = Math.max(peak, await metric(server, 'process_resident_memory_bytes'));
  while (!(await Promise.race([done, sleep(100, false)])));
  return peak;
}

/** Subscribes by hand, and never reads. */
async function subscribePaused({ url }: Server, id: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  socket.on('error', () => {});
  await once(socket, 'connect');
  const query = `subscription { jobProgress(id: "${id}") { cursor state error } }`;
  const body = JSON.stringify({ query });
  const head = `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nAccept: text/event-stream`;
  socket.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

/** Keeps a job with a log that the buffers of a connection cannot take: 40 MB. */
async function keepLongLog(data: string): Promise<string> {
  const options = { count: 100, seed: 1, until: 0, days: 1, profile: 'realistic', timeZone: 'UTC' } as const;
  const shares = { guests: 0.3, buyers: 0.03, abandonment: 0.7 };
  const task = { kind: 'generation', options: { ...options, ...shares }, mode: 'append', base: -1 } as const;
  const store = jobStore(fileStorage(data));
  const id = '000000001-00000000';
  await store.create({ id, task, createdAt: 0 });
  const error = 'x'.repeat(10_000);
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const records = Array.from({ length: SEGMENT }, (_, i) => {
      const number = segment * SEGMENT + i + 1;
      const state = number === SEGMENTS * SEGMENT ? 'interrupted' : 'running';
      return { ...firstRecord(number), number, state, attempt: 1, startedAt: 0, error } satisfies JobRecord;
    });
    await store.writeSegment(id, segment, { records, result: null, durable: false });
  }
  return id;
}

/** A server, and what it took to tell so many of a generation beside those that never read. */
async function crowd(readers: number): Promise<Crowd> {
  const data = await newFolder();
  const long = await keepLongLog(data);
  const server = await serve(data);
  const paused = await times(PAUSED / 2, () => subscribePaused(server, long));
  let id = '';
  let heard: Entry[][] = [];
  const peak = await peakWhile(server, async () => {
    id = await generate(server, 'seed=5');
    const reading = times(readers, () => Array.fromAsync(follow(server, id)));
    paused.push(...(await times(PAUSED / 2, () => subscribePaused(server, id))));
    heard = await reading;
  });
  return { server, id, paused, heard, peak };
}

test(`${READERS} subscribers are told everything in order beside ${PAUSED} that never read, in bounded memory, and nothing is left of those that go`, async (t) => {
  const one = await crowd(1);
  for (const socket of one.paused) socket.destroy();
  assert.equal((await one.server.stop()).code, 0);

  const { server, id, paused, heard, peak } = await crowd(READERS);
  const log = await history(server, id);
  for (const entries of heard) assert.deepEqual(entries, log);
  t.diagnostic(
    `${log.length} entries each; most memory ${mega(peak)} MB, with one of them ${mega(one.peak)} MB`,
  );
  assert.ok(peak < one.peak + MOST_MORE, `${mega(peak)} MB beside ${mega(one.peak)} MB`);
  // What has ended could all be written; the long log could not.
  assert.equal(await metric(server, 'cartograph_subscriptions'), PAUSED / 2);

  // They go in the middle of a job, and others with them that have read.
  const next = await generate(server, 'seed=6&method=new');
  const reading = await times(PAUSED, () => subscribePaused(server, next));
  await Promise.all(reading.map((socket) => once(socket.resume(), 'data')));
  assert.equal(await metric(server, 'cartograph_subscriptions'), PAUSED / 2 + PAUSED);
  for (const socket of [...paused, ...reading]) socket.destroy();
  const gone = performance.now();
  while ((await metric(server, 'cartograph_subscriptions')) > 0) {
    assert.ok(performance.now() - gone < 1000, 'all are let go within a second');
  }
  t.diagnostic(`all are let go ${Math.round(performance.now() - gone)} ms after they went`);
  assert.equal(await metric(server, 'cartograph_jobs_running'), 1);
  await succeeded(server, next);
  assert.equal((await server.stop()).code, 0);
});

function times<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, make));
}

function mega(bytes: number): number {
  return Math.round(bytes / 1e6);
}
