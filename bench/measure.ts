import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** One run of a side. */
export interface Run extends Usage, Report {}

const root = fileURLToPath(new URL('..', import.meta.url));
const usageModule = new URL('usage.ts', import.meta.url).href;

/** Measures one run of a side, once the disk has what was written before; rejects with what a program said when it fails. */
export async function measure(side: Side): Promise<Run> {
  if (typeof side === 'function') {
    await sync();
    return side();
  }
  return measureCommand(side);
}

async function measureCommand(command: Command): Promise<Run> {
  for (const path of command.fresh ?? []) rmSync(path, { recursive: true, force: true });
  const directory = mkdtempSync(join(tmpdir(), 'cartograph-bench-'));
  const usageFile = join(directory, 'usage.json');
  const reportFile = join(directory, 'report.json');
  try {
    await sync();
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

function sync(): Promise<void> {
  return runToEnd('sync', [], {});
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
