import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Job } from '../core/jobs/job.ts';
import type { Jobs } from '../core/jobs/jobs.ts';
import { EXIT } from './command.ts';
import { DEMO_HELP, type DemoArguments, parseDemoArguments } from './demo-options.ts';
import { demoTour } from './demo-tour.ts';
import { openFolderJobs } from './folder-jobs.ts';
import { followJob } from './follow-job.ts';
import { progressPrinter } from './progress.ts';
import { runServe } from './serve-command.ts';
import { asServer } from './server-lock.ts';
import { jsonLog } from './server-log.ts';
import { version } from './version.ts';

/** Milliseconds that a job has to end when it is told to. */
const PATIENCE = 8000;

/** The demo: generates, transforms, prints the report, serves, and returns the exit code. */
export async function runDemo(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseDemoArguments(args);
  if (typeof parsed === 'string') {
    process.stdout.write(parsed === 'help' ? DEMO_HELP : `${version()}\n`);
    return EXIT.done;
  }
  const folder = resolve(parsed.data);
  await asServer(folder, 'demo', () => prepare(folder, parsed, signal));
  process.stdout.write(await readFile(join(folder, 'out', 'aggregation_report.txt'), 'utf8'));
  process.stdout.write(demoTour(parsed));
  return parsed.once ? EXIT.done : runServe(['--data', folder, '--port', parsed.port], signal);
}

/** Generates the events and transforms them, as far as that is not done. */
async function prepare(folder: string, { data, count }: DemoArguments, signal: AbortSignal): Promise<void> {
  const now = (): Date => new Date();
  const log = jsonLog((line) => process.stderr.write(line), now);
  const jobs = await openFolderJobs({
    folder,
    timeZone: 'UTC',
    now,
    log: (entry) => entry.level !== 'info' && log(entry),
    patience: PATIENCE,
  });
  const printer = progressPrinter(
    process.stderr.isTTY ? 'bar' : 'lines',
    (text) => process.stderr.write(text),
    () => performance.now(),
  );
  async function follow(job: Job): Promise<void> {
    await followJob(jobs, job, printer.show, signal);
    printer.end();
  }

  try {
    const generation = await startGeneration(jobs, count);
    if (typeof generation === 'number') say(`${data} holds ${generation} events already`);
    else {
      say(`Generating ${count} events into ${data}`);
      await follow(generation);
    }
    const transformation = await startTransformation(jobs);
    say(`Transforming them into ${join(data, 'out')}`);
    await follow(transformation);
  } finally {
    printer.end();
    await jobs.close();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The generation that was started or goes on; how many events there are, where there are some. */
async function startGeneration(jobs: Jobs, count: number): Promise<Job | number> {
  const [last] = (await jobs.list({ first: 1, kind: 'generation' })).jobs;
  if (last?.latest.state === 'interrupted') {
    const resumed = await jobs.resume(last.id);
    if (resumed.outcome === 'resumed') return resumed.job;
  }
  const started = await jobs.startGeneration({ count });
  if (started.outcome === 'started') return started.job;
  if (started.outcome === 'data_exists') return started.events;
  throw new Error(started.outcome === 'invalid' ? started.message : 'Cannot generate as a generation runs');
}

async function startTransformation(jobs: Jobs): Promise<Job> {
  const started = await jobs.startTransformation({});
  if (started.outcome === 'started') return started.job;
  throw new Error(
    started.outcome === 'invalid' ? started.message : 'Cannot transform as a transformation runs',
  );
}
