import type { Job as JobRow } from '../core/jobs/job.ts';
import type { Invalid } from '../core/jobs/jobs.ts';
import { builder } from './builder.ts';
import { Job } from './job.ts';

/** What all reasons have in common for which a command is not carried out. */
export const UserError = builder.interfaceRef<unknown>('UserError').implement({
  description: 'Why a command was not carried out. Nothing has changed.',
  fields: (t) => ({
    message: t.string({ description: 'The reason, for people.', resolve: () => 'It cannot be done' }),
  }),
});

const jobField = 'The job.';

/** Something in the input is not as it must be. */
export const InvalidInput = builder.objectRef<Invalid>('InvalidInput').implement({
  description: 'Something in the input is not as it must be.',
  interfaces: [UserError],
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What it must be.' }),
    field: t.exposeString('field', { description: 'Name of the field of the input.' }),
  }),
});

/** Another job is in the way. */
export const AlreadyRunning = builder
  .objectRef<{ outcome: 'already_running'; job: JobRow }>('AlreadyRunning')
  .implement({
    description:
      'Another job is in the way: one generation at a time, and one transformation for each output.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'Which one.',
        resolve: ({ job }) => `Another ${job.task.kind} is under way: ${job.id}`,
      }),
      job: t.expose('job', { type: Job, description: 'The job that is in the way.' }),
    }),
  });

/** There are events, and nothing was said of them. */
export const DataExists = builder
  .objectRef<{ outcome: 'data_exists'; events: number }>('DataExists')
  .implement({
    description: 'There are events, and nothing was said of them.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'How many there are, and what may be said.',
        resolve: ({ events }) =>
          `There are ${events} events: method NEW lets new ones join them, REPLACE makes them make room`,
      }),
      events: t.expose('events', { type: 'SafeInt', description: 'How many events there are.' }),
    }),
  });

/** No job has this id. */
export const JobNotFound = builder.objectRef<{ outcome: 'not_found' }>('JobNotFound').implement({
  description: 'No job has this id.',
  interfaces: [UserError],
  fields: (t) => ({
    message: t.string({ description: 'That there is none.', resolve: () => 'There is no job with this id' }),
  }),
});

/** The job has ended. */
export const JobNotRunning = builder
  .objectRef<{ outcome: 'not_running'; job: JobRow }>('JobNotRunning')
  .implement({
    description: 'The job has ended, so that nothing is left to be cancelled.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'How it ended.',
        resolve: ({ job }) => `The job has ended: ${job.latest.state}`,
      }),
      job: t.expose('job', { type: Job, description: jobField }),
    }),
  });

/** The job has not failed. */
export const JobNotResumable = builder
  .objectRef<{ outcome: 'not_resumable'; job: JobRow }>('JobNotResumable')
  .implement({
    description: 'Only jobs that failed or were interrupted can be resumed.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'How it stands.',
        resolve: ({ job }) => `Only failed and interrupted jobs can be resumed: it is ${job.latest.state}`,
      }),
      job: t.expose('job', { type: Job, description: jobField }),
    }),
  });

/** The version is not kept any more, or not there yet. */
export const VersionGone = builder
  .objectRef<{ outcome: 'version_gone'; message: string }>('VersionGone')
  .implement({
    description: 'The version is not kept any more, or not there yet.',
    interfaces: [UserError],
    fields: (t) => ({ message: t.exposeString('message', { description: 'Which versions there are.' }) }),
  });

/** Another version than the expected one is the newest. */
export const VersionConflict = builder
  .objectRef<{ outcome: 'conflict'; version: number }>('VersionConflict')
  .implement({
    description: 'Another version than the expected one is the newest.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'Which one is.',
        resolve: ({ version }) => `The newest version is another one than expected: ${version}`,
      }),
      version: t.exposeInt('version', { description: 'The newest version.' }),
    }),
  });
