import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '../measure.ts';
import type { Report } from '../report.ts';
import type { Usage } from '../usage.ts';

/** A server in a process of its own. */
export interface Program {
  /** `http://127.0.0.1:4000`. */
  url: string;
  /** When its process was started, as `performance.now()` tells it. */
  started: number;
  /** Ends it in good order, and says what it used. */
  stop(): Promise<Usage>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const usageModule = new URL('../usage.ts', import.meta.url).href;

/** Measures something that is done with a server, and what the server used for it. */
export async function measureWith(
  args: readonly string[],
  use: (program: Program) => Promise<Report>,
): Promise<Run> {
  const program = await startProgram(args);
  let figures: Report;
  try {
    figures = await use(program);
  } catch (error) {
    await program.stop().catch(() => undefined);
    throw error;
  }
  return { ...figures, ...(await program.stop()) };
}

/** The arguments of our server over a data folder. */
export function serveArgs(folder: string): string[] {
  return ['src/jobs/serve.ts', '--data', folder, '--port', '0'];
}

/** Starts what stands behind `node --import tsx` and waits until it has printed its address; rejects with what it said instead. */
async function startProgram(args: readonly string[]): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'cartograph-bench-'));
  const usageFile = join(directory, 'usage.json');
  const logFile = join(directory, 'log');
  // A pipe would have to be emptied here, beside what is measured.
  const log = openSync(logFile, 'w');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', usageModule, ...args], {
    cwd: root,
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const ended = Promise.withResolvers<void>();
  const address = Promise.withResolvers<string>();
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    const url = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
    if (url !== undefined) address.resolve(url);
  });
  child.once('error', address.reject);
  child.once('close', (code) => {
    const said = readFileSync(logFile, 'utf8').slice(-4000);
    address.reject(new Error(`Cannot start ${args.join(' ')}: it ended with ${code}\n${said}`));
    ended.resolve();
  });

  async function stop(): Promise<Usage> {
    child.kill('SIGTERM');
    await ended.promise;
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
    rmSync(directory, { recursive: true });
    return usage;
  }

  return { url: await address.promise, started, stop };
}
