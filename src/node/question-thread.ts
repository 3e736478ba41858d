import type { Worker } from 'node:worker_threads';
import { mapQuestions, takeSignal } from '../core/questions/by-name.ts';
import { type Questions, VersionGoneError } from '../core/questions/questions.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './question-messages.ts';
import { startThread } from './thread.ts';

/** Questions that are answered in another thread. */
export interface QuestionThread {
  questions: Questions;
  /** Ends the thread, and what it is asked; a question after that starts another. */
  close: () => Promise<void>;
}

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Questions that a thread of their own answers, from the first of them on. Should it die, the questions under way fail and the
 * next one starts another. While nothing is asked, it does not keep the process. Memory: that of the engine, in the thread.
 */
export function questionThread(settings: WorkerSettings): QuestionThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let count = 0;

  function open(): Worker {
    const opened = startThread(new URL('./question-worker.ts', import.meta.url), { workerData: settings });
    opened.on('message', (message: FromWorker) => {
      const asker = forget(message.id);
      if (message.kind === 'answer') asker?.resolve(message.answer);
      else asker?.reject(revive(message));
    });
    opened.on('messageerror', (error) => fail(opened, error));
    opened.on('error', (error) => fail(opened, error));
    opened.on('exit', (code) => fail(opened, new Error(`The thread of questions ended with ${code}`)));
    return opened;
  }

  function forget(id: number): Waiting | undefined {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker?.unref();
    return asker;
  }

  /** Those who wait are told; a thread that was given up already has none. */
  function fail(dead: Worker, error: unknown): void {
    if (worker !== dead) return;
    worker = undefined;
    for (const asker of waiting.values()) asker.reject(error);
    waiting.clear();
  }

  const questions = mapQuestions(async (method, given) => {
    const { signal, args } = takeSignal(given);
    signal?.throwIfAborted();
    const thread = (worker ??= open());
    const id = ++count;
    tell(thread, { kind: 'ask', id, method, args });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject });
    thread.ref();
    const leave = (): void => {
      if (forget(id) === undefined) return;
      tell(thread, { kind: 'abort', id });
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  });
  return {
    questions,
    async close() {
      const closing = worker;
      if (closing === undefined) return;
      fail(closing, new Error('Cannot answer as the thread of questions is closed'));
      await closing.terminate();
    },
  };
}

function tell(thread: Worker, message: ToWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  thread.postMessage(message);
}

/** The error as it was, as far as callers tell errors apart. */
function revive({ name, message, trace }: Extract<FromWorker, { kind: 'failure' }>): Error {
  const error =
    name === 'VersionGoneError'
      ? new VersionGoneError(message)
      : name === 'RangeError'
        ? new RangeError(message)
        : new Error(message);
  error.stack = trace;
  return error;
}
