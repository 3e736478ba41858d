import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkProgress } from '../../src/core/jobs/runner.ts';
import { throttle } from '../../src/node/throttle.ts';

type Step = WorkProgress['step'];

/** What is passed on of `[time, step, done]`, as `step done`; what is left at the end is flushed. */
function passed(...shown: [time: number, step: Step, done: number][]): string[] {
  const heard: string[] = [];
  let now = 0;
  const { show, flush } = throttle(
    ({ step, done }) => heard.push(`${step} ${done}`),
    100,
    () => now,
  );
  for (const [time, step, done] of shown) {
    now = time;
    show({ step, done, total: 9, events: 0 });
  }
  heard.push('|');
  flush();
  flush();
  return heard;
}

test('throttle() passes the first and the last of each step on, and between them one in a while', () => {
  assert.deepEqual(
    passed(
      [0, 'read', 0],
      [50, 'read', 1],
      [99, 'read', 2],
      [100, 'read', 3],
      [150, 'read', 4],
      [160, 'read', 5],
      [170, 'ids', 0],
      [180, 'days', 0],
      [190, 'days', 9],
    ),
    ['read 0', 'read 3', 'read 5', 'ids 0', 'days 0', '|', 'days 9'],
  );
});

test('throttle() passes nothing on twice', () => {
  assert.deepEqual(passed([0, 'read', 0]), ['read 0', '|']);
  assert.deepEqual(passed(), ['|']);
});
