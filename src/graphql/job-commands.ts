import type { Job as JobRow } from '../core/jobs/job.ts';
import { builder } from './builder.ts';
import { askJobs } from './context.ts';
import { Job } from './job.ts';
import { SCAN_COST } from './limits.ts';
import { AlreadyRunning, JobNotFound, JobNotResumable, JobNotRunning } from './user-error.ts';

const CancelJobPayload = builder
  .objectRef<{ outcome: 'cancelling'; job: JobRow }>('CancelJobPayload')
  .implement({
    description: 'A job was told to end.',
    fields: (t) => ({
      job: t.expose('job', {
        type: Job,
        description:
          'The job, which may still be running: it ends as soon as it notices, and leaves nothing behind, unless it was done by then. `jobProgress` says when.',
      }),
    }),
  });

const CANCEL_TYPES = {
  cancelling: CancelJobPayload,
  not_running: JobNotRunning,
  not_found: JobNotFound,
} as const;

const CancelJobResult = builder.unionType('CancelJobResult', {
  description: 'A job was told to end, or why not.',
  types: Object.values(CANCEL_TYPES),
  resolveType: ({ outcome }) => CANCEL_TYPES[outcome],
});

const ResumeJobPayload = builder
  .objectRef<{ outcome: 'resumed'; job: JobRow }>('ResumeJobPayload')
  .implement({
    description: 'A job was started again.',
    fields: (t) => ({
      job: t.expose('job', { type: Job, description: 'The job, which goes on from where it got to.' }),
    }),
  });

const RESUME_TYPES = {
  resumed: ResumeJobPayload,
  already_running: AlreadyRunning,
  not_resumable: JobNotResumable,
  not_found: JobNotFound,
} as const;

const ResumeJobResult = builder.unionType('ResumeJobResult', {
  description: 'A job was started again, or why not.',
  types: Object.values(RESUME_TYPES),
  resolveType: ({ outcome }) => RESUME_TYPES[outcome],
});

builder.mutationFields((t) => ({
  cancelJob: t.field({
    type: CancelJobResult,
    description:
      'Tells a job that is queued or running to end, which it does as soon as it notices. The table stays as it was before it.',
    complexity: SCAN_COST,
    args: { id: t.arg.id({ required: true, description: 'Id of the job.' }) },
    resolve: (_, { id }, context) => askJobs(context, (jobs) => jobs.cancel(id)),
  }),
  resumeJob: t.field({
    type: ResumeJobResult,
    description: 'Starts a job again that failed or was interrupted, from where it got to.',
    complexity: SCAN_COST,
    args: { id: t.arg.id({ required: true, description: 'Id of the job.' }) },
    resolve: (_, { id }, context) => askJobs(context, (jobs) => jobs.resume(id)),
  }),
}));
