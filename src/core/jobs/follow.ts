import type { JobRecord } from './job.ts';
import { isEnd } from './states.ts';

/** A log that may still grow. */
export interface Followed {
  /** Its newest entry. */
  latest(): JobRecord;
  /** One or more of its entries, beginning with the one of this number, which is there. */
  from(number: number): Promise<readonly JobRecord[]>;
  /** Calls when an entry is added, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

export interface FollowOptions {
  /** Number of the entry after which to begin. @default 0 */
  after?: number;
  signal?: AbortSignal;
}

/**
 * Entries of a log: those that are there, then those that are added, until the newest one ends the job. Nothing is read or kept
 * before it is asked for; it listens to the log and the signal only while it waits, and ends at once when it is left or the
 * signal is aborted. Memory: a segment of the log.
 *
 * @throws {RangeError} where `after` is no number of an entry
 */
export function follow(log: Followed, options: FollowOptions = {}): AsyncIterableIterator<JobRecord> {
  const { after = 0, signal } = options;
  if (!Number.isSafeInteger(after) || after < 0) {
    throw new RangeError(`Cannot follow a job as after must be a whole number from 0: ${after}`);
  }
  let number = after;
  let held: readonly JobRecord[] = [];
  let isOver = false;
  let wake: (() => void) | undefined;
  // Whoever asks twice at once gets two entries, in order.
  let turn: Promise<unknown> = Promise.resolve();

  function hasLeft(): boolean {
    return isOver || signal?.aborted === true;
  }

  async function change(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = (): void => resolve();
    const stop = log.onChange(listener);
    signal?.addEventListener('abort', listener);
    wake = listener;
    await promise;
    wake = undefined;
    stop();
    signal?.removeEventListener('abort', listener);
  }

  async function pull(): Promise<IteratorResult<JobRecord, undefined>> {
    while (!hasLeft()) {
      const { number: newest, state } = log.latest();
      if (newest > number) {
        if (held.length === 0) held = await log.from(number + 1);
        if (hasLeft()) break;
        const [value, ...rest] = held;
        held = rest;
        number++;
        return { done: false, value: value! };
      }
      // An end that is not the newest entry is that of an attempt: the job was resumed.
      if (isEnd(state)) break;
      await change();
    }
    leave();
    return { done: true, value: undefined };
  }

  function leave(): void {
    isOver = true;
    held = [];
    wake?.();
  }

  return {
    next() {
      const next = turn.then(pull);
      turn = next.catch(leave);
      return next;
    },
    async return() {
      leave();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
