import { generateQuestion } from '../generate.ts';

/** The generation the speed goal is about, and whether memory stays flat. */
export const question = generateQuestion({
  name: 'generate 2 M',
  goal: '150,000 events/s, memory <= 1.2 x of 200 k',
  count: 2_000_000,
  against: 'generate 200 k',
});
