import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { openQuestions } from '../core/questions/engine.ts';
import { call, withSignal } from '../core/questions/by-name.ts';
import { zoneNamed } from '../core/time/zone.ts';
import { fileStorage } from './files.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './question-messages.ts';

// Answers questions in a thread of its own, so that the server's stays free however much is read.
const { folder, table, timeZone, cacheBytes } = workerData as WorkerSettings;
const storage = fileStorage(folder, { waits: true });
const questions = openQuestions(storage, table, { zone: zoneNamed(timeZone), cacheBytes });
const running = new Map<number, AbortController>();

function say(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(message);
}

async function answer({ id, method, args }: Extract<ToWorker, { kind: 'ask' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    say({ kind: 'answer', id, answer: await call(questions, method, withSignal(args, controller.signal)) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    say({ kind: 'failure', id, name, message, trace: inspect(error) });
  } finally {
    running.delete(id);
  }
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'ask') void answer(message);
  else running.get(message.id)?.abort(new Error('Nobody wants the answer any more'));
});
