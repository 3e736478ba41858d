import { breathe } from '../../flow.ts';

/** Rows looked at once that take about 10 ms. */
const STRETCH = 1_000_000;
const PART = 262_144;

/** The rhythm of a question: it lets others have their turn, and ends when its asker has gone. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #done = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** To be called after looking at some rows, each of them once. @throws the signal's reason */
  async step(rows: number): Promise<void> {
    this.#done += rows;
    if (this.#done < STRETCH) return;
    this.#done = 0;
    await breathe();
    this.#signal?.throwIfAborted();
  }

  /** Shows all of `count` rows to `visit`, some at a time. @throws the signal's reason */
  async each(count: number, visit: (start: number, end: number) => void): Promise<void> {
    for (let start = 0; start < count; start += PART) {
      const end = Math.min(count, start + PART);
      visit(start, end);
      await this.step((end - start) * 2);
    }
  }

  /** What a promise gives, unless the asker goes before. @throws the signal's reason */
  async until<Value>(promise: Promise<Value>): Promise<Value> {
    const signal = this.#signal;
    if (signal === undefined) return promise;
    if (signal.aborted) {
      // Nobody waits for what it comes to.
      promise.catch(() => {});
      throw signal.reason;
    }
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([promise, gone.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
