import { setImmediate } from 'node:timers/promises';

/** Milliseconds. */
const TURN = 20;
let turned = 0;

/** Now and then lets others have their turn in a thread that waits for files: timers, signals, and those who want it to end. */
export async function takeTurns(): Promise<void> {
  const now = performance.now();
  if (now - turned <= TURN) return;
  turned = now;
  await setImmediate();
}
