import { QUERIES } from '../queries/queries.ts';
import { queryQuestion } from '../queries/question.ts';

/** Every query over 2 M events: asked again and again, and as the first of a process. */
export const questions = Object.keys(QUERIES).flatMap((query) => [
  queryQuestion({ query, count: 2_000_000, warm: true }),
  queryQuestion({ query, count: 2_000_000, warm: false }),
]);
