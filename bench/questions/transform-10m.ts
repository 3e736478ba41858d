import { transformQuestion } from '../transform.ts';

/** Whether time stays linear and memory flat. */
export const question = transformQuestion({
  name: 'transform 10 M',
  goal: 'time an event <= 1.15 x, memory <= 1.2 x of 2 M',
  count: 10_000_000,
  against: 'transform 2 M',
  full: true,
});
