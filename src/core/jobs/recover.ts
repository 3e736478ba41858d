import type { JobLog } from './log.ts';
import { heldResult, micros, type RunContext } from './run-job.ts';

/**
 * Ends a job that a server has left when it was killed: a generation that the table holds has succeeded, everything else was
 * interrupted. Nobody else may run jobs of this data folder. Says whether its files let it be done.
 */
export async function recover(log: JobLog, context: RunContext): Promise<boolean> {
  try {
    await end(log, context);
    return true;
  } catch (error) {
    context.log({ level: 'warn', message: 'a job that was left cannot be ended', job: log.job.id, error });
    return false;
  }
}

async function end(log: JobLog, context: RunContext): Promise<void> {
  const { id, task } = log.job;
  await log.open();
  const held = await heldResult(task, context);
  const at = micros(context.now);
  const rest = { rate: null, etaSeconds: null };
  if (held === null) {
    await log.append({
      at,
      ...rest,
      state: 'interrupted',
      error: 'the server ended while the job was under way',
    });
  } else {
    const { total } = log.newest;
    const { counts, result } = held;
    await log.append({ at, ...rest, state: 'succeeded', done: total, fraction: 1, counts }, result);
  }
  await context.store.removeLease(id);
  await log.close();
}
