import { transformQuestion } from '../transform.ts';

const goal = { time: 0.8, memory: 0.2 };

/** The same events as NDJSON, and as another shop would write them. */
export const questions = [
  transformQuestion({
    name: 'transform 200 k, NDJSON',
    goal,
    count: 200_000,
    variant: 'ndjson',
    quick: true,
  }),
  transformQuestion({
    name: 'transform 200 k, other shape',
    goal,
    count: 200_000,
    variant: 'other-shape',
    quick: true,
    repetitions: 3,
  }),
  transformQuestion({
    name: 'transform 2 M, NDJSON',
    goal,
    count: 2_000_000,
    variant: 'ndjson',
    repetitions: 3,
  }),
  transformQuestion({
    name: 'transform 2 M, other shape',
    goal,
    count: 2_000_000,
    variant: 'other-shape',
    full: true,
    repetitions: 1,
  }),
];
