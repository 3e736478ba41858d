import { transformQuestion } from '../transform.ts';

/** The transform the speed goal is about. */
export const question = transformQuestion({
  name: 'transform 2 M',
  goal: { time: 0.8, memory: 0.2 },
  count: 2_000_000,
});
