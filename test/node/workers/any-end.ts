import { parentPort, workerData } from 'node:worker_threads';
import type { WorkProgress } from '../../../src/core/jobs/runner.ts';
import type { FromJobWorker } from '../../../src/node/job-messages.ts';

// A worker that ends as it is told to.
const { end } = workerData as { end: string };

function say(message: FromJobWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(message);
}

const result = { tableVersion: 3, tableRows: 2, unchanged: false };
const counts = {
  generated: 0,
  read: 2,
  written: 2,
  duplicates: 0,
  already_there: 0,
  conflicts: 0,
  quarantined: 0,
};
const progress: WorkProgress = { step: 'read', done: 1, total: 2, events: 1 };

switch (end) {
  case 'result':
    say({ kind: 'beat' });
    for (const done of [1, 2]) say({ kind: 'progress', progress: { ...progress, done } });
    say({ kind: 'result', result: { result, counts } });
    // It is ended all the same.
    setInterval(() => {}, 1000);
    break;
  case 'failure':
    say({ kind: 'failure', message: 'Cannot do it', trace: 'Error: Cannot do it\n    at here' });
    break;
  case 'throw':
    throw new RangeError('Cannot load it');
  case 'reject':
    void Promise.reject(new Error('Nobody caught it'));
    break;
  case 'exit':
    process.exit(7);
    break;
  case 'memory': {
    // Many small objects: where a single one is too much, V8 ends the process.
    let held: unknown = null;
    for (;;) held = { held };
  }
  case 'cancel':
    parentPort?.on('message', () => say({ kind: 'cancelled' }));
    say({ kind: 'progress', progress });
    break;
  case 'commit':
    parentPort?.on('message', () => say({ kind: 'result', result: { result, counts } }));
    say({ kind: 'progress', progress });
    break;
  case 'deaf':
    parentPort?.on('message', () => {});
    say({ kind: 'progress', progress });
    break;
  case 'hang':
    say({ kind: 'progress', progress });
    for (;;);
}
