import type { Answer } from '../../bench/harness.ts';
import type { Figures } from '../../bench/figures.ts';
import type { Measured } from '../../bench/results.ts';

/** The figures of a side. */
export function figures(seconds: number, megabytes: number, more?: Record<string, number>): Figures {
  return {
    seconds,
    least: seconds * 0.9,
    most: seconds * 1.1,
    peakBytes: megabytes * 1e6,
    cpuSeconds: seconds * 2,
    ...(more !== undefined && { more }),
  };
}

/** An answer with its place. */
export function measured(answer: Partial<Answer> & Pick<Answer, 'name' | 'ours'>): Measured {
  return {
    events: null,
    date: '2025-11-23T10:00:00.000Z',
    repetitions: 5,
    load: 0,
    peer: null,
    node: 'v24.0.0',
    machine: 'Abacus, 2 cores, 8 GB',
    ...answer,
  };
}
