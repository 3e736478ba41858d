import { transformQuestion } from '../transform.ts';

/** A small transform, where starting up counts. */
export const question = transformQuestion({
  name: 'transform 200 k',
  goal: { time: 0.8, memory: 0.2 },
  count: 200_000,
  quick: true,
});
