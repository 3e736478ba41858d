import type { Job as JobRow } from '../core/jobs/job.ts';
import type { Invalid } from '../core/jobs/jobs.ts';
import { builder } from './builder.ts';
import { askJobs } from './context.ts';
import { given } from './inputs.ts';
import { Job } from './job.ts';
import { LIMITS, SCAN_COST } from './limits.ts';
import { AlreadyRunning, InvalidInput } from './user-error.ts';

const StartTransformationInput = builder.inputType('StartTransformationInput', {
  description: 'What to transform. Paths are relative to the data folder and stay in it.',
  fields: (t) => ({
    inputs: t.stringList({
      description: `Files or folders, at most ${LIMITS.rows}. The raw file of the data folder where they are left out.`,
    }),
    output: t.string({ description: 'Folder to write to. `out` where it is left out.' }),
    timeZone: t.string({
      description:
        "Zone of times without an offset, of dates and of hours: an IANA name, an offset or UTC. The table's, or the shop's without one, where it is left out.",
    }),
    dropGuests: t.boolean({
      description: 'Whether events without a customer are left out. False where it is left out.',
    }),
    notAfter: t.field({
      type: 'DateTime',
      description: 'Latest time that is kept. No limit where it is left out.',
    }),
  }),
});

const StartTransformationPayload = builder
  .objectRef<{ outcome: 'started'; job: JobRow }>('StartTransformationPayload')
  .implement({
    description: 'A transformation was started.',
    fields: (t) => ({ job: t.expose('job', { type: Job, description: 'The job that transforms.' }) }),
  });

const TYPES = {
  started: StartTransformationPayload,
  already_running: AlreadyRunning,
  invalid: InvalidInput,
} as const;

const StartTransformationResult = builder.unionType('StartTransformationResult', {
  description: 'A transformation was started, or why not.',
  types: Object.values(TYPES),
  resolveType: ({ outcome }) => TYPES[outcome],
});

builder.mutationField('startTransformation', (t) =>
  t.field({
    type: StartTransformationResult,
    description:
      'Makes tables of clean events with their journeys, and of sessions, of raw files. The table of events is not touched.',
    complexity: SCAN_COST,
    args: {
      input: t.arg({ type: StartTransformationInput, required: true, description: 'What to transform.' }),
    },
    resolve: async (_, { input }, context) =>
      checkInputs(input.inputs) ?? (await askJobs(context, (jobs) => jobs.startTransformation(given(input)))),
  }),
);

function checkInputs(inputs: readonly string[] | null | undefined): Invalid | undefined {
  if (inputs == null || inputs.length <= LIMITS.rows) return undefined;
  const message = `Cannot transform as inputs must be at most ${LIMITS.rows}: ${inputs.length}`;
  return { outcome: 'invalid', field: 'inputs', message };
}
