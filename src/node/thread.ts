import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Profiles that are asked of the process are taken of its threads as well. */
const PROFILING = /^--(?:cpu|heap)-prof(?:-[a-z]+=.*)?$/;

/**
 * Starts a thread that runs a module of ours. Node strips the types itself, where the main thread may have a loader for that, and
 * keeps what it has compiled in the system's temporary folder: each thread starts in a third of the time.
 */
export function startThread(
  file: URL,
  options: Pick<WorkerOptions, 'workerData' | 'resourceLimits'>,
): Worker {
  // Node may have been told to leave types alone.
  if (!process.features.typescript) return new Worker(file, options);
  return new Worker(file, {
    ...options,
    execArgv: process.execArgv.filter((argument) => PROFILING.test(argument)),
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env },
  });
}
