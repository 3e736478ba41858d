import type { JobCounts as JobCountsRow, JobRecord, JobStage as JobStageName } from '../core/jobs/job.ts';
import type { JobState as JobStateName } from '../core/jobs/job.ts';
import { builder } from './builder.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { badInput } from './errors.ts';

const STATES: Record<JobStateName, string> = {
  queued: 'It waits for its turn.',
  running: 'It is being worked on.',
  succeeded: 'It is done.',
  failed: 'It ended with an error; it can be resumed.',
  cancelled: 'It was cancelled, and left nothing behind.',
  interrupted: 'Who worked on it is gone; it can be resumed.',
};

/** Where a job stands. */
export const JobState = builder.enumType('JobState', {
  description: 'Where a job stands. All but QUEUED and RUNNING are ends.',
  values: {
    QUEUED: { value: 'queued', description: STATES.queued },
    RUNNING: { value: 'running', description: STATES.running },
    SUCCEEDED: { value: 'succeeded', description: STATES.succeeded },
    FAILED: { value: 'failed', description: STATES.failed },
    CANCELLED: { value: 'cancelled', description: STATES.cancelled },
    INTERRUPTED: { value: 'interrupted', description: STATES.interrupted },
  } as const,
});

const STAGES: Record<JobStageName, string> = {
  generate: 'Events are generated.',
  check: 'Inputs are looked through: what they are, and whether they are whole.',
  read: 'Inputs are read and cleaned.',
  known: 'Ids of the table are looked up.',
  ids: 'Duplicates are found.',
  sessions: 'Sessions are followed.',
  join: 'Journeys are put beside their events.',
  days: 'Files are written, a date at a time.',
  publish: 'What was written becomes a version of the table.',
};

const JobStage = builder.enumType('JobStage', {
  description: 'The stages of jobs, in their order; a transformation has others than a generation.',
  values: {
    GENERATE: { value: 'generate', description: STAGES.generate },
    CHECK: { value: 'check', description: STAGES.check },
    READ: { value: 'read', description: STAGES.read },
    KNOWN: { value: 'known', description: STAGES.known },
    IDS: { value: 'ids', description: STAGES.ids },
    SESSIONS: { value: 'sessions', description: STAGES.sessions },
    JOIN: { value: 'join', description: STAGES.join },
    DAYS: { value: 'days', description: STAGES.days },
    PUBLISH: { value: 'publish', description: STAGES.publish },
  } as const,
});

const JobCounts = builder.objectRef<JobCountsRow>('JobCounts').implement({
  description: 'What a job has counted; what it does not count, or not yet, is 0.',
  fields: (t) => ({
    generated: t.expose('generated', { type: 'SafeInt', description: 'Events generated.' }),
    read: t.expose('read', { type: 'SafeInt', description: 'Events read.' }),
    written: t.expose('written', { type: 'SafeInt', description: 'Events written.' }),
    duplicates: t.expose('duplicates', { type: 'SafeInt', description: 'Events dropped as repetitions.' }),
    alreadyThere: t.expose('already_there', {
      type: 'SafeInt',
      description: 'Events dropped as the table had them before.',
    }),
    conflicts: t.expose('conflicts', {
      type: 'SafeInt',
      description: 'Events set aside as another one has the same id.',
    }),
    quarantined: t.expose('quarantined', {
      type: 'SafeInt',
      description: 'Elements set aside as they could not be read as events.',
    }),
  }),
});

/** An entry in the log of a job. */
export interface Progress {
  /** Id of the job. */
  job: string;
  record: JobRecord;
}

/** How a job stood at a moment; `job` is added where jobs are. */
export const JobProgress = builder.objectRef<Progress>('JobProgress').implement({
  description: 'How a job stood at a moment: an entry in its log.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Marks the place of the entry in the log, to be given as `after`. Opaque.',
      resolve: ({ job, record }) => encodeCursor('log', { key: record.number, id: job }),
    }),
    at: t.field({ type: 'DateTime', description: 'The moment.', resolve: ({ record }) => record.at }),
    state: t.field({ type: JobState, description: 'Where it stood.', resolve: ({ record }) => record.state }),
    attempt: t.int({
      description: 'How often it had been started: 0 while it is queued for the first time.',
      resolve: ({ record }) => record.attempt,
    }),
    stage: t.field({
      type: JobStage,
      nullable: true,
      description: 'The stage it was in; null before the first.',
      resolve: ({ record }) => record.stage,
    }),
    done: t.field({
      type: 'SafeInt',
      description: 'How far the stage was, in its own units.',
      resolve: ({ record }) => record.done,
    }),
    total: t.field({
      type: 'SafeInt',
      description: 'How far the stage has to go, in its own units.',
      resolve: ({ record }) => record.total,
    }),
    fraction: t.float({
      description: 'How far the whole job was, from 0 to 1; it never goes back within an attempt.',
      resolve: ({ record }) => record.fraction,
    }),
    rate: t.float({
      nullable: true,
      description: 'Events a second within the stage; null where it counts none.',
      resolve: ({ record }) => record.rate,
    }),
    etaSeconds: t.float({
      nullable: true,
      description: 'Seconds until the end of the job, about; null while nothing can be said.',
      resolve: ({ record }) => record.etaSeconds,
    }),
    counts: t.field({
      type: JobCounts,
      description: 'What it had counted.',
      resolve: ({ record }) => record.counts,
    }),
    error: t.string({
      nullable: true,
      description: 'Why it failed or was interrupted; null otherwise.',
      resolve: ({ record }) => record.error,
    }),
  }),
});

/** The number in a log that a cursor stands for, 0 without one. @throws {GraphQLError} where it is of another log */
export function logNumber(job: string, after: string | null | undefined): number {
  if (after == null) return 0;
  const { key, id } = decodeCursor('log', 'after', after);
  if (id === job && key >= 0) return key;
  throw badInput('after', "a cursor of this job's log", after);
}
