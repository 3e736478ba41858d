import { generateQuestion } from '../generate.ts';

/** The generation the speed goal is about, and whether memory stays flat. */
export const question = generateQuestion({
  name: 'generate 2 M',
  goal: { rate: 150_000, memory: 1.2 },
  count: 2_000_000,
  against: 'generate 200 k',
});
