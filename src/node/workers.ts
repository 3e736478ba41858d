import { availableParallelism } from 'node:os';
import type { Executor } from '../core/plan/executor.ts';
import { wholeNumber } from './arguments.ts';
import type { TaskFolders } from './task-messages.ts';
import { taskThreads } from './task-threads.ts';

/** How many threads a command works with; `auto` leaves it to the machine and the inputs. */
export type Workers = number | 'auto';

const MOST_WORKERS = 1024;
/** What `auto` uses at most: more are of no use where one thread decompresses for all. */
const MOST_BY_ITSELF = 8;
/** Inputs with fewer bytes are through before threads have started. */
const WORTH_THREADS = 8_000_000;
/** Fewer events are made before threads have started. */
const WORTH_MAKERS = 500_000;
/** Reads `--workers`. */
export function parseWorkers(text: string): Workers {
  return text === 'auto' ? text : wholeNumber(text, '--workers', 1, MOST_WORKERS);
}

/** How many threads inputs of so many bytes are worth. */
export function settleWorkers(workers: Workers, bytes: number): number {
  if (workers !== 'auto') return workers;
  return bytes < WORTH_THREADS ? 1 : Math.min(MOST_BY_ITSELF, availableParallelism());
}

/** How many threads make so many events. Without any, this one makes them while others compress, which fills two cores. */
export function settleMakers(workers: Workers, events: number, cores = availableParallelism()): number {
  if (workers !== 'auto') return workers;
  return events < WORTH_MAKERS || cores <= 2 ? 1 : Math.min(MOST_BY_ITSELF, cores);
}

/** For a generation: what opens threads, where there is to be more than the one that is there. */
export function makersFor(
  workers: Workers,
  events: number,
  folder: string,
): { openExecutor?: () => Executor } {
  const width = settleMakers(workers, events);
  const folders = { temp: folder, output: folder };
  return width === 1 ? {} : { openExecutor: () => taskThreads(folders, { width }) };
}

/** For a request: what opens threads for a run, where there is to be more than the one that is there. */
export function threadsFor(
  workers: Workers,
  inputs: readonly { size: number }[],
  foldersOf: (run: string) => TaskFolders,
): { openExecutor?: (run: string) => Executor } {
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const width = settleWorkers(workers, bytes);
  return width === 1 ? {} : { openExecutor: (run) => taskThreads(foldersOf(run), { width }) };
}
