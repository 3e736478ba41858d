import type { Run } from './measure.ts';

/** What the runs of one side came to: the medians of all figures. */
export interface Figures extends Run {
  /** Seconds of the fastest run and of the slowest. */
  least: number;
  most: number;
}

/** Medians of some runs, at least one. */
export function figuresOf(runs: readonly Run[]): Figures {
  const names = Object.keys(runs[0]?.more ?? {});
  const more = names.map((name) => [name, median(runs.map((run) => run.more?.[name] ?? NaN))] as const);
  const seconds = runs.map((run) => run.seconds);
  return {
    seconds: median(seconds),
    least: Math.min(...seconds),
    most: Math.max(...seconds),
    peakBytes: median(runs.map((run) => run.peakBytes)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    ...(more.length > 0 && { more: Object.fromEntries(more) }),
  };
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? NaN;
  return ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
