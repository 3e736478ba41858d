import { TICK } from './lease.ts';
import type { JobLog } from './log.ts';
import { discard, type JobRun, micros, type RunContext, runJob, STOPPED } from './run-job.ts';
import type { Timers } from './timers.ts';

/** Jobs that run at once. */
const AT_ONCE = 2;

/** The jobs that run, and those that wait until they may. */
export interface Runs {
  /** Runs the job of an open log as soon as there is room. */
  add(log: JobLog): void;
  /** Whether the job still runs or waits. */
  has(log: JobLog): boolean;
  /** The first of them that is so. */
  find(is: (log: JobLog) => boolean): JobLog | undefined;
  /** Tells a job to end; settles at once for one that runs, and with its end for one that waits. */
  cancel(log: JobLog): Promise<void>;
  /** Settles when nothing of a job goes on any more. */
  settled(log: JobLog): Promise<void>;
  /** Interrupts all of them; settles when they have ended. */
  close(): Promise<void>;
  count(): number;
}

/** Runs jobs, two at once, the others in the order in which they came. */
export function openRuns(context: RunContext, timers: Timers): Runs {
  const waiting: JobLog[] = [];
  const running = new Map<JobLog, JobRun>();
  /** Jobs that end without having run, and when they have. */
  const leaving = new Map<JobLog, Promise<void>>();
  let stopTicking: (() => void) | undefined;

  function fill(): void {
    while (running.size < AT_ONCE) {
      const log = waiting.shift();
      if (log === undefined) break;
      const run = runJob(log, context);
      running.set(log, run);
      void run.done.then(() => {
        running.delete(log);
        fill();
      });
    }
    if (running.size > 0) stopTicking ??= timers.every(TICK, tick);
    else {
      stopTicking?.();
      stopTicking = undefined;
    }
  }

  function tick(): void {
    for (const run of running.values()) run.tick();
  }

  function leave(log: JobLog, why: 'cancelled' | 'interrupted'): Promise<void> {
    waiting.splice(waiting.indexOf(log), 1);
    const left = endUnrun(log, why).then(() => void leaving.delete(log));
    leaving.set(log, left);
    return left;
  }

  async function endUnrun(log: JobLog, why: 'cancelled' | 'interrupted'): Promise<void> {
    const { id, task } = log.job;
    // Only an attempt before this one can have left something.
    if (why === 'cancelled' && log.newest.attempt > 0) await discard(task, id, context);
    const error = why === 'interrupted' ? STOPPED : null;
    await log.append({ at: micros(context.now), state: why, error });
    await log.close();
  }

  function all(): JobLog[] {
    return [...running.keys(), ...waiting, ...leaving.keys()].filter((log) => !log.isEnded);
  }

  return {
    add(log) {
      waiting.push(log);
      fill();
    },
    has: (log) => all().includes(log),
    find: (is) => all().find(is),
    async cancel(log) {
      running.get(log)?.stop('cancelled');
      if (waiting.includes(log)) await leave(log, 'cancelled');
    },
    async settled(log) {
      await (running.get(log)?.done ?? leaving.get(log));
    },
    async close() {
      for (const log of waiting.slice()) void leave(log, 'interrupted');
      for (const run of running.values()) run.stop('interrupted');
      await Promise.all([...[...running.values()].map(({ done }) => done), ...leaving.values()]);
    },
    count: () => all().length,
  };
}
