import type { WorkProgress } from '../core/jobs/runner.ts';

/** Passes progress on, not too often. */
export interface Throttle {
  show: (progress: WorkProgress) => void;
  /** Passes on what was held back. */
  flush: () => void;
}

/**
 * Passes progress on at most every so many milliseconds, but the first and the last of each step always; `clock` is milliseconds
 * that only go forward.
 */
export function throttle(
  pass: (progress: WorkProgress) => void,
  every: number,
  clock: () => number,
): Throttle {
  let held: WorkProgress | undefined;
  let step: WorkProgress['step'] | undefined;
  let last = Number.NEGATIVE_INFINITY;

  function flush(): void {
    const progress = held;
    held = undefined;
    if (progress !== undefined) pass(progress);
  }

  return {
    show(progress) {
      const now = clock();
      const begins = progress.step !== step;
      if (begins) flush();
      held = progress;
      if (!begins && now - last < every) return;
      step = progress.step;
      last = now;
      flush();
    },
    flush,
  };
}
