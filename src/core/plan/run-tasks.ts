import type { Executor } from './executor.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks.ts';

/** A list, or what makes its items one by one as they are asked for. */
export interface TaskInputs<Input> {
  readonly length: number;
  at(index: number): Input | undefined;
}

/** Inputs of tasks that are made when their turn comes, for those that are much together. */
export function lazily<Input>(length: number, at: (index: number) => Input): TaskInputs<Input> {
  return { length, at };
}

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
  inputs: TaskInputs<TaskInput<Name>>,
  { onTask, signal }: RunTasksOptions,
): Promise<TaskResult<Name>[]> {
  const results: TaskResult<Name>[] = [];
  let failed: { index: number; error: unknown } | undefined;
  let begun = 0;
  let done = 0;
  async function lane(): Promise<void> {
    while (begun < inputs.length) {
      const index = begun++;
      try {
        signal?.throwIfAborted();
        results[index] = await executor.run(name, inputs.at(index) as TaskInput<Name>, { signal });
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
