import { transformQuestion } from '../transform.ts';

/** Whether time stays linear and memory flat. */
export const question = transformQuestion({
  name: 'transform 10 M',
  goal: { time: 1.15, memory: 1.2 },
  count: 10_000_000,
  against: 'transform 2 M',
  full: true,
  repetitions: 3,
});
