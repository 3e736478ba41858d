import type { Jobs } from '../core/jobs/jobs.ts';

async function refuse(): Promise<never> {
  throw new Error('Cannot start a job as the server must run them: it does not yet');
}

/** The commands of a data folder in which nothing can be started. */
export const noJobs: Jobs = {
  startGeneration: refuse,
  startTransformation: refuse,
  cancel: async () => ({ outcome: 'not_found' }),
  resume: async () => ({ outcome: 'not_found' }),
  get: async () => null,
  list: async () => ({ jobs: [], total: 0, hasNext: false }),
  follow: async () => null,
  restoreTable: refuse,
};
