import { parentPort, workerData } from 'node:worker_threads';
import { openContext } from '../core/plan/task-context.ts';
import { describeFailure } from '../core/plan/task-failure.ts';
import { runTask, type TaskInput, type TaskName } from '../core/plan/tasks.ts';
import { fileStorage } from './files.ts';
import { gzipMemberHere } from './gzip-member.ts';
import { sha256 } from './hasher.ts';
import type { TaskAnswer, TaskCall, TaskFolders } from './task-messages.ts';

// Runs the tasks of a run in a thread of its own, one after another.
const { temp, output } = workerData as TaskFolders;
const context = openContext({
  temp: fileStorage(temp, { waits: true }),
  output: fileStorage(output, { waits: true }),
  createHasher: sha256,
  compress: gzipMemberHere,
});

function say(message: TaskAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(message);
}

async function answer({ id, name, input }: TaskCall): Promise<void> {
  try {
    say({ kind: 'result', id, result: await runTask(context, name, input as TaskInput<TaskName>) });
  } catch (error) {
    say({ kind: 'failure', id, failure: describeFailure(error) });
  }
}

parentPort?.on('message', (call: TaskCall) => void answer(call));
