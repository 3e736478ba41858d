import { hostname } from 'node:os';
import { type OpenJobs, openJobs } from '../core/jobs/open-jobs.ts';
import { expire } from '../core/lake/retention.ts';
import { EVENTS } from '../core/plan/events-table.ts';
import { recoverEvents } from '../core/plan/recover-events.ts';
import type { Storage } from '../core/storage/storage.ts';
import type { Log } from '../app/log.ts';
import { fileStorage } from './files.ts';
import { findGeneration } from './generation-result.ts';
import { jobThreads } from './job-thread.ts';
import { LockedError, whileLocked } from './lock.ts';
import { finishTransformation } from './transformation-result.ts';
import { whyUnwritable } from './unwritable.ts';

export interface FolderJobsOptions {
  /** The data folder; this process is its server. */
  folder: string;
  /** The shop's zone, which a new table takes. */
  timeZone: string;
  now: () => Date;
  log: Log;
  /** Milliseconds that a job has to end when it is told to. */
  patience: number;
}

/** Opens the jobs of a data folder, once what was interrupted there is in order. */
export async function openFolderJobs(options: FolderJobsOptions): Promise<OpenJobs> {
  const { folder, timeZone, now, log, patience } = options;
  const storage = fileStorage(folder);
  await putInOrder(storage, options);
  return openJobs({
    storage,
    runner: jobThreads({ folder, patience }),
    now,
    holder: `${hostname()}/${process.pid}`,
    timeZone,
    isDone: (task) =>
      task.kind === 'generation' ? findGeneration(storage, task) : finishTransformation(folder, task),
    explain: whyUnwritable,
    log,
  });
}

/** Finishes what was committed, and removes files of versions that are not kept; questions are answered without it, too. */
async function putInOrder(data: Storage, { folder, now, log }: FolderJobsOptions): Promise<void> {
  try {
    await whileLocked(folder, 'server start', async () => {
      // What was not committed may be resumed.
      const found = await recoverEvents(data, { keep: () => true });
      if (found === 'finished') log({ level: 'info', message: 'finished what was committed', data: folder });
      await expire(data, EVENTS, now());
    });
  } catch (error) {
    if (error instanceof LockedError) log({ level: 'info', message: error.message });
    else log({ level: 'error', message: 'the data folder could not be put in order', data: folder, error });
  }
}
