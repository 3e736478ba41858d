import type { Jobs } from '../../src/core/jobs/jobs.ts';

async function refuse(): Promise<never> {
  throw new Error('No job was to be started here');
}

/** The commands of a data folder in which nothing runs, nothing ran, and nothing is to be started. */
export const quietJobs: Jobs = {
  startGeneration: refuse,
  startTransformation: refuse,
  cancel: async () => ({ outcome: 'not_found' }),
  resume: async () => ({ outcome: 'not_found' }),
  get: async () => null,
  list: async () => ({ jobs: [], total: 0, hasNext: false }),
  follow: async () => null,
  restoreTable: refuse,
};
