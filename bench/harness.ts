import { loadavg } from 'node:os';
import { type Figures, figuresOf } from './figures.ts';
import type { Goal } from './goal.ts';
import { measure, type Run, type Side } from './measure.ts';
import { warmUp } from './warm-up.ts';

/** One question the benches answer. */
export interface Question {
  name: string;
  goal: Goal;
  /** Name of what it is compared with: a peer, or another of our own questions, by time an event and by memory. */
  against?: string;
  /** Only asked with `--full`. @default false */
  full?: boolean;
  /** A small one, for a first look: it stays out of the README. @default false */
  quick?: boolean;
  /** Runs of each side, at most. @default as many as are asked for */
  repetitions?: number;
  /** What one run works through, for the time an event. */
  events?: number;
  /** Makes the inputs and gives their paths; not measured. */
  prepare?(): Promise<readonly string[]>;
  ours(): Side;
  /** Does the same job; absent where we are compared with ourselves. */
  peer?(): Side;
  /** Throws when both sides did not produce the same. */
  check?(): Promise<void>;
}

/** What the runs of a question came to. */
export interface Answer {
  name: string;
  events: number | null;
  /** When it was asked, in ISO 8601. */
  date: string;
  repetitions: number;
  /** What else ran on the machine: its load average of a minute, before it was asked. */
  load: number;
  ours: Figures;
  peer: Figures | null;
}

/**
 * Runs both sides in turn, so that a slow minute of the machine hits both, over inputs that lie in memory, and checks what they
 * wrote.
 */
export async function ask(question: Question, wanted: number): Promise<Answer> {
  const inputs = (await question.prepare?.()) ?? [];
  for (const input of inputs) await warmUp(input);
  const load = loadavg()[0] ?? 0;
  const repetitions = Math.min(wanted, question.repetitions ?? wanted);
  const ours: Run[] = [];
  const peer: Run[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    ours.push(await measure(question.ours()));
    if (question.peer !== undefined) peer.push(await measure(question.peer()));
  }
  await question.check?.();
  return {
    name: question.name,
    events: question.events ?? null,
    date: new Date().toISOString(),
    repetitions,
    load,
    ours: figuresOf(ours),
    peer: peer.length === 0 ? null : figuresOf(peer),
  };
}
