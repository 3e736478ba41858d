import { dataDirectory } from './data.ts';
import type { Question } from './harness.ts';

/** How a generation is asked for. */
export interface GenerateQuestion {
  name: string;
  goal: string;
  count: number;
  /** Name of our own question to compare with. */
  against?: string;
}

/** The question how long it takes to generate a file of events. */
export function generateQuestion({ name, goal, count, against }: GenerateQuestion): Question {
  const folder = `${dataDirectory}out/${name.replaceAll(/\W+/g, '-')}`;
  const options = ['--count', String(count), '--seed', '1', '--until', '2025-11-23'];
  return {
    name,
    goal,
    events: count,
    ...(against !== undefined && { against }),
    ours: () => ({
      args: ['src/jobs/generate.ts', ...options, '--output', `${folder}/cart_events.json.gz`],
      fresh: [folder],
    }),
  };
}
