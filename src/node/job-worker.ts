import { constants, setPriority } from 'node:os';
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from './command.ts';
import type { FromJobWorker, JobSettings } from './job-messages.ts';
import { doJob } from './job-work.ts';
import { throttle } from './throttle.ts';

// Does the work of one job in a thread of its own, and tells how far it is.
const BEAT = 2000;
const PROGRESS = 100;

// Answers come first. Elsewhere than on Linux this would be about the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const controller = new AbortController();
const { signal } = controller;
const { show, flush } = throttle(
  (progress) => say({ kind: 'progress', progress }),
  PROGRESS,
  () => performance.now(),
);

function say(message: FromJobWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(message);
}

function failure(error: unknown): FromJobWorker {
  const { name, cause } = error instanceof Error ? error : new Error(String(error));
  // Streams of the system wrap the reason.
  const isEnd =
    signal.aborted && (error === signal.reason || cause === signal.reason || name === 'AbortError');
  if (isEnd) return { kind: 'cancelled' };
  return {
    kind: 'failure',
    message: error instanceof Error ? messageOf(error) : String(error),
    trace: inspect(error),
  };
}

const beat = setInterval(() => {
  flush();
  say({ kind: 'beat' });
}, BEAT);
parentPort?.on('message', () => controller.abort(new Error('The job is to end')));
try {
  const result = await doJob(workerData as JobSettings, { onProgress: show, signal });
  flush();
  say({ kind: 'result', result });
} catch (error) {
  flush();
  say(failure(error));
}
clearInterval(beat);
parentPort?.close();
