import type { Job as JobRow } from '../core/jobs/job.ts';
import { builder } from './builder.ts';
import { askJobs } from './context.ts';
import { GenerationMethod, GenerationProfile } from './generation.ts';
import { given } from './inputs.ts';
import { Job } from './job.ts';
import { SCAN_COST } from './limits.ts';
import { AlreadyRunning, DataExists, InvalidInput } from './user-error.ts';

const StartGenerationInput = builder.inputType('StartGenerationInput', {
  description: 'What to generate: the same settings give the same events.',
  fields: (t) => ({
    count: t.int({ defaultValue: 10_000, description: 'How many events: 100 to 10,000,000.' }),
    method: t.field({
      type: GenerationMethod,
      description: 'What becomes of the events that are there. Where there are some, it has to be said.',
    }),
    seed: t.field({
      type: 'SafeInt',
      description:
        'What all that is drawn follows from: a whole number from 0 to 9007199254740991. Drawn where it is left out. NEW refuses one that the table has events of.',
    }),
    until: t.field({
      type: 'DateTime',
      description: 'End of the period: all events are before it. Now, to the second, where it is left out.',
    }),
    days: t.int({ description: 'Length of the period in days: 1 to 3,660. 90 where it is left out.' }),
    profile: t.field({
      type: GenerationProfile,
      description: 'What kind of shop it is. REALISTIC where it is left out.',
    }),
    guests: t.float({
      description: 'Share of sessions without a customer, from 0 to 1. 0.3 where it is left out.',
    }),
    buyers: t.float({
      description:
        'Share of sessions that buy, from 0 to 1, and not more than 1 - abandonment. 0.03 where it is left out.',
    }),
    abandonment: t.float({
      description:
        'Share of sessions with something put into the cart that buy nothing, from 0 to 1. 0.7 where it is left out.',
    }),
  }),
});

const StartGenerationPayload = builder
  .objectRef<{ outcome: 'started'; job: JobRow }>('StartGenerationPayload')
  .implement({
    description: 'A generation was started.',
    fields: (t) => ({ job: t.expose('job', { type: Job, description: 'The job that generates.' }) }),
  });

const TYPES = {
  started: StartGenerationPayload,
  already_running: AlreadyRunning,
  data_exists: DataExists,
  invalid: InvalidInput,
} as const;

const StartGenerationResult = builder.unionType('StartGenerationResult', {
  description: 'A generation was started, or why not.',
  types: Object.values(TYPES),
  resolveType: ({ outcome }) => TYPES[outcome],
});

builder.mutationField('startGeneration', (t) =>
  t.field({
    type: StartGenerationResult,
    description:
      'Generates events into the table of events, and into the raw file beside it. Readers see the earlier version until all of them are there at once.',
    complexity: SCAN_COST,
    args: {
      input: t.arg({ type: StartGenerationInput, required: true, description: 'What to generate.' }),
    },
    resolve: (_, { input }, context) => askJobs(context, (jobs) => jobs.startGeneration(given(input))),
  }),
);
