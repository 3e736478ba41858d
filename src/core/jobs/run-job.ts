import type { JobTask } from './job.ts';
import { type Lease, takeLease } from './lease.ts';
import type { JobLog } from './log.ts';
import { beginProgress, foldProgress, isDue } from './progress.ts';
import type { Runner, WorkProgress, WorkResult } from './runner.ts';
import type { JobStore } from './store.ts';

/** An entry for the log of the server. */
export interface JobsLogEntry {
  level: 'info' | 'warn' | 'error';
  message: string;
  [field: string]: unknown;
}

/** What jobs need to run. */
export interface RunContext {
  store: JobStore;
  runner: Runner;
  now: () => Date;
  holder: string;
  log: (entry: JobsLogEntry) => void;
  /** What a generation came to where the table holds it already. */
  isDone: (task: JobTask) => Promise<WorkResult | null>;
}

/** A job that runs. */
export interface JobRun {
  /** Tells it to end, and why; the first reason counts. */
  stop(why: 'cancelled' | 'interrupted'): void;
  /** A second has gone by. */
  tick(): void;
  /** Settles when its last entry can be seen and its lease is gone. */
  readonly done: Promise<void>;
}

export const STOPPED = 'the server was stopped';
const CANCELLED = 'the job was cancelled';
const SILENT = 'the job gave no sign of life';

type Outcome = { done: WorkResult } | { error: unknown } | 'expired';

/** Runs the job of an open log until its log has an entry that ends it. `done` never rejects. */
export function runJob(log: JobLog, context: RunContext): JobRun {
  const { runner, now } = context;
  const { id, task } = log.job;
  const controller = new AbortController();
  const expired = Promise.withResolvers<'expired'>();
  const attempt = log.newest.attempt + 1;
  const startedAt = micros(now);
  let progress = beginProgress(task.kind, startedAt);
  let ending: 'cancelled' | 'interrupted' | null = null;
  let isOver = false;
  const onError = (error: unknown): void =>
    context.log({ level: 'error', message: 'a job could not be kept', job: id, error });
  const lease: Lease = takeLease({ ...context, id, onError });

  function onProgress(report: WorkProgress): void {
    if (isOver) return;
    lease.beat();
    const at = micros(now);
    progress = foldProgress(progress, report, at);
    if (isDue(log.newest, progress, at)) void log.append({ at, ...progress.fields });
  }

  async function work(): Promise<Outcome> {
    const { signal } = controller;
    try {
      const onBeat = (): void => lease.beat();
      return { done: await runner.run(task, { resume: attempt > 1, onProgress, onBeat, signal }) };
    } catch (error) {
      return { error };
    }
  }

  async function end(outcome: Outcome): Promise<void> {
    if (outcome !== 'expired' && 'done' in outcome) return succeed(outcome.done);
    if (outcome !== 'expired' && !(ending !== null && isAbort(outcome.error, controller.signal))) {
      context.log({ level: 'error', message: 'a job failed', job: id, error: outcome.error });
      return finish('failed', messageOf(outcome.error));
    }
    // It may have committed, and not come to say so.
    const held = await heldResult(task, context);
    if (held !== null) return succeed(held);
    if (outcome === 'expired') return finish('interrupted', SILENT);
    if (ending === 'interrupted') return finish('interrupted', STOPPED);
    await discard(task, id, context);
    return finish('cancelled', null);
  }

  function succeed({ result, counts }: WorkResult): Promise<void> {
    const { fields } = progress;
    const whole = { done: fields.total, fraction: 1, counts };
    return log.append(
      { at: micros(now), ...fields, ...whole, state: 'succeeded', rate: null, etaSeconds: null },
      result,
    );
  }

  function finish(state: 'failed' | 'cancelled' | 'interrupted', error: string | null): Promise<void> {
    const { fields } = progress;
    return log.append({ at: micros(now), ...fields, state, error, rate: null, etaSeconds: null });
  }

  async function run(): Promise<void> {
    void log.append({ at: startedAt, state: 'running', attempt, startedAt, error: null, ...progress.fields });
    const outcome = await Promise.race([work(), expired.promise]);
    isOver = true;
    await end(outcome);
    await lease.release();
    await log.close();
  }

  return {
    stop(why) {
      ending ??= why;
      controller.abort(aborted(ending === 'cancelled' ? CANCELLED : STOPPED));
    },
    tick() {
      if (isOver || lease.tick()) return;
      context.log({ level: 'warn', message: SILENT, job: id });
      controller.abort(aborted(SILENT));
      expired.resolve('expired');
    },
    done: run(),
  };
}

/** What the table holds of a task; null where that is nothing, or cannot be told. */
export async function heldResult(task: JobTask, { isDone, log }: RunContext): Promise<WorkResult | null> {
  try {
    return await isDone(task);
  } catch (error) {
    log({ level: 'error', message: 'the table does not tell whether it holds a job', error });
    return null;
  }
}

/** Throws away what a task has left; what stays is told of and harms nobody. */
export async function discard(task: JobTask, id: string, { runner, log }: RunContext): Promise<void> {
  try {
    await runner.discard(task);
  } catch (error) {
    log({ level: 'warn', message: 'what a cancelled job has left could not be removed', job: id, error });
  }
}

/** Microseconds since 1970-01-01T00:00Z. */
export function micros(now: () => Date): number {
  return now().getTime() * 1000;
}

function aborted(message: string): DOMException {
  return new DOMException(message, 'AbortError');
}

function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return error === reason || (error instanceof Error && error.name === 'AbortError');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
