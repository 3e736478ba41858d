import type { Worker } from 'node:worker_threads';
import type { Executor } from '../core/plan/executor.ts';
import { PieceRoom } from '../core/sources/piece-room.ts';
import { reviveFailure } from '../core/plan/task-failure.ts';
import type { TaskInput, TaskName, TaskResult } from '../core/plan/tasks.ts';
import type { TaskAnswer, TaskCall, TaskFolders } from './task-messages.ts';
import { startThread } from './thread.ts';

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

/** Megabytes of new objects in a thread: with more it takes more memory and is not faster. */
const YOUNG = 24;
/** How many threads may die of a task before the run does. */
const MOST_DEATHS = 3;

interface Job extends TaskCall {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  signal: AbortSignal | undefined;
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
  /** What to do when a signal aborts, which is heard once however many tasks have it. */
  const heard = new Map<AbortSignal, () => void>();
  let count = 0;
  let isClosed = false;

  function start(): Thread {
    const thread: Thread = {
      worker: startThread(worker, {
        workerData: folders,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      }),
      job: undefined,
    };
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

  /** The tasks that wait or are under way. */
  function jobs(): Job[] {
    return [...queue, ...threads.values().flatMap(({ job }) => (job ? [job] : []))];
  }

  /** Rejects some tasks, and ends the threads that have them. */
  function giveUp(some: readonly Job[], reasonOf: (job: Job) => unknown): void {
    const given = new Set(some);
    for (const thread of threads) if (thread.job !== undefined && given.has(thread.job)) end(thread);
    queue.splice(0, Infinity, ...queue.filter((job) => !given.has(job)));
    for (const job of some) job.reject(reasonOf(job));
    assign();
  }

  function hear(signal: AbortSignal): void {
    if (heard.has(signal)) return;
    const leave = (): void => {
      const aborted = jobs().filter((job) => job.signal === signal);
      giveUp(aborted, () => signal.reason);
    };
    heard.set(signal, leave);
    signal.addEventListener('abort', leave, { once: true });
  }

  return {
    width,
    room: new PieceRoom((bytes) => new Uint8Array(new SharedArrayBuffer(bytes))),
    async run<Name extends TaskName>(
      name: Name,
      input: TaskInput<Name>,
      { signal }: { signal?: AbortSignal | undefined } = {},
    ): Promise<TaskResult<Name>> {
      signal?.throwIfAborted();
      if (isClosed)
        throw new Error(`Cannot run the task ${name} as its threads have to be there: they are closed`);
      if (signal !== undefined) hear(signal);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      queue.push({ id: ++count, name, input, resolve, reject, signal, deaths: 0 });
      assign();
      return (await promise) as TaskResult<Name>;
    },
    async close() {
      isClosed = true;
      giveUp(jobs(), ({ name }) => {
        return new Error(`Cannot finish the task ${name} as its threads have to be there: they are closed`);
      });
      for (const thread of threads) end(thread);
      for (const [signal, leave] of heard) signal.removeEventListener('abort', leave);
      heard.clear();
      await Promise.all(ending);
    },
  };
}
