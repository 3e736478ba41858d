import { codedError } from './errors.ts';

/** A signal that is aborted when a request's time is up, or its client goes. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Forgets the time: the client may still go. */
  clear(): void;
}

/** The answer, or the signal's reason as soon as it is aborted. */
export async function whileOpen<T>(signal: AbortSignal, answer: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(signal.reason as Error);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([answer(), ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Begins a request's time of some milliseconds. */
export function beginDeadline(milliseconds: number, client: AbortSignal): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const message = `Cannot answer within ${milliseconds} ms: ask for less, or again`;
    controller.abort(codedError('DEADLINE_EXCEEDED', message));
  }, milliseconds);
  return {
    signal: AbortSignal.any([client, controller.signal]),
    clear: () => clearTimeout(timer),
  };
}
