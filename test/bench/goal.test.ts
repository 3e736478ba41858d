import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Goal, isMet, printGoal } from '../../bench/goal.ts';
import { figures } from './results.ts';

const answer = { ours: figures(2, 100, { failed: 0, torn: 1 }), events: 10 };
const ratio = { time: 0.8, memory: 0.2 };

test('isMet() holds an answer to all parts of a goal, bounds included', () => {
  const good: Goal[] = [{ time: 0.8 }, { memory: 0.2 }, { seconds: 2 }, { rate: 5 }, { none: ['failed'] }];
  const bad: Goal[] = [{ time: 0.7 }, { memory: 0.1 }, { seconds: 1.9 }, { rate: 6 }, { none: ['torn'] }];
  for (const goal of good) assert.equal(isMet(goal, answer, ratio), true, printGoal(goal));
  for (const goal of bad) assert.equal(isMet(goal, answer, ratio), false, printGoal(goal));
  for (const [i, goal] of bad.entries())
    assert.equal(isMet({ ...good[(i + 1) % good.length], ...goal }, answer, ratio), false);
  assert.equal(isMet(Object.assign({}, ...good) as Goal, answer, ratio), true);
});

test('isMet() does not judge a ratio to nothing', () => {
  assert.equal(isMet({ time: 1, seconds: 2 }, answer, null), null);
  assert.equal(isMet({ seconds: 2 }, answer, null), true);
});

test('isMet() is false where a figure that has to be 0 is missing', () => {
  assert.equal(isMet({ none: ['lost'] }, answer, ratio), false);
});

test('printGoal() names every bound', () => {
  assert.equal(printGoal({ time: 0.8, memory: 0.2 }), 'time ≤ 0.8 x, memory ≤ 0.2 x');
  assert.equal(printGoal({ seconds: 0.05, none: ['failed'] }), '≤ 50 ms, no failed');
  assert.equal(printGoal({ seconds: 2, rate: 150_000 }), '≤ 2 s, ≥ 150,000 events/s');
});
