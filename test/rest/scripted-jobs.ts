import type { Job, JobCounts, JobRecord } from '../../src/core/jobs/job.ts';
import type { GenerationWish, Jobs, StartGenerationOutcome } from '../../src/core/jobs/jobs.ts';
import { quietJobs } from '../support/jobs.ts';
import { NOW } from './shop.ts';

/** Microseconds of NOW. */
const AT = NOW.getTime() * 1000;

export interface Scripted extends Partial<Omit<JobRecord, 'counts'>> {
  id?: string;
  count?: number;
  mode?: 'append' | 'replace';
  generated?: number;
}

/** A generation of 10,000 events that began 90 s ago and has a log entry of now, unless told otherwise. */
export function generation(script: Scripted = {}): Job {
  const { id = 'job_1', count = 10_000, mode = 'append', generated = 0, ...record } = script;
  const counts: JobCounts = {
    generated,
    read: 0,
    written: 0,
    duplicates: 0,
    already_there: 0,
    conflicts: 0,
    quarantined: 0,
  };
  return {
    id,
    task: {
      kind: 'generation',
      options: {
        count,
        seed: 42,
        until: AT,
        days: 90,
        profile: 'realistic',
        guests: 0.3,
        buyers: 0.03,
        abandonment: 0.7,
        timeZone: 'UTC',
      },
      mode,
      base: 3,
    },
    createdAt: AT - 100_000_000,
    latest: {
      number: 7,
      at: AT,
      state: 'running',
      attempt: 1,
      startedAt: AT - 90_000_000,
      stage: 'generate',
      done: 0,
      total: 0,
      fraction: 0,
      rate: null,
      etaSeconds: null,
      error: null,
      ...record,
      counts,
    },
    result: null,
  };
}

/** Jobs of which some are there, newest first, and whose next start has one outcome; `wishes` are all that was to be started. */
export function scriptedJobs(
  jobs: readonly Job[],
  outcome?: StartGenerationOutcome,
): { jobs: Jobs; wishes: GenerationWish[] } {
  const wishes: GenerationWish[] = [];
  return {
    wishes,
    jobs: {
      ...quietJobs,
      list: async ({ first, kind }) => {
        const found = jobs.filter(({ task }) => kind === undefined || task.kind === kind);
        return { jobs: found.slice(0, first), total: found.length, hasNext: found.length > first };
      },
      startGeneration: async (wish) => {
        wishes.push(wish);
        return outcome ?? { outcome: 'started', job: generation(started(wish)) };
      },
    },
  };
}

function started({ count = 10_000, method }: GenerationWish): Scripted {
  return { count, mode: method === 'replace' ? 'replace' : 'append', state: 'queued' };
}
