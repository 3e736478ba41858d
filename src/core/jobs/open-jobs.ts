import type { Storage } from '../storage/storage.ts';
import { openCommands } from './commands.ts';
import { follow } from './follow.ts';
import { settleGeneration } from './generation-wish.ts';
import { jobIds, randomBits, randomSeed } from './ids.ts';
import type { Job, JobTask } from './job.ts';
import { overlap } from './job-paths.ts';
import type { Invalid, Jobs } from './jobs.ts';
import { JobLog } from './log.ts';
import { recover } from './recover.ts';
import { restoreTable } from './restore-table.ts';
import { type JobsLogEntry, micros, type RunContext } from './run-job.ts';
import type { Runner, WorkResult } from './runner.ts';
import { openRuns } from './runs.ts';
import { firstRecord, isResumable } from './states.ts';
import { JOBS, jobStore } from './store.ts';
import { readTable } from './table-state.ts';
import { platformTimers, type Timers } from './timers.ts';
import { settleTransformation } from './transformation-wish.ts';

export interface JobsOptions {
  /** Of the data folder: the jobs and the table of events lie in its root. */
  storage: Storage;
  runner: Runner;
  now: () => Date;
  /** Who runs the jobs, as their leases name it. */
  holder: string;
  /** The shop's zone: that of a new table, and of transformations where there is none. */
  timeZone: string;
  /** What a job came to where what it makes is there already, once that is put in order; null otherwise. @default nothing is there */
  isDone?: (task: JobTask) => Promise<WorkResult | null>;
  /** Says why nothing can be written, as the disk is full for one; null for any other error. @default null for all */
  explain?: (error: unknown) => string | null;
  /** Hears of what went wrong, with its error. @default nobody does */
  log?: (entry: JobsLogEntry) => void;
  /** @default those of the platform */
  timers?: Timers;
  /** Seeds for generations that name none. @default the platform's randomness, 31 bits */
  drawSeed?: () => number;
  /** 32 bits for ids. @default the platform's randomness */
  random?: () => number;
}

/** The jobs of a data folder that this server runs. */
export interface OpenJobs extends Jobs {
  /**
   * Interrupts what runs and waits, and settles when it has ended; nothing can be started from then on. A command that hangs is
   * waited for some seconds.
   */
  close(): Promise<void>;
  /** How many jobs run or wait. */
  active(): number;
}

/** How often a seed is drawn anew that is in the table already. */
const DRAWS = 100;

/**
 * Opens the jobs of a data folder, which no other server may have open: what another one has left under way is over. Memory: a
 * job each, and the log of those that run.
 */
export async function openJobs(options: JobsOptions): Promise<OpenJobs> {
  const { storage, runner, now, holder, timers = platformTimers, drawSeed = randomSeed } = options;
  const { log = () => {}, isDone = async () => null, explain = () => null } = options;
  const store = jobStore(storage);
  const context: RunContext = { store, runner, now, holder, log, isDone };
  const runs = openRuns(context, timers);
  const commands = openCommands({ timers, explain, log });
  const onError = (error: unknown): void =>
    log({ level: 'error', message: 'the log of a job could not be written', error });

  // Nobody else writes here: what is unfinished was left by a server that was killed.
  await storage.sweep(JOBS);
  const kept = await store.list((id, error) =>
    log({ level: 'warn', message: 'a job that cannot be read is passed over', job: id, error }),
  );
  /** By their ids, rising. */
  const logs = new Map(kept.map((job) => [job.id, JobLog.stored(store, job, onError)]));
  const nextId = jobIds(now, options.random ?? randomBits, kept.at(-1)?.id);
  for (const left of [...logs.values()].filter(({ isEnded }) => !isEnded)) {
    if (!(await recover(left, context))) logs.delete(left.job.id);
  }
  let closing: Promise<void> | undefined;

  /** The job that is in the way of a task. */
  function inTheWay(
    task: { kind: 'generation' } | { kind: 'transformation'; output: string },
  ): Job | undefined {
    return runs.find(({ job }) => {
      if (task.kind !== job.task.kind) return false;
      return (
        job.task.kind === 'generation' || task.kind === 'generation' || overlap(task.output, job.task.output)
      );
    })?.job;
  }

  async function start(task: JobTask): Promise<{ outcome: 'started'; job: Job } | Invalid> {
    const problem = await commands.look(runner.check(task));
    if (problem !== undefined) return { outcome: 'invalid', ...problem };
    commands.check();
    const id = nextId();
    const at = micros(now);
    const latest = firstRecord(at);
    const made = await JobLog.create(store, { id, task, createdAt: at, latest, result: null }, onError);
    logs.set(id, made);
    commands.check();
    runs.add(made);
    await made.flush();
    return { outcome: 'started', job: made.job };
  }

  return {
    startGeneration: (wish) =>
      commands.run('start a job', async () => {
        const { timeZone } = options;
        const wished = settleGeneration(wish, { now: micros(now), seed: drawSeed(), timeZone });
        if ('outcome' in wished) return wished;
        const other = inTheWay({ kind: 'generation' });
        if (other !== undefined) return { outcome: 'already_running', job: other };
        const table = await commands.look(readTable(storage));
        if (table.rows > 0 && wish.method === undefined)
          return { outcome: 'data_exists', events: table.rows };
        const mode = wish.method === 'replace' ? 'replace' : 'append';
        let { seed } = wished;
        for (let i = 0; i < DRAWS && wish.seed === undefined && table.seeds.has(String(seed)); i++) {
          seed = drawSeed();
        }
        if (mode === 'append' && table.seeds.has(String(seed))) {
          const message = `Cannot generate as seed must be one whose events are not there yet: ${seed}`;
          return { outcome: 'invalid', field: 'seed', message };
        }
        const settled = { ...wished, seed, timeZone: table.timeZone ?? timeZone };
        return start({ kind: 'generation', options: settled, mode, base: table.version });
      }),

    startTransformation: (wish) =>
      commands.run('start a job', async () => {
        const timeZone =
          wish.timeZone ?? (await commands.look(readTable(storage))).timeZone ?? options.timeZone;
        const task = settleTransformation({ ...wish, timeZone });
        if ('outcome' in task) return task;
        const other = inTheWay(task);
        return other === undefined ? start(task) : { outcome: 'already_running', job: other };
      }),

    async cancel(id) {
      const found = logs.get(id);
      if (found === undefined) return { outcome: 'not_found' };
      if (!runs.has(found)) return { outcome: 'not_running', job: found.job };
      await runs.cancel(found);
      return { outcome: 'cancelling', job: found.job };
    },

    resume: (id) =>
      commands.run('start a job', async () => {
        const found = logs.get(id);
        if (found === undefined) return { outcome: 'not_found' };
        const { task, latest } = found.job;
        if (!isResumable(latest.state)) return { outcome: 'not_resumable', job: found.job };
        const other = inTheWay(task.kind === 'generation' ? { kind: 'generation' } : task);
        if (other !== undefined) return { outcome: 'already_running', job: other };
        await commands.look(runs.settled(found));
        // What is wrong with its files makes it fail; that they are not to be had just now is said at once.
        await commands.look(runner.check(task));
        await commands.look(found.open());
        commands.check();
        void found.append({ at: micros(now), state: 'queued', error: null, rate: null, etaSeconds: null });
        runs.add(found);
        await found.flush();
        return { outcome: 'resumed', job: found.job };
      }),

    async get(id) {
      return logs.get(id)?.job ?? null;
    },

    async list({ first, after, kind }) {
      const all = [...logs.values()]
        .map(({ job }) => job)
        .filter(({ task }) => (kind ?? task.kind) === task.kind);
      const end = after === undefined ? all.length : all.filter(({ id }) => id < after).length;
      const begin = Math.max(0, end - first);
      return { jobs: all.slice(begin, end).toReversed(), total: all.length, hasNext: begin > 0 };
    },

    async follow(id, following) {
      const found = logs.get(id);
      return found === undefined ? null : follow(found, following);
    },

    restoreTable: (wanted) => commands.run('restore the table', () => restoreTable(storage, wanted, now())),

    close() {
      closing ??= commands.close().then(() => runs.close());
      return closing;
    },
    active: () => runs.count(),
  };
}
