import type { Job as JobRow, JobRecord, JobResult as JobResultRow, JobTask } from '../core/jobs/job.ts';
import type { Jobs } from '../core/jobs/jobs.ts';
import { builder } from './builder.ts';
import { checkRows } from './connections.ts';
import { askJobs } from './context.ts';
import { Generation } from './generation.ts';
import { JobProgress, JobState, logNumber } from './job-progress.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';
import { Transformation } from './transformation.ts';

/** What jobs do. */
export const JobKind = builder.enumType('JobKind', {
  description: 'What a job does.',
  values: {
    GENERATION: { value: 'generation', description: 'Generates events.' },
    TRANSFORMATION: { value: 'transformation', description: 'Transforms raw files.' },
  } as const,
});

const Task = builder.unionType('JobTask', {
  description: 'What a job was told to do, with all its settings.',
  types: [Generation, Transformation],
  resolveType: ({ kind }: JobTask) => (kind === 'generation' ? Generation : Transformation),
});

const JobResult = builder.objectRef<JobResultRow>('JobResult').implement({
  description: 'What came of a job.',
  fields: (t) => ({
    tableVersion: t.exposeInt('tableVersion', { description: 'Version of the table that holds it.' }),
    tableRows: t.expose('tableRows', { type: 'SafeInt', description: 'Rows of the table then.' }),
    unchanged: t.exposeBoolean('unchanged', {
      description: 'Whether the table held it already, so that nothing had to be done.',
    }),
  }),
});

/** A piece of work, as it stands. */
export const Job = builder.objectRef<JobRow>('Job').implement({
  description: 'A piece of work that is done beside the answering of requests, as it stands.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    kind: t.field({ type: JobKind, description: 'What it does.', resolve: ({ task }) => task.kind }),
    task: t.expose('task', { type: Task, description: 'What it was told to do.' }),
    state: t.field({
      type: JobState,
      description: 'Where it stands.',
      resolve: ({ latest }) => latest.state,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was started last; null before it was.',
      resolve: ({ latest }) => latest.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null before it does.',
      resolve: ({ latest }) => (isEnd(latest) ? latest.at : null),
    }),
    attempts: t.int({
      description: 'How often it has been started.',
      resolve: ({ latest }) => latest.attempt,
    }),
    canResume: t.boolean({
      description:
        'Whether `resumeJob` would try it again, from where it got to. That it is tried does not say that it can succeed.',
      resolve: ({ latest }) => latest.state === 'failed' || latest.state === 'interrupted',
    }),
    error: t.string({
      nullable: true,
      description: 'Why it failed or was interrupted; null otherwise.',
      resolve: ({ latest }) => latest.error,
    }),
    progress: t.field({
      type: JobProgress,
      description: 'The newest entry in its log.',
      resolve: ({ id, latest }) => ({ job: id, record: latest }),
    }),
    log: t.field({
      type: [JobProgress],
      description: 'Entries in its log, the oldest first; `jobProgress` also waits for those to come.',
      complexity: ({ first }) => ({
        field: QUESTION_COST,
        multiplier: Math.min(Math.max(first ?? 100, 0), LIMITS.rows),
      }),
      args: {
        first: t.arg.int({ defaultValue: 100, description: `How many of them: 0 to ${LIMITS.rows}.` }),
        after: t.arg.string({ description: 'Only entries after this cursor.' }),
      },
      resolve: async (job, args, context) => {
        const first = checkRows('first', args.first ?? 100);
        const after = logNumber(job.id, args.after);
        const { signal } = context;
        const records = await askJobs(context, (jobs) => readLog(jobs, job, { first, after, signal }));
        return records.map((record) => ({ job: job.id, record }));
      },
    }),
    result: t.expose('result', {
      type: JobResult,
      nullable: true,
      description: 'What came of it; null unless it succeeded.',
    }),
  }),
});

function isEnd({ state }: JobRecord): boolean {
  return state !== 'queued' && state !== 'running';
}

/** Reads of a log what was there when the job was looked at: what is still to come is not waited for. */
async function readLog(
  jobs: Jobs,
  { id, latest }: JobRow,
  { first, after, signal }: { first: number; after: number; signal: AbortSignal },
): Promise<JobRecord[]> {
  const records: JobRecord[] = [];
  if (first === 0 || after >= latest.number) return records;
  for await (const record of (await jobs.follow(id, { after, signal })) ?? []) {
    records.push(record);
    if (records.length === first || record.number >= latest.number) break;
  }
  return records;
}

builder.objectField(JobProgress, 'job', (t) =>
  t.field({
    type: Job,
    description: 'The job, as it stands now.',
    complexity: QUESTION_COST,
    resolve: async ({ job: id }, _, context) => {
      const job = await askJobs(context, (jobs) => jobs.get(id));
      if (job === null) throw new Error(`Cannot find the job of a log: ${id}`);
      return job;
    },
  }),
);

builder.queryField('job', (t) =>
  t.field({
    type: Job,
    nullable: true,
    description: 'A job by its id; null where there is none.',
    complexity: QUESTION_COST,
    args: { id: t.arg.id({ required: true, description: 'Id of the job.' }) },
    resolve: (_, { id }, context) => askJobs(context, (jobs) => jobs.get(id)),
  }),
);
