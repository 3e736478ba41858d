import { getCompileCacheDir } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** What a thread says of itself. */
export interface Told {
  data: unknown;
  execArgv: string[];
  /** Where it keeps what it has compiled. */
  cache: string | undefined;
}

const told: Told = { data: workerData, execArgv: process.execArgv, cache: getCompileCacheDir() };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
parentPort?.postMessage(told);
