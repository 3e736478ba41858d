import type { Executor } from './executor.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks.ts';

export interface RunTasksOptions {
  /** Is told how many are done, before the first and after each. */
  onTask: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a task on each input, as many at once as the executor does, and returns the results in order. When one fails no other is
 * begun, those under way are waited for, and the first error in order is thrown.
 */
export async function runTasks<Name extends TaskName>(
  executor: Executor,
  name: Name,
  inputs: readonly TaskInput<Name>[],
  { onTask, signal }: RunTasksOptions,
): Promise<TaskResult<Name>[]> {
  const results: TaskResult<Name>[] = [];
  const queue = inputs.entries();
  let failed: { index: number; error: unknown } | undefined;
  let done = 0;
  async function lane(): Promise<void> {
    for (const [index, input] of queue) {
      try {
        signal?.throwIfAborted();
        results[index] = await executor.run(name, input, { signal });
      } catch (error) {
        if (failed === undefined || index < failed.index) failed = { index, error };
      }
      if (failed !== undefined) return;
      onTask(++done, inputs.length);
    }
  }
  if (inputs.length > 0) onTask(0, inputs.length);
  await Promise.all(Array.from({ length: Math.min(executor.width, inputs.length) }, lane));
  if (failed !== undefined) throw failed.error;
  return results;
}
