import type { TransformOptions } from '../plan/options.ts';
import type { GenerateOptions } from '../sources/shopper/options.ts';

/**
 * Where a job stands: `queued` until a thread is free, `running` as long as it holds its lease; the others are ends, of which
 * `failed` and `interrupted` can be resumed.
 */
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';

/** Options of a generation, each of them said; chaos has no place in the service's table. */
export type GenerationOptions = Required<Omit<GenerateOptions, 'chaos'>>;

/** New events for the table of events, and for the raw file beside it. */
export interface GenerationTask {
  kind: 'generation';
  options: GenerationOptions;
  /** Whether the events join those of the table or take their place. */
  mode: 'append' | 'replace';
  /** Version of the table when the job was made; with the options it names what the job writes. */
  base: number;
}

/** A transform of raw files; paths are those of the data folder. */
export interface TransformationTask {
  kind: 'transformation';
  /** Files or folders, in the order in which they are read. */
  inputs: string[];
  /** The folder of what is written. */
  output: string;
  options: TransformOptions;
}

export type JobTask = GenerationTask | TransformationTask;
export type JobKind = JobTask['kind'];

/** The steps of jobs, in the order in which a job goes through those that it has. */
export type JobStage =
  | 'generate'
  | 'check'
  | 'read'
  | 'known'
  | 'ids'
  | 'sessions'
  | 'join'
  | 'days'
  | 'publish';

/** What a job has counted; what it does not count, or not yet, is 0. */
export interface JobCounts {
  /** Events generated so far. */
  generated: number;
  /** Events read so far. */
  read: number;
  written: number;
  duplicates: number;
  /** Events that were in the table before. */
  already_there: number;
  conflicts: number;
  quarantined: number;
}

/** An entry in the log of a job: how it stood at a moment. */
export interface JobRecord {
  /** 1, 2, 3 ...: the place in the log. */
  number: number;
  /** Microseconds since 1970-01-01T00:00Z. */
  at: number;
  state: JobState;
  /** How often the job has been started: 0 while it is queued for the first time. */
  attempt: number;
  /** When this attempt began, in microseconds since 1970-01-01T00:00Z; null before the first. */
  startedAt: number | null;
  /** Null before the first. */
  stage: JobStage | null;
  /** How far the stage is, in its own units: `done` of `total`. */
  done: number;
  total: number;
  /** How far the whole job is, from 0 to 1; never less than in the record before, within an attempt. */
  fraction: number;
  /** Events a second within the stage; null where it counts none. */
  rate: number | null;
  /** Seconds until the end of the job, about; null while nothing can be said. */
  etaSeconds: number | null;
  counts: JobCounts;
  /** Why it failed, or was interrupted; null otherwise. */
  error: string | null;
}

/** A job, as it stands. */
export interface Job {
  /** Rises with the time of making, in code unit order. */
  id: string;
  task: JobTask;
  /** Microseconds since 1970-01-01T00:00Z. */
  createdAt: number;
  /** The newest entry of its log. */
  latest: JobRecord;
  /** What came of it; null unless it succeeded. */
  result: JobResult | null;
}

export interface JobResult {
  /** Version of the table that holds it. */
  tableVersion: number;
  /** Rows of the table then. */
  tableRows: number;
  /** Whether the table held it already, so that nothing had to be done. */
  unchanged: boolean;
}
