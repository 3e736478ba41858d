import type { Job, JobRecord, JobState } from '../../src/core/jobs/job.ts';
import type { Jobs } from '../../src/core/jobs/jobs.ts';
import { quietJobs } from '../support/jobs.ts';

/** 2026-11-21T10:00:00Z in microseconds. */
export const TEN = 1_795_255_200_000_000;

/** An entry in a log. */
export function recordOf(number: number, given: Partial<JobRecord> = {}): JobRecord {
  return {
    number,
    at: TEN + number * 1_000_000,
    state: 'running',
    attempt: 1,
    startedAt: TEN + 500_000,
    stage: 'generate',
    done: number,
    total: 1000,
    fraction: Math.min(number / 1000, 1),
    rate: 150_000.5,
    etaSeconds: 12.25,
    counts: {
      generated: number * 10,
      read: 0,
      written: 0,
      duplicates: 0,
      already_there: 0,
      conflicts: 0,
      quarantined: 0,
    },
    error: null,
    ...given,
  };
}

/** A log of so many entries, of which the last ends the job. */
export function logOf(
  count: number,
  end: JobState = 'succeeded',
  given: Partial<JobRecord> = {},
): JobRecord[] {
  return Array.from({ length: count }, (_, at) =>
    recordOf(at + 1, { ...given, ...(at === count - 1 && { state: end }) }),
  );
}

/** A generation, as it stands. */
export function generationJob(id: string, given: Partial<Job> = {}): Job {
  return {
    id,
    task: {
      kind: 'generation',
      options: {
        count: 10_000,
        seed: 42,
        until: TEN,
        days: 90,
        profile: 'realistic',
        guests: 0.3,
        buyers: 0.03,
        abandonment: 0.7,
        timeZone: 'Asia/Ho_Chi_Minh',
      },
      mode: 'append',
      base: 0,
    },
    createdAt: TEN,
    latest: recordOf(1),
    result: null,
    ...given,
  };
}

/** A transformation, as it stands. */
export function transformationJob(id: string, given: Partial<Job> = {}): Job {
  return generationJob(id, {
    task: {
      kind: 'transformation',
      inputs: ['cart_events.json.gz'],
      output: 'out',
      options: { timeZone: 'UTC', dropGuests: true, notAfter: null },
    },
    ...given,
  });
}

/** A log that grows, and how often it is read. */
export interface FakeLog {
  readonly records: JobRecord[];
  /** Readers that have begun and not ended. */
  open: number;
  /** Entries that readers were given, all together. */
  pulled: number;
  add(record: JobRecord): void;
  /** Is settled as soon as there are so many readers, or so few. */
  readers(count: number): Promise<void>;
}

export interface FakeJobs extends Jobs {
  logs: Map<string, FakeLog>;
  /** What was called, with what. */
  calls: [name: string, argument: unknown][];
}

/** Jobs that stand as they are given, and logs that can be followed; commands are given where they are wanted. */
export function fakeJobs(
  jobs: readonly Job[],
  records: Readonly<Record<string, JobRecord[]>> = {},
  commands: Partial<Jobs> = {},
): FakeJobs {
  const logs = new Map(Object.entries(records).map(([id, log]) => [id, fakeLog(log)]));
  const calls: FakeJobs['calls'] = [];
  const fake: Jobs = {
    ...quietJobs,
    get: async (id) => jobs.find((job) => job.id === id) ?? null,
    async list({ first, after, kind }) {
      const all = jobs.filter(({ task }) => kind === undefined || task.kind === kind).toReversed();
      const rest = all.filter(({ id }) => after === undefined || id < after);
      return { jobs: rest.slice(0, first), total: all.length, hasNext: rest.length > first };
    },
    follow: async (id, { after = 0, signal } = {}) => {
      const log = logs.get(id);
      return log === undefined ? null : read(log, after, signal);
    },
    ...commands,
  };
  return new Proxy(
    { ...fake, logs, calls },
    {
      get(target, name: keyof FakeJobs) {
        if (name === 'logs' || name === 'calls') return target[name];
        return (...given: unknown[]): unknown => {
          calls.push([name, given[0]]);
          return (target[name] as (...all: unknown[]) => unknown)(...given);
        };
      },
    },
  );
}

type Waiting = FakeLog & { wait(signal?: AbortSignal): Promise<void>; count(change: 1 | -1): void };

function fakeLog(records: JobRecord[]): Waiting {
  let added = Promise.withResolvers<void>();
  const watchers = new Set<() => void>();
  const log: Waiting = {
    records,
    open: 0,
    pulled: 0,
    add(record) {
      records.push(record);
      added.resolve();
      added = Promise.withResolvers();
    },
    count(change) {
      log.open += change;
      for (const watch of watchers) watch();
    },
    async readers(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watch = (): void => {
        if (log.open === count) resolve();
      };
      watchers.add(watch);
      watch();
      await promise;
      watchers.delete(watch);
    },
    async wait(signal) {
      const gone = Promise.withResolvers<void>();
      const end = (): void => gone.resolve();
      signal?.addEventListener('abort', end, { once: true });
      if (signal?.aborted === true) end();
      await Promise.race([added.promise, gone.promise]);
      signal?.removeEventListener('abort', end);
    },
  };
  return log;
}

async function* read(log: FakeLog, after: number, signal?: AbortSignal): AsyncGenerator<JobRecord> {
  const waiting = log as Waiting;
  const { records } = waiting;
  const isLeft = (): boolean => signal?.aborted === true;
  waiting.count(1);
  try {
    for (let at = after; !isLeft(); at++) {
      while (at >= records.length) {
        await waiting.wait(signal);
        if (isLeft()) return;
      }
      const record = records[at] as JobRecord;
      log.pulled++;
      yield record;
      if (record.state !== 'queued' && record.state !== 'running') return;
    }
  } finally {
    waiting.count(-1);
  }
}
