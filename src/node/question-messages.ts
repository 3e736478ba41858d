import type { Questions } from '../core/questions/questions.ts';

/** What a question worker is started with. */
export interface WorkerSettings {
  /** The data folder. */
  folder: string;
  /** Name of the table in it. */
  table: string;
  /** The shop's. */
  timeZone: string;
  /** Bytes that the engine keeps for the next question. */
  cacheBytes: number;
}

/** What is said to a question worker. */
export type ToWorker =
  | { kind: 'ask'; id: number; method: keyof Questions; args: unknown[] }
  | { kind: 'abort'; id: number };

/** What a question worker says. */
export type FromWorker =
  | { kind: 'answer'; id: number; answer: unknown }
  | {
      kind: 'failure';
      id: number;
      name: string;
      message: string;
      /** The stack, and those of its causes. */
      trace: string;
    };
