import type { JobTask } from '../core/jobs/job.ts';
import type { WorkProgress, WorkResult } from '../core/jobs/runner.ts';
import type { Resources } from '../core/plan/options.ts';

/** What a job worker is started with. */
export interface JobSettings {
  /** The data folder. */
  folder: string;
  task: JobTask;
  resume: boolean;
  resources: Resources;
}

/** What is said to a worker. */
export interface ToJobWorker {
  kind: 'cancel';
}

/** What a worker says. */
export type FromJobWorker =
  | { kind: 'beat' }
  | { kind: 'progress'; progress: WorkProgress }
  | { kind: 'result'; result: WorkResult }
  /** It has ended as it was told to. */
  | { kind: 'cancelled' }
  | {
      kind: 'failure';
      message: string;
      /** The stack, and those of its causes. */
      trace: string;
    };
