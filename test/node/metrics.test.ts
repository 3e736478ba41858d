import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMetrics } from '../../src/node/metrics.ts';

test('openMetrics() counts answers by route, method and status, and methods that callers make up as one', async () => {
  const { onAnswer, text } = openMetrics();
  onAnswer('/cart', 'GET', 200, 0.002);
  onAnswer('/cart', 'GET', 200, 0.5);
  onAnswer('other', 'BREW', 404, 0.002);
  onAnswer('other', 'POUR', 404, 0.002);
  const { type, body } = await text();
  assert.match(type, /^text\/plain; version=0\.0\.4/);
  const lines = body.split('\n').filter((line) => line.startsWith('cartograph_http_requests_total{'));
  assert.deepEqual(lines, [
    'cartograph_http_requests_total{route="/cart",method="GET",status="200"} 2',
    'cartograph_http_requests_total{route="other",method="other",status="404"} 2',
  ]);
  assert.match(
    body,
    /cartograph_http_request_duration_seconds_bucket\{le="0\.003",route="\/cart",method="GET"\} 1/,
  );
  assert.match(body, /^process_cpu_seconds_total /m);
});

test('openMetrics() counts jobs when it is asked', async () => {
  let jobs = 1;
  const { text } = openMetrics({ jobs: () => jobs });
  assert.match((await text()).body, /^cartograph_jobs_running 1$/m);
  jobs = 0;
  assert.match((await text()).body, /^cartograph_jobs_running 0$/m);
  assert.doesNotMatch((await openMetrics().text()).body, /jobs_running/);
});

test('openMetrics() adds up the subscriptions of several places', async () => {
  const { openSubscriptions, text } = openMetrics();
  const [here, there] = [openSubscriptions(), openSubscriptions()];
  assert.match((await text()).body, /^cartograph_subscriptions 0$/m);
  for (const open of [1, 2]) here(open);
  there(1);
  assert.match((await text()).body, /^cartograph_subscriptions 3$/m);
  here(0);
  assert.match((await text()).body, /^cartograph_subscriptions 1$/m);
});
