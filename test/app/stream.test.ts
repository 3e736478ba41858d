import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobRecord } from '../../src/core/jobs/job.ts';
import { quietJobs } from '../support/jobs.ts';
import { generation } from '../rest/scripted-jobs.ts';
import { openService } from './service.ts';

const SHOP = 'https://shop.example';
const SUBSCRIPTION = {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    'accept-encoding': 'gzip',
    origin: SHOP,
    'sec-fetch-site': 'cross-site',
    'x-request-id': 'mine',
  },
  body: JSON.stringify({ query: 'subscription { jobProgress(id: "job_1") { state } }' }),
};

test('createApp() gives a subscription entry by entry, unpacked, to whoever may see it, and forgets who leaves', async () => {
  const asked: number[] = [];
  const left = Promise.withResolvers<void>();
  const job = generation();
  async function* log(): AsyncGenerator<JobRecord> {
    try {
      for (let number = 1; ; number++) {
        asked.push(number);
        yield { ...job.latest, number };
      }
    } finally {
      left.resolve();
    }
  }
  const counted: number[] = [];
  const service = openService({
    jobs: { ...quietJobs, get: async () => job, follow: async () => log() },
    allowedOrigins: [SHOP],
    onSubscription: (open) => void counted.push(open),
  });
  const response = await service.ask('/graphql', SUBSCRIPTION);
  const { headers } = response;
  assert.equal(response.status, 200);
  assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.deepEqual(
    ['content-encoding', 'access-control-allow-origin', 'x-request-id', 'cache-control'].map((name) =>
      headers.get(name),
    ),
    [null, SHOP, 'mine', 'no-store'],
  );
  assert.deepEqual(
    service.log.map(({ message, request, status }) => [message, request, status]),
    [['answered', 'mine', 200]],
    'when it begins',
  );
  assert.deepEqual(counted, [1]);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; !text.includes('RUNNING');) text += (await reader.read()).value ?? assert.fail('ended');
  assert.ok(asked.length < 10, 'nothing is asked for before it is wanted');
  await reader.cancel();
  await left.promise;
  assert.deepEqual(counted, [1, 0]);
});
