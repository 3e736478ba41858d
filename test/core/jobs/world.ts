import type { JobCounts, JobRecord, JobTask } from '../../../src/core/jobs/job.ts';
import { type JobsOptions, openJobs, type OpenJobs } from '../../../src/core/jobs/open-jobs.ts';
import type { JobsLogEntry } from '../../../src/core/jobs/run-job.ts';
import type { Runner, WorkContext, WorkResult } from '../../../src/core/jobs/runner.ts';
import { noCounts } from '../../../src/core/jobs/states.ts';
import type { Timers } from '../../../src/core/jobs/timers.ts';
import type { Action } from '../../../src/core/lake/actions.ts';
import { commit } from '../../../src/core/lake/log.ts';
import { EVENTS } from '../../../src/core/plan/events-table.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

/** Work that a runner was asked for, which ends when the test says so. */
export interface Work {
  task: JobTask;
  context: WorkContext;
  succeed: (counts?: Partial<JobCounts>) => void;
  fail: (error: unknown) => void;
  /** Ends as work does that was told to. */
  obey: () => void;
}

/** A data folder in memory, whose clock and timers go when the test says so. */
export class World {
  storage: Storage = memoryStorage();
  readonly works: Work[] = [];
  readonly discarded: JobTask[] = [];
  readonly entries: JobsLogEntry[] = [];
  problem: { field: string; message: string } | undefined;
  /** Milliseconds. */
  time = Date.UTC(2025, 7, 1, 12, 0, 0, 250);
  #bits = 0;
  readonly #ticking = new Set<() => void>();

  readonly timers: Timers = {
    every: (milliseconds, call) => {
      if (milliseconds !== 1000) throw new Error(`A tick of ${milliseconds} ms was not expected`);
      const own = (): void => call();
      this.#ticking.add(own);
      return () => this.#ticking.delete(own);
    },
  };

  readonly runner: Runner = {
    run: (task, context) => {
      const { promise, resolve, reject } = Promise.withResolvers<WorkResult>();
      this.works.push({
        task,
        context,
        succeed: (counts = {}) => resolve(resultOf(counts)),
        fail: reject,
        obey: () => reject(context.signal.reason),
      });
      return promise;
    },
    discard: async (task) => void this.discarded.push(task),
    check: async () => this.problem,
  };

  open(options: Partial<JobsOptions> = {}): Promise<OpenJobs> {
    return openJobs({
      storage: this.storage,
      runner: this.runner,
      now: () => new Date(this.time),
      holder: 'test',
      timeZone: 'Asia/Ho_Chi_Minh',
      timers: this.timers,
      log: (entry) => this.entries.push(entry),
      drawSeed: () => 7,
      random: () => ++this.#bits,
      ...options,
    });
  }

  get last(): Work {
    const work = this.works.at(-1);
    if (work === undefined) throw new Error('No work was asked for');
    return work;
  }

  /** How many timers go. */
  get timersLeft(): number {
    return this.#ticking.size;
  }

  /** Lets seconds go by. */
  tick(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.time += 1000;
      for (const call of this.#ticking) call();
    }
  }

  /** Forgets everything but what is stored. */
  async crash(): Promise<void> {
    const copy = memoryStorage();
    for (const { path } of await this.storage.list('')) await copy.write(path, await this.storage.read(path));
    this.storage = copy;
    this.#ticking.clear();
  }

  /** Makes a table of events. */
  async fill(rows: number, tags: Record<string, string> = {}, timeZone = 'UTC'): Promise<void> {
    const actions: Action[] = [
      { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
      {
        metaData: {
          id: 'events',
          format: { provider: 'parquet', options: {} },
          schemaString: '{}',
          partitionColumns: [],
          configuration: { 'cartograph.timeZone': timeZone },
        },
      },
      {
        add: {
          path: 'a.parquet',
          partitionValues: {},
          size: 1,
          modificationTime: 0,
          dataChange: true,
          stats: JSON.stringify({ numRecords: rows }),
          tags,
        },
      },
    ];
    await this.storage.write(`${EVENTS}/a.parquet`, new Uint8Array(1));
    await commit(this.storage, EVENTS, 0, actions);
  }
}

export function resultOf(counts: Partial<JobCounts> = {}): WorkResult {
  const result = { tableVersion: 3, tableRows: 500, unchanged: false };
  return { result, counts: { ...noCounts(), ...counts } };
}

/** Lets all go on that can. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The job of an outcome that has one. */
export function jobOf<Job>(outcome: { outcome: string; job?: Job }): Job {
  if (outcome.job === undefined) throw new Error(`No job: ${JSON.stringify(outcome)}`);
  return outcome.job;
}

/** All entries that a follower gets. */
export async function all(records: AsyncIterable<JobRecord> | null): Promise<JobRecord[]> {
  const list: JobRecord[] = [];
  for await (const record of records ?? []) list.push(record);
  return list;
}
