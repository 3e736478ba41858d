import { dataDirectory } from './data.ts';
import type { Goal } from './goal.ts';
import type { Question } from './harness.ts';
import { measure } from './measure.ts';

/** How a generation is asked for. */
export interface GenerateQuestion {
  name: string;
  goal: Goal;
  count: number;
  /** Name of our own question to compare with. */
  against?: string;
  quick?: boolean;
}

/** The question how long it takes to generate a file of events, on two threads. */
export function generateQuestion({ count, ...about }: GenerateQuestion): Question {
  const folder = `${dataDirectory}out/${about.name.replaceAll(/\W+/g, '-')}`;
  const options = ['--count', String(count), '--seed', '1', '--until', '2025-11-23', '--workers', '2'];
  return {
    ...about,
    events: count,
    ours: () => async () => {
      const run = await measure({
        args: ['src/jobs/generate.ts', ...options, '--output', `${folder}/cart_events.json.gz`],
        fresh: [folder],
      });
      return { ...run, more: { 'events/s': count / run.seconds } };
    },
  };
}
