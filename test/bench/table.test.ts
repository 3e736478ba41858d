import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../bench/results.ts';
import { printTable } from '../../bench/table.ts';
import { figures, measured } from './results.ts';

test('printTable() has both sides of a row, with their spans, and of other figures what both have', () => {
  const ours = () => ({ args: [] });
  const results = judge(
    [
      measured({ name: 'base', ours: figures(2, 100), events: 1e6, repetitions: 1 }),
      measured({ name: 'larger', ours: figures(4, 110), events: 1e6 }),
      measured({ name: 'read', ours: figures(0.2, 50, { files: 3 }), peer: figures(10, 1500, { files: 4 }) }),
    ],
    [
      { name: 'base', goal: { rate: 1e6 }, ours },
      { name: 'larger', goal: { time: 1.15 }, against: 'base', ours },
      { name: 'read', goal: { time: 1 }, against: 'DuckDB', ours },
    ],
  );
  const table = printTable(results.slice(1), results);
  const [head, ...rows] = table.split('\n').map((line) => line.split(/ {2,}/));
  assert.equal(head?.[0], 'question');
  assert.deepEqual(rows, [
    [
      'larger',
      '4.00 s (3.60 s to 4.40 s)',
      'base',
      '2.00',
      '4.00',
      '8.0 s',
      '110 MB',
      '100 MB',
      '1.10',
      '5',
      'time ≤ 1.15 x',
      'no',
    ],
    [
      'read',
      '200 ms (180 ms to 220 ms)',
      '10.0 s (9.00 s to 11.0 s)',
      '0.020',
      '0.4 s (20.0)',
      '50 MB',
      '1,500 MB',
      '0.033',
      '5',
      'files 3 (4)',
      'time ≤ 1 x',
      'yes',
    ],
  ]);
  assert.match(printTable(results.slice(0, 1), results), /base {6}2\.00 s {2,}2\.00 /);
});
