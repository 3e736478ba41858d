import type { TaskFailure } from '../core/plan/task-failure.ts';
import type { TaskName } from '../core/plan/tasks.ts';

/** What a task worker is started with: folders of this machine. */
export interface TaskFolders {
  /** Where tasks leave what they have for one another. */
  temp: string;
  /** The run's output folder. */
  output: string;
}

/** What is said to a task worker, which has one task at a time. */
export interface TaskCall {
  id: number;
  name: TaskName;
  input: unknown;
}

/** What a task worker says. */
export type TaskAnswer =
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'failure'; id: number; failure: TaskFailure };
