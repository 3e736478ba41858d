import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readmeBlock, replaceBlock } from '../../bench/readme.ts';
import { judge, readResults } from '../../bench/results.ts';
import { figures, measured } from './results.ts';

const DATE = '2025-11-24T01:00:00.000Z';

test('the table in README.md is what results.json gives', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  assert.equal(
    replaceBlock(text, readmeBlock(readResults())),
    text,
    'npm run bench -- --table writes it anew',
  );
});

test('readmeBlock() has a row for each question but the quick ones, and where they were measured', () => {
  const answers = [
    measured({ name: 'small', ours: figures(1, 100), events: 10 }),
    measured({ name: 'large', ours: figures(12, 110, { 'events/s': 8.3333 }), events: 100, date: DATE }),
    measured({
      name: 'read',
      ours: figures(0.25, 100, { files: 3 }),
      peer: figures(0.5, 2000),
      repetitions: 3,
    }),
    measured({ name: 'start', ours: figures(3, 90) }),
  ];
  const ours = () => ({ args: [] });
  const results = judge(answers, [
    { name: 'small', goal: { rate: 5 }, quick: true, ours },
    { name: 'large', goal: { rate: 8, time: 1.15 }, against: 'small', ours },
    { name: 'read', goal: { time: 0.8, memory: 0.2 }, against: 'DuckDB', ours },
    { name: 'start', goal: { seconds: 2 }, ours },
  ]);
  assert.equal(
    readmeBlock(results),
    `
| question | ours | peer | ratio | memory | goal | met |
| --- | --- | --- | --- | --- | --- | --- |
| large | 12.0 s, 8.33 events/s | 1.00 s (small) | 1.20 | 110 MB / 100 MB | time ≤ 1.15 x, ≥ 8 events/s | no |
| read | 250 ms | 500 ms (DuckDB) | 0.50 | 100 MB / 2,000 MB | time ≤ 0.8 x, memory ≤ 0.2 x | yes |
| start | 3.00 s |  |  | 90 MB | ≤ 2 s | no |

Medians of 3 to 5 runs; Abacus, 2 cores, 8 GB, Node v24.0.0; 2025-11-23 to 2025-11-24.
`,
  );
});

test('replaceBlock() changes nothing around the block, and wants both marks', () => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const changed = replaceBlock(text, 'other');
  assert.notEqual(changed, text);
  assert.equal(replaceBlock(changed, readmeBlock(readResults())), text);
  assert.throws(() => replaceBlock('# Cartograph', 'other'), /Cannot write results/);
});
