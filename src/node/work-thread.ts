import type { Worker } from 'node:worker_threads';
import type { WorkContext, WorkResult } from '../core/jobs/runner.ts';
import type { FromJobWorker, ToJobWorker } from './job-messages.ts';
import { startThread } from './thread.ts';

export interface WorkThreadOptions {
  /**
   * Milliseconds that a thread has to end once it is told to.
   *
   * @default 10,000
   */
  patience?: number;
  /**
   * Megabytes of objects that a thread may hold.
   *
   * @default 1,024
   */
  heap?: number;
}

/** Milliseconds without a sign of life after which nobody waits for a thread to end by itself. */
const SILENCE = 8000;

/**
 * Runs a worker in a thread of its own, which is gone when the promise settles. Ended by the signal, it rejects with its reason:
 * the thread is told, and does what cannot be left half done, which may well end in a result; one that does not answer is cut off.
 *
 * @throws {Error} what the worker failed with, or how its thread died
 */
export async function runInThread(
  file: URL,
  settings: unknown,
  { signal, onProgress, onBeat }: Pick<WorkContext, 'signal' | 'onProgress' | 'onBeat'>,
  { patience = 10_000, heap = 1024 }: WorkThreadOptions = {},
): Promise<WorkResult> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<WorkResult>();
  const worker = startThread(file, {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  let seen = performance.now();
  let timer: NodeJS.Timeout | undefined;

  function hear(message: FromJobWorker): void {
    seen = performance.now();
    if (message.kind === 'beat') onBeat();
    else if (message.kind === 'progress') onProgress(message.progress);
    else if (message.kind === 'result') resolve(message.result);
    else if (message.kind === 'cancelled') reject(signal.reason);
    else reject(Object.assign(new Error(message.message), { stack: message.trace }));
  }

  function cancel(): void {
    tell(worker, { kind: 'cancel' });
    const isSilent = performance.now() - seen > SILENCE;
    timer = setTimeout(() => reject(signal.reason), isSilent ? 0 : patience);
  }

  worker.on('message', (message: FromJobWorker) => {
    try {
      hear(message);
    } catch (error) {
      reject(error);
    }
  });
  worker.on('messageerror', reject);
  worker.on('error', (error) => reject(explain(error, heap)));
  worker.on('exit', (code) => reject(new Error(`The thread of the job ended by itself, with code ${code}`)));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(timer);
    await worker.terminate();
  }
}

function tell(worker: Worker, message: ToJobWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  worker.postMessage(message);
}

function explain(error: unknown, heap: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new Error(`Cannot go on as the thread of a job may hold ${heap} MB of objects: it needs more`, {
    cause: error,
  });
}
