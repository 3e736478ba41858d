import type { Context } from 'hono';

/** Whose request it is, and for how long. */
export type Caller = {
  /** Of the request, as the log has it. */
  id: string;
  /** Aborted when the caller goes, and with a DeadlineError when time is up. */
  signal: AbortSignal;
};

/** A question took longer than a question may. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** The caller that a request was given with. */
export function callerOf(context: Pick<Context, 'env'>): Caller {
  return context.env as Caller;
}

/** What comes of work, or the signal's reason as soon as it is aborted: nobody waits for the work then. */
export async function whileHere<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const gone = Promise.withResolvers<never>();
  const go = (): void => gone.reject(signal.reason as Error);
  signal.addEventListener('abort', go, { once: true });
  if (signal.aborted) go();
  try {
    return await Promise.race([work, gone.promise]);
  } finally {
    signal.removeEventListener('abort', go);
  }
}

/** Answers within some milliseconds, or has what answers see a signal that says it was too long. */
export async function withDeadline(
  request: Request,
  milliseconds: number,
  answer: (signal: AbortSignal) => Response | Promise<Response>,
): Promise<Response> {
  const controller = new AbortController();
  const error = new DeadlineError(`Cannot answer within ${milliseconds / 1000} s`);
  const timer = setTimeout(() => controller.abort(error), milliseconds);
  try {
    return await answer(AbortSignal.any([request.signal, controller.signal]));
  } finally {
    clearTimeout(timer);
  }
}
