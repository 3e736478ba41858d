import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf } from '../../bench/figures.ts';
import { judge } from '../../bench/results.ts';
import { figures, measured } from './results.ts';

test('figuresOf() takes the median of each figure, and the ends of the seconds', () => {
  const runs = [
    { seconds: 3, peakBytes: 10, cpuSeconds: 4, more: { files: 1 } },
    { seconds: 9, peakBytes: 30, cpuSeconds: 5, more: { files: 2 } },
    { seconds: 1, peakBytes: 20, cpuSeconds: 6, more: { files: 9 } },
  ];
  assert.deepEqual(figuresOf(runs), {
    seconds: 3,
    least: 1,
    most: 9,
    peakBytes: 20,
    cpuSeconds: 5,
    more: { files: 2 },
  });
  assert.equal(figuresOf(runs.slice(0, 2)).seconds, 6);
});

test('judge() keeps the newest answer of each question, in their order, by their goals', () => {
  const side = { ours: () => ({ args: [] }) };
  const measurements = [
    measured({ name: 'gone', ours: figures(1, 1) }),
    measured({ name: 'b', ours: figures(1, 10), events: 1 }),
    measured({ name: 'a', ours: figures(2, 1) }),
    measured({ name: 'b', ours: figures(30, 11), events: 20 }),
  ];
  const results = judge(measurements, [
    { name: 'a', goal: { seconds: 1 }, ...side },
    { name: 'b', goal: { time: 1 }, against: 'a', ...side },
    { name: 'never asked', goal: {}, ...side },
  ]);
  assert.deepEqual(
    results.map(({ name, ratio, met }) => ({ name, ratio, met })),
    [
      { name: 'a', ratio: null, met: false },
      { name: 'b', ratio: { time: 0.75, memory: 11 }, met: true },
    ],
  );
});
