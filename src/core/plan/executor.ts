import { PieceRoom } from '../sources/piece-room.ts';
import { openContext, type TaskStores } from './task-context.ts';
import { runTask, type TaskInput, type TaskName, type TaskResult } from './tasks.ts';

export interface RunTaskOptions {
  /** Ends waiting for the result with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs the tasks of a run, here or elsewhere. A task is a name and an input of plain data and bytes; what it has to say beyond
 * its result is in the run's storages. It may run twice, anywhere, in any order.
 */
export interface Executor {
  /** How many tasks it runs at once. None of what comes out depends on it. */
  readonly width: number;
  /** Where pieces of text may lie, so that tasks are given them without a copy. */
  readonly room: PieceRoom;
  /** The result of a task. An error of the task comes as what it was, with its place. */
  run<Name extends TaskName>(
    name: Name,
    input: TaskInput<Name>,
    options?: RunTaskOptions,
  ): Promise<TaskResult<Name>>;
  /** Ends what is under way; nothing writes any more when it settles. */
  close(): Promise<void>;
}

/** Runs tasks where it is called, one at a time. */
export function inlineExecutor(stores: TaskStores): Executor {
  const context = openContext(stores);
  let before: Promise<unknown> = Promise.resolve();
  return {
    width: 1,
    room: new PieceRoom(),
    async run(name, input, { signal } = {}) {
      const result = before.then(() => {
        signal?.throwIfAborted();
        return runTask(context, name, input);
      });
      before = result.catch(() => {});
      return result;
    },
    async close() {},
  };
}
