import type { JobCounts, JobRecord, JobState } from './job.ts';

const ENDS: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled', 'interrupted']);

/** Whether a job in this state neither runs nor waits to. */
export function isEnd(state: JobState): boolean {
  return ENDS.has(state);
}

/** Whether a job in this state can be started again. */
export function isResumable(state: JobState): boolean {
  return state === 'failed' || state === 'interrupted';
}

/** Counts of a job that has counted nothing. */
export function noCounts(): JobCounts {
  return {
    generated: 0,
    read: 0,
    written: 0,
    duplicates: 0,
    already_there: 0,
    conflicts: 0,
    quarantined: 0,
  };
}

/** The first entry of a job's log. */
export function firstRecord(at: number): JobRecord {
  const progress = { stage: null, done: 0, total: 0, fraction: 0, rate: null, etaSeconds: null };
  const begun = { attempt: 0, startedAt: null };
  return { number: 1, at, state: 'queued', ...begun, ...progress, counts: noCounts(), error: null };
}
