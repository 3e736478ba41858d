import { Worker } from 'node:worker_threads';
import type { Executor } from '../core/plan/executor.ts';
import { reviveFailure } from '../core/plan/task-failure.ts';
import type { TaskInput, TaskName, TaskResult } from '../core/plan/tasks.ts';
import type { TaskAnswer, TaskCall, TaskFolders } from './task-messages.ts';

export interface TaskThreadsOptions {
  /** Threads, each of which runs one task at a time. */
  width: number;
  /**
   * The module that threads run.
   *
   * @default task-worker.ts
   */
  worker?: URL;
}

/** How many threads may die of a task before the run does. */
const MOST_DEATHS = 3;

interface Job extends TaskCall {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  /** Threads that died while they had it. */
  deaths: number;
}

interface Thread {
  worker: Worker;
  job: Job | undefined;
}

/**
 * Runs tasks in threads of this machine, which are started when they are first needed. A thread that dies is replaced and its
 * task done again, by three threads at most. An abort ends the thread that has the task. Memory: that of as many tasks.
 */
export function taskThreads(
  folders: TaskFolders,
  { width, worker = new URL('./task-worker.ts', import.meta.url) }: TaskThreadsOptions,
): Executor {
  const threads = new Set<Thread>();
  const queue: Job[] = [];
  const ending = new Set<Promise<unknown>>();
  let count = 0;
  let isClosed = false;

  function start(): Thread {
    const thread: Thread = { worker: new Worker(worker, { workerData: folders }), job: undefined };
    thread.worker.on('message', (answer: TaskAnswer) => finish(thread, answer));
    thread.worker.on('messageerror', (error) => lose(thread, error));
    thread.worker.on('error', (error) => lose(thread, error));
    thread.worker.on('exit', (code) => lose(thread, new Error(`a thread ended with ${code}`)));
    threads.add(thread);
    return thread;
  }

  /** Gives what waits to threads that are free. */
  function assign(): void {
    while (queue.length > 0) {
      const free = threads.values().find(({ job }) => job === undefined);
      const thread = free ?? (threads.size < width ? start() : undefined);
      if (thread === undefined) return;
      const job = queue.shift() as Job;
      const { id, name, input, reject } = job;
      try {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
        thread.worker.postMessage({ id, name, input } satisfies TaskCall);
        thread.job = job;
      } catch (error) {
        reject(error);
      }
    }
  }

  function finish(thread: Thread, answer: TaskAnswer): void {
    const { job } = thread;
    if (job?.id !== answer.id) return;
    thread.job = undefined;
    if (answer.kind === 'result') job.resolve(answer.result);
    else job.reject(reviveFailure(answer.failure));
    assign();
  }

  /** A thread that was given up already has no task. */
  function lose(thread: Thread, error: unknown): void {
    if (!threads.has(thread)) return;
    const { job } = thread;
    end(thread);
    if (job !== undefined && ++job.deaths < MOST_DEATHS) queue.unshift(job);
    else if (job !== undefined) {
      const problem = `Cannot run the task ${job.name} as a thread has to live through it: ${job.deaths} died`;
      job.reject(new Error(problem, { cause: error }));
    }
    assign();
  }

  function end(thread: Thread): void {
    threads.delete(thread);
    thread.job = undefined;
    const ended = thread.worker.terminate();
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  }

  function forget(job: Job): void {
    const place = queue.indexOf(job);
    if (place !== -1) queue.splice(place, 1);
    const thread = threads.values().find((one) => one.job === job);
    if (thread !== undefined) end(thread);
    // When a run is aborted, none of its tasks is to be begun in place of another.
    queueMicrotask(assign);
  }

  return {
    width,
    async run<Name extends TaskName>(
      name: Name,
      input: TaskInput<Name>,
      { signal }: { signal?: AbortSignal | undefined } = {},
    ): Promise<TaskResult<Name>> {
      signal?.throwIfAborted();
      if (isClosed)
        throw new Error(`Cannot run the task ${name} as its threads have to be there: they are closed`);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const job: Job = { id: ++count, name, input, resolve, reject, deaths: 0 };
      const leave = (): void => {
        forget(job);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      queue.push(job);
      assign();
      try {
        return (await promise) as TaskResult<Name>;
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
    async close() {
      isClosed = true;
      const jobs = [...queue.splice(0), ...threads.values().flatMap(({ job }) => (job ? [job] : []))];
      for (const thread of threads) end(thread);
      for (const job of jobs)
        job.reject(
          new Error(`Cannot finish the task ${job.name} as its threads have to be there: they are closed`),
        );
      await Promise.all(ending);
    },
  };
}
