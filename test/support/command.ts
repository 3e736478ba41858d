import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after } from 'node:test';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface CommandOptions {
  /** What standard input gives; `open` leaves it without an end. */
  stdin?: Uint8Array | 'open';
  cwd?: string;
  /** Beside the variables of this process. */
  env?: Record<string, string>;
}

/** What a command left. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that runs. */
export interface Running {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Ended>;
}

/** Starts a command of `src/jobs` in a process of its own. */
export function startCommand(name: string, args: readonly string[], options: CommandOptions = {}): Running {
  const file = fileURLToPath(new URL(`../../src/jobs/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, ...options.env },
  });
  // A command that refuses its arguments leaves without reading.
  child.stdin.on('error', () => {});
  if (options.stdin !== 'open') child.stdin.end(options.stdin);
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve([code, signal]));
  });
  const ended = Promise.all([closed, textOf(child.stdout), textOf(child.stderr)]).then(
    ([[code, signal], stdout, stderr]) => ({ code, signal, stdout, stderr }),
  );
  return { child, ended };
}

/** All that comes; nothing where the test closes the stream. */
function textOf(stream: Readable): Promise<string> {
  return text(stream).catch(() => '');
}

/** Runs a command of `src/jobs` to its end. */
export function runCommand(
  name: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  return startCommand(name, args, options).ended;
}

/** Folders for the tests of a file, removed after them. */
export async function scratchFolders(name: string): Promise<() => Promise<string>> {
  const root = await mkdtemp(join(tmpdir(), `${name}-`));
  after(() => rm(root, { recursive: true, force: true }));
  return () => mkdtemp(join(root, 'f-'));
}

/** Every file of a folder with its hash, hidden ones too. */
export async function hashesOf(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    files[path.slice(folder.length + 1)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files of an output folder that hold data: all but the table's log and run.json, which hold times. */
export async function dataOf(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await hashesOf(folder));
  return Object.fromEntries(files.filter(([path]) => !path.includes('_delta_log') && path !== 'run.json'));
}

/** Events as objects, of some days and sessions. */
export function someEvents(count: number, from = 0): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, k) => {
    const i = from + k;
    return {
      event_id: `evt_${i}`,
      event_type: i % 3 === 0 ? 'add_to_cart' : 'view_item',
      session_id: `sess_${i % 7}`,
      timestamp: `2025-03-0${(i % 4) + 1}T10:${String(i % 60).padStart(2, '0')}:00`,
      customer_id: i % 5,
      product_id: i % 3,
      product_price_vnd: 1000,
      quantity: 1,
    };
  });
}
