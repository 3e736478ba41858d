import { generateQuestion } from '../generate.ts';

/** A small generation, where starting up counts. */
export const question = generateQuestion({
  name: 'generate 200 k',
  goal: '100,000 events/s, where the old simulator made 10,000',
  count: 200_000,
});
