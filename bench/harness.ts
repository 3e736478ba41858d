import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from './report.ts';
import type { Usage } from './usage.ts';

/**
 * A program to measure: what stands behind `node --import tsx`, so that no wrapper is measured in its place. Its time is that of
 * the process, or what it says with `report`.
 */
export interface Command {
  args: readonly string[];
  /** Paths removed before each run. */
  fresh?: readonly string[];
}

/** What is measured: a program, or something that measures itself. */
export type Side = Command | (() => Promise<Run>);

/** One question the benches answer. */
export interface Question {
  name: string;
  goal: string;
  /** Only asked with `--full`. @default false */
  full?: boolean;
  /** What one run works through, for the time an event. */
  events?: number;
  /** Makes the inputs; not measured. */
  prepare?(): Promise<void>;
  ours(): Side;
  /** Does the same job; absent where we are compared with ourselves. */
  peer?(): Side;
  /** Name of our own question this one is compared with, by time an event and by memory. */
  against?: string;
  /** Throws when both sides did not produce the same. */
  check?(): Promise<void>;
}

/** One run of a side. */
export interface Run extends Usage, Report {}

/** What the runs of a question came to: medians. */
export interface Answer {
  name: string;
  goal: string;
  events: number | null;
  /** When it was asked, in ISO 8601. */
  date: string;
  repetitions: number;
  /** What else ran on the machine: its load average of a minute, before it was asked. */
  load: number;
  ours: Run;
  peer: Run | null;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const usageModule = new URL('usage.ts', import.meta.url).href;

/** Runs both sides in turn, so that a slow minute of the machine hits both, and checks what they wrote. */
export async function ask(question: Question, repetitions: number): Promise<Answer> {
  await question.prepare?.();
  const load = loadavg()[0] ?? 0;
  const ours: Run[] = [];
  const peer: Run[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    ours.push(await measure(question.ours()));
    if (question.peer !== undefined) peer.push(await measure(question.peer()));
  }
  await question.check?.();
  return {
    name: question.name,
    goal: question.goal,
    events: question.events ?? null,
    date: new Date().toISOString(),
    repetitions,
    load,
    ours: medians(ours),
    peer: peer.length === 0 ? null : medians(peer),
  };
}

/** Measures one run of a side; rejects with what a program said when it fails. */
export async function measure(side: Side): Promise<Run> {
  return typeof side === 'function' ? side() : measureCommand(side);
}

async function measureCommand(command: Command): Promise<Run> {
  for (const path of command.fresh ?? []) rmSync(path, { recursive: true, force: true });
  const directory = mkdtempSync(join(tmpdir(), 'cartograph-bench-'));
  const usageFile = join(directory, 'usage.json');
  const reportFile = join(directory, 'report.json');
  try {
    await runToEnd('sync', [], {});
    const started = performance.now();
    const args = ['--import', 'tsx', '--import', usageModule, ...command.args];
    await runToEnd(process.execPath, args, { BENCH_USAGE_FILE: usageFile, BENCH_REPORT_FILE: reportFile });
    const seconds = (performance.now() - started) / 1000;
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
    const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as Report) : {};
    return { seconds, ...usage, ...report };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs `file` to its end in the project's folder; rejects with the end of what it wrote to stderr when it fails. */
export function runToEnd(file: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  child.once('error', reject);
  child.once('close', (code, signal) => {
    if (code === 0) resolve();
    else reject(new Error(`Cannot measure ${args.join(' ')}: it ended with ${code ?? signal}\n${complaint}`));
  });
  return promise;
}

function medians(runs: readonly Run[]): Run {
  const names = Object.keys(runs[0]?.more ?? {});
  const more = names.map((name) => [name, median(runs.map((run) => run.more?.[name] ?? NaN))] as const);
  return {
    seconds: median(runs.map((run) => run.seconds)),
    peakBytes: median(runs.map((run) => run.peakBytes)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    ...(more.length > 0 && { more: Object.fromEntries(more) }),
  };
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? NaN;
  return ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
