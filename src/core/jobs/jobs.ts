import type { ProfileName } from '../sources/shopper/profiles.ts';
import type { Job, JobRecord } from './job.ts';

/** What may be said of a generation; what is left out has its default. */
export interface GenerationWish {
  /** From 100 to 10,000,000. @default 10,000 */
  count?: number;
  /** What becomes of events that are there: they stay, or make room. Without it, nothing is touched where there are some. */
  method?: 'new' | 'replace';
  /** Whole number from 0 to 2^53 - 1. @default drawn */
  seed?: number;
  /** End of the period, exclusive: microseconds since 1970-01-01T00:00Z. @default now, to the second */
  until?: number;
  /** From 1 to 3,660. @default 90 */
  days?: number;
  /** @default 'realistic' */
  profile?: ProfileName;
  /** Share of sessions without a customer. @default 0.3 */
  guests?: number;
  /** Share of sessions that buy. @default 0.03 */
  buyers?: number;
  /** Share of carts that are abandoned. @default 0.7 */
  abandonment?: number;
}

/** What may be said of a transformation; paths are relative to the data folder and stay in it. */
export interface TransformationWish {
  /** @default the raw file of the data folder */
  inputs?: readonly string[];
  /** @default 'out' */
  output?: string;
  /** @default the zone of the table, or of the shop where there is none */
  timeZone?: string;
  /** @default false */
  dropGuests?: boolean;
  /** Latest time kept, in microseconds since 1970-01-01T00:00Z. @default no limit */
  notAfter?: number;
}

/** Something in a wish is not as it must be. */
export interface Invalid {
  outcome: 'invalid';
  /** Name of what is wrong, as the wish has it. */
  field: string;
  message: string;
}

export type StartGenerationOutcome =
  | { outcome: 'started'; job: Job }
  /** One generation at a time. */
  | { outcome: 'already_running'; job: Job }
  /** There are events, and nothing was said of them. */
  | { outcome: 'data_exists'; events: number }
  | Invalid;

export type StartTransformationOutcome =
  | { outcome: 'started'; job: Job }
  /** One transformation at a time for each output. */
  | { outcome: 'already_running'; job: Job }
  | Invalid;

export type CancelOutcome =
  /** It ends as soon as it notices, unless it has committed by then: its log says which. */
  { outcome: 'cancelling'; job: Job } | { outcome: 'not_running'; job: Job } | { outcome: 'not_found' };

export type ResumeOutcome =
  | { outcome: 'resumed'; job: Job }
  /** Another one is in its way. */
  | { outcome: 'already_running'; job: Job }
  /** Only failed and interrupted ones can be resumed. */
  | { outcome: 'not_resumable'; job: Job }
  | { outcome: 'not_found' };

export type RestoreOutcome =
  /** `version` is a new one, with the content of the one that was asked for. */
  | { outcome: 'restored'; version: number; rows: number }
  /** The version is not kept any more, or not there yet. */
  | { outcome: 'version_gone'; message: string }
  /** Another version than the expected one is the newest. */
  | { outcome: 'conflict'; version: number };

/** Jobs of a page, the newest first. */
export interface JobsPage {
  jobs: Job[];
  total: number;
  hasNext: boolean;
}

/** The commands of a data folder: work that is started, watched and stopped. GraphQL and REST are two faces of these. */
export interface Jobs {
  startGeneration(wish: GenerationWish): Promise<StartGenerationOutcome>;
  startTransformation(wish: TransformationWish): Promise<StartTransformationOutcome>;
  cancel(id: string): Promise<CancelOutcome>;
  /** Starts again what failed or was interrupted, from the tasks that are done. */
  resume(id: string): Promise<ResumeOutcome>;
  get(id: string): Promise<Job | null>;
  /** `first` jobs, made before the one with the id `after`. */
  list(page: { first: number; after?: string; kind?: Job['task']['kind'] }): Promise<JobsPage>;
  /**
   * The log of a job from the entry after number `after` on: what is there, then what is added, until an entry ends the job. It is
   * pulled: an entry is read when it is asked for, so that a reader who pauses holds nothing up. Ends at once when `signal` is
   * aborted. Null where there is no such job.
   */
  follow(
    id: string,
    options?: { after?: number; signal?: AbortSignal },
  ): Promise<AsyncIterable<JobRecord> | null>;
  /** Makes a version of the table of events that has the content of an earlier one. */
  restoreTable(wanted: { version: number; expectedVersion: number }): Promise<RestoreOutcome>;
}
