import { call, mapQuestions, takeSignal, withSignal } from './by-name.ts';
import type { Questions } from './questions.ts';

interface Running {
  answer: Promise<unknown>;
  controller: AbortController;
  askers: number;
}

/**
 * Questions of which the same ones, asked at the same time, are answered once, with the version that was the newest when the first
 * of them was asked. A question goes on until nobody wants its answer any more. Memory: what is being answered.
 */
export function sharing(questions: Questions): Questions {
  const running = new Map<string, Running>();

  function begin(method: keyof Questions, args: readonly unknown[], key: string): Running {
    const controller = new AbortController();
    const answer = call(questions, method, withSignal(args, controller.signal));
    const question = { answer, controller, askers: 0 };
    running.set(key, question);
    const forget = (): void => leave(key, question);
    answer.then(forget, forget);
    return question;
  }

  function leave(key: string, question: Running): void {
    if (running.get(key) === question) running.delete(key);
  }

  return mapQuestions(async (method, given) => {
    const { signal, args } = takeSignal(given);
    signal?.throwIfAborted();
    const key = JSON.stringify([method, args], exactly);
    const question = running.get(key) ?? begin(method, args, key);
    question.askers++;
    const gone = Promise.withResolvers<never>();
    const go = (): void => gone.reject(signal?.reason as Error);
    signal?.addEventListener('abort', go, { once: true });
    try {
      return await Promise.race([question.answer, gone.promise]);
    } finally {
      signal?.removeEventListener('abort', go);
      if (--question.askers === 0 && signal?.aborted === true) {
        leave(key, question);
        question.controller.abort(signal.reason);
      }
    }
  });
}

/** JSON has one word for all numbers that it has no digits for, and for nothing. */
function exactly(_name: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}
