import { transformQuestion } from '../transform.ts';

/** Whether everything on one date costs memory. */
export const question = transformQuestion({
  name: 'transform 2 M, one date',
  goal: { memory: 1.2 },
  count: 2_000_000,
  variant: 'one-date',
  against: 'transform 2 M',
  full: true,
  repetitions: 3,
});
