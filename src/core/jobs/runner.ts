import type { JobCounts, JobResult, JobStage, JobTask } from './job.ts';

/** How far the work of a job is in one of its stages. */
export interface WorkProgress {
  step: JobStage;
  done: number;
  total: number;
  /** Events of the stage so far. */
  events: number;
}

/** What the work of a job came to. */
export interface WorkResult {
  result: JobResult;
  counts: JobCounts;
}

export interface WorkContext {
  /** Goes on from the tasks that an earlier attempt has done; otherwise what one left is thrown away. */
  resume: boolean;
  onProgress: (progress: WorkProgress) => void;
  /** Is called every now and then, at least every five seconds, while the work goes on, also where there is no progress. */
  onBeat: () => void;
  /** Ends the work with the signal's reason, before it commits anything. */
  signal: AbortSignal;
}

/** Does the work of jobs, elsewhere than in the thread that answers requests. */
export interface Runner {
  run(task: JobTask, context: WorkContext): Promise<WorkResult>;
  /** Throws away what a task that will not be resumed has left. */
  discard(task: JobTask): Promise<void>;
  /**
   * Says what of a task's files is in its way: undefined where it can begin. `field` is that of the wish.
   *
   * @throws {UnavailableError} where somebody else works there
   */
  check(task: JobTask): Promise<{ field: string; message: string } | undefined>;
}
