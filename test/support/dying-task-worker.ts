import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
// oxlint-disable-next-line import/no-unassigned-import -- a worker is what it does
import '../../src/node/task-worker.ts';
import type { TaskCall, TaskFolders } from '../../src/node/task-messages.ts';

// A task worker whose thread dies in the middle of tasks, as often as a file in its output folder says.
const { output } = workerData as TaskFolders;

parentPort?.on('message', ({ name }: TaskCall) => {
  const file = join(output, `${name}.deaths`);
  const left = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (left === 0) return;
  writeFileSync(file, String(left - 1));
  if (name === 'join') throw new Error('thrown where nobody catches it');
  process.exit(1);
});
