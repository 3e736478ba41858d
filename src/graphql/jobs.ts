import type { Job as JobRow } from '../core/jobs/job.ts';
import type { JobsPage } from '../core/jobs/jobs.ts';
import { builder } from './builder.ts';
import { checkRows } from './connections.ts';
import { askJobs } from './context.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { given } from './inputs.ts';
import { Job, JobKind } from './job.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';

const DEFAULT_JOBS = 20;

interface Jobs extends JobsPage {
  hasPrevious: boolean;
}

const JobEdge = builder.objectRef<JobRow>('JobEdge').implement({
  description: 'A job in a list.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Marks the place of the job in its order. Opaque; stays good while others are added.',
      resolve: (job) => cursorOf(job),
    }),
    node: t.field({ type: Job, description: 'The job.', resolve: (job) => job }),
  }),
});

// By hand: those that the builder makes have the version of the table that was read, and jobs are in none.
const JobConnection = builder.objectRef<Jobs>('JobConnection').implement({
  description: 'Some of a list of jobs.',
  fields: (t) => ({
    edges: t.field({
      type: [JobEdge],
      description: 'The jobs of this page with their cursors.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ jobs }) => jobs,
    }),
    nodes: t.field({
      type: [Job],
      description: 'The jobs of this page.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ jobs }) => jobs,
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where this page lies in the whole list.',
      complexity: { field: 0, multiplier: 0 },
      resolve: ({ jobs, hasNext, hasPrevious }) => {
        const [first, last] = [jobs[0], jobs.at(-1)];
        return {
          hasNextPage: hasNext,
          hasPreviousPage: hasPrevious,
          startCursor: first === undefined ? null : cursorOf(first),
          endCursor: last === undefined ? null : cursorOf(last),
        };
      },
    }),
    totalCount: t.int({
      description: 'Jobs of the whole list, not of this page.',
      complexity: 0,
      resolve: ({ total }) => total,
    }),
  }),
});

function cursorOf({ id, createdAt }: JobRow): string {
  return encodeCursor('job', { key: createdAt, id });
}

builder.queryField('jobs', (t) =>
  t.field({
    type: JobConnection,
    description: 'The jobs there are and were, the newest first.',
    complexity: ({ first }) => ({
      field: QUESTION_COST,
      multiplier: Math.min(Math.max(first ?? DEFAULT_JOBS, 0), LIMITS.rows),
    }),
    args: {
      first: t.arg.int({
        defaultValue: DEFAULT_JOBS,
        description: `How many from the start, or after \`after\`: 0 to ${LIMITS.rows}.`,
      }),
      after: t.arg.string({ description: 'Only jobs after this cursor, which are older.' }),
      kind: t.arg({ type: JobKind, description: 'Only those that do this.' }),
    },
    resolve: async (_, { first, after, kind }, context) => {
      const page = {
        first: checkRows('first', first ?? DEFAULT_JOBS),
        ...given({ kind, after: after == null ? null : decodeCursor('job', 'after', after).id }),
      };
      const found = await askJobs(context, (jobs) => jobs.list(page));
      return { ...found, hasPrevious: after != null };
    },
  }),
);
