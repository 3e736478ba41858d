import type { Job, JobRecord } from '../core/jobs/job.ts';
import type { Jobs } from '../core/jobs/jobs.ts';
import type { Progress } from './progress.ts';

/**
 * Follows a job to its end, and shows how far it is.
 *
 * @throws {Error} saying why, where it did not succeed
 */
export async function followJob(
  jobs: Jobs,
  { id, task, latest: { number } }: Job,
  show: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: JobRecord | undefined;
  // What earlier attempts came to is told already.
  for await (const record of (await jobs.follow(id, { after: number, signal })) ?? []) {
    last = record;
    const { stage, done, total, counts } = record;
    if (stage !== null) show({ step: stage, done, total, events: counts.read || counts.generated });
  }
  signal.throwIfAborted();
  if (last?.state === 'succeeded') return;
  throw new Error(
    `Cannot go on as the ${task.kind} must succeed: it ${last?.state}, ${last?.error ?? 'nobody says why'}`,
  );
}
