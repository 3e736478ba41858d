import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobTask } from '../core/jobs/job.ts';
import type { Runner } from '../core/jobs/runner.ts';
import type { Resources } from '../core/plan/options.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import { recover } from '../core/lake/publish.ts';
import { attempt } from './atomic.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { checkTransformation } from './job-check.ts';
import type { JobSettings } from './job-messages.ts';
import { LockedError, whileLocked } from './lock.ts';
import { runInThread, type WorkThreadOptions } from './work-thread.ts';

export interface JobThreadOptions extends WorkThreadOptions {
  /** The data folder. */
  folder: string;
  /** The shop's zone, which a new table takes. */
  timeZone: string;
  /** @default { chunkSize: 4096, memory: 512 } */
  resources?: Resources;
}

const WORKER = new URL('./job-worker.ts', import.meta.url);

/**
 * Does the work of jobs in threads, one for each, which are gone when the work is. What a job writes to is locked by this thread,
 * so that it comes free however the other one ends.
 */
export function jobThreads(options: JobThreadOptions): Runner {
  const { folder, timeZone, resources = { chunkSize: 4096, memory: 512 } } = options;

  function check(task: JobTask): Promise<{ field: string; message: string } | undefined> {
    if (task.kind === 'transformation') return checkTransformation(folder, task);
    return Promise.resolve(undefined);
  }

  return {
    async run(task, context) {
      const { target, what } = placeOf(task, folder);
      // It may have been a while since it was checked, and a link is made quickly.
      const obstacle = await check(task);
      if (obstacle !== undefined) throw new Error(obstacle.message);
      await attempt(`write to ${target}`, () => makeFolder(target));
      return whileLocked(target, what, () => {
        const settings: JobSettings = { folder, timeZone, task, resume: context.resume, resources };
        return runInThread(WORKER, settings, context, options);
      });
    },
    async discard(task) {
      const { target, what } = placeOf(task, folder);
      try {
        await whileLocked(target, what, async () => {
          if (task.kind === 'transformation') await recover(fileStorage(target), TABLE);
        });
      } catch (error) {
        // Whoever works there puts it in order.
        if (!(error instanceof LockedError)) throw error;
      }
      // An output that nothing came into is none.
      if (task.kind === 'transformation') await rmdir(target).catch(() => {});
    },
    check,
  };
}

/** The folder that a task locks, and what for. */
function placeOf(task: JobTask, folder: string): { target: string; what: string } {
  if (task.kind === 'transformation') {
    return {
      target: join(folder, task.output),
      what: `transformation of ${task.inputs.join(', ')}`.slice(0, 200),
    };
  }
  const { count, seed } = task.options;
  return { target: folder, what: `generation of ${count} events with seed ${seed}` };
}
