import { transformQuestion } from '../transform.ts';

/** Whether everything in one session costs memory. */
export const question = transformQuestion({
  name: 'transform 2 M, one session',
  goal: { memory: 1.2 },
  count: 2_000_000,
  variant: 'one-session',
  against: 'transform 2 M',
  full: true,
  repetitions: 3,
});
