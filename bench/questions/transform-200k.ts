import { transformQuestion } from '../transform.ts';

/** A small transform, where starting up counts. */
export const question = transformQuestion({
  name: 'transform 200 k',
  goal: 'time <= 0.8 x, memory <= 0.2 x DuckDB',
  count: 200_000,
});
