import { generateQuestion } from '../generate.ts';

/** A small generation, where starting up counts. */
export const question = generateQuestion({
  name: 'generate 200 k',
  goal: { rate: 100_000 },
  count: 200_000,
  quick: true,
});
