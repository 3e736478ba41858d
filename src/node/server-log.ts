import { inspect } from 'node:util';
import type { Log } from '../app/log.ts';

/** A log of JSON lines, each with its time; errors with their stacks, which no client gets to see. */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  return ({ level, message, ...fields }) => {
    const plain = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, isPlain(value) ? value : inspect(value)]),
    );
    write(`${JSON.stringify({ time: now().toISOString(), level, message, ...plain })}\n`);
  };
}

/** Whether JSON takes it, and it is short. */
function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}
