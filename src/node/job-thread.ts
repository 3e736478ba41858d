import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobTask } from '../core/jobs/job.ts';
import type { Runner, WorkContext, WorkResult } from '../core/jobs/runner.ts';
import { recover } from '../core/lake/publish.ts';
import { generationName } from '../core/plan/generation.ts';
import type { Resources } from '../core/plan/options.ts';
import { checkRawFile } from '../core/plan/raw-file.ts';
import { recoverEvents } from '../core/plan/recover-events.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import { attempt } from './atomic.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { checkFree, checkTransformation, inUse, type Obstacle } from './job-check.ts';
import { withoutFolder } from './job-errors.ts';
import type { JobSettings } from './job-messages.ts';
import { LockedError, whileLocked } from './lock.ts';
import { runInThread, type WorkThreadOptions } from './work-thread.ts';

export interface JobThreadOptions extends WorkThreadOptions {
  /** The data folder. */
  folder: string;
  /** @default { chunkSize: 4096, memory: 512 } */
  resources?: Resources;
}

const WORKER = new URL('./job-worker.ts', import.meta.url);

/**
 * Does the work of jobs in threads, one for each, which are gone when the work is. What a job writes to is locked by this thread,
 * so that it comes free however the other one ends.
 */
export function jobThreads(options: JobThreadOptions): Runner {
  const { folder, resources = { chunkSize: 4096, memory: 512 } } = options;

  async function work(task: JobTask, context: WorkContext): Promise<WorkResult> {
    const { target, what } = placeOf(task, folder);
    // It may have been a while since it was checked, and a link is made quickly.
    const obstacle = task.kind === 'transformation' ? await checkTask(task, folder) : undefined;
    if (obstacle !== undefined) throw new Error(obstacle.message);
    await attempt(`write to ${target}`, () => makeFolder(target));
    return whileLocked(target, what, async () => {
      const settings: JobSettings = { folder, task, resume: context.resume, resources };
      try {
        return await runInThread(WORKER, settings, context, options);
      } catch (error) {
        // Cut off after its commit, it has something to finish. What cannot be done now is done by the next one.
        await tidy(task, folder, true).catch(() => {});
        throw error;
      }
    });
  }

  return {
    async run(task, context) {
      try {
        return await work(task, context);
      } catch (error) {
        throw error instanceof LockedError ? inUse(task, error) : withoutFolder(error, folder);
      }
    },
    async discard(task) {
      const { target, what } = placeOf(task, folder);
      try {
        await whileLocked(target, what, () => tidy(task, folder, false));
      } catch (error) {
        // Whoever works there puts it in order.
        if (!(error instanceof LockedError)) throw error;
      }
      // An output that nothing came into is none.
      if (task.kind === 'transformation') await rmdir(target).catch(() => {});
    },
    async check(task) {
      const obstacle = await checkTask(task, folder);
      if (obstacle === undefined) await checkFree(task, placeOf(task, folder).target);
      return obstacle;
    },
  };
}

async function checkTask(task: JobTask, folder: string): Promise<Obstacle | undefined> {
  if (task.kind === 'transformation') return checkTransformation(folder, task);
  const message = task.mode === 'append' ? await checkRawFile(fileStorage(folder)) : undefined;
  return message === undefined ? undefined : { field: 'method', message };
}

/** Finishes what a task has committed; what it has not is kept for a resume, or thrown away. */
async function tidy(task: JobTask, folder: string, keep: boolean): Promise<void> {
  if (task.kind === 'transformation') {
    await recover(fileStorage(join(folder, task.output)), TABLE, { keep: () => keep });
  } else {
    const own = await generationName(task);
    await recoverEvents(fileStorage(folder), { keep: (name) => keep || name !== own });
  }
}

/** The folder that a task locks, and what for. */
function placeOf(task: JobTask, folder: string): { target: string; what: string } {
  if (task.kind === 'transformation') {
    const what = `transformation of ${task.inputs.join(', ')}`.slice(0, 200);
    return { target: join(folder, task.output), what };
  }
  const { count, seed } = task.options;
  return { target: folder, what: `generation of ${count} events with seed ${seed}` };
}
