import { ratio } from '../core/aggregates/sums.ts';
import type { FunnelAnswer, FunnelStep as FunnelStepRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { badInput } from './errors.ts';
import { eventFilterArg } from './event.ts';
import { eventFilter } from './event-filter.ts';
import { given } from './inputs.ts';
import { SCAN_COST } from './limits.ts';
import { EventType, eventTypeOf, namesOf } from './names.ts';

const MOST_STEPS = 10;

interface Step extends FunnelStepRow {
  /** Sessions at the step before, and at the first. */
  before: number;
  first: number;
}

const FunnelStep = builder.objectRef<Step>('FunnelStep').implement({
  description: 'A step of a funnel.',
  fields: (t) => ({
    type: t.field({
      type: EventType,
      description: 'What has to happen.',
      resolve: ({ type }) => eventTypeOf(type),
    }),
    sessions: t.exposeInt('sessions', { description: 'Sessions that have come this far.' }),
    rate: t.float({
      nullable: true,
      description: 'Their share of the sessions at the first step, 0 to 1; null where there are none.',
      resolve: ({ sessions, first }) => ratio(sessions, first),
    }),
    stepRate: t.float({
      nullable: true,
      description:
        'Their share of the sessions at the step before, 0 to 1; for the first step, of all sessions. Null where there are none.',
      resolve: ({ sessions, before }) => ratio(sessions, before),
    }),
  }),
});

const Funnel = builder.objectRef<FunnelAnswer>('Funnel').implement({
  description: 'How far sessions come on their way through some steps.',
  fields: (t) => ({
    sessions: t.exposeInt('sessions', { description: 'Sessions with any event of the filter.' }),
    steps: t.field({
      type: [FunnelStep],
      description: 'The steps, in the order they were asked for.',
      resolve: ({ sessions, steps }) =>
        steps.map((step, at) => ({
          ...step,
          before: steps[at - 1]?.sessions ?? sessions,
          first: steps[0]?.sessions ?? 0,
        })),
    }),
    conversionRate: t.float({
      nullable: true,
      description:
        'Share of the sessions at the first step that come to the last, 0 to 1; null where there are none.',
      resolve: ({ steps }) => ratio(steps.at(-1)?.sessions ?? 0, steps[0]?.sessions ?? 0),
    }),
    version: t.exposeInt('version', {
      description: 'Version of the table that was read; -1 without a table.',
    }),
  }),
});

const FunnelMode = builder.enumType('FunnelMode', {
  description: 'How the steps of a funnel follow one another.',
  values: {
    ORDERED: { value: 'ordered', description: 'One after another; others may lie between them.' },
    STRICT: { value: 'strict', description: 'One right after another: no other event lies between them.' },
    ANY: { value: 'any', description: 'In whatever order.' },
  } as const,
});

builder.queryField('funnel', (t) =>
  t.field({
    type: Funnel,
    description: 'How far sessions come on their way through some steps.',
    complexity: SCAN_COST,
    args: {
      steps: t.arg({
        type: [EventType],
        required: true,
        description: `The steps: 1 to ${MOST_STEPS} types of events, without OTHER.`,
      }),
      within: t.arg({
        type: 'Duration',
        description: 'Most time from the first step to the last. Any where it is left out.',
      }),
      mode: t.arg({
        type: FunnelMode,
        defaultValue: 'ordered',
        description: 'How the steps follow one another.',
      }),
      ...eventFilterArg,
      ...asOfArg,
    },
    resolve: async (_, args, context) => {
      const steps = namesOf('steps', args.steps);
      if (steps.length < 1 || steps.length > MOST_STEPS) {
        throw badInput('steps', `a list of 1 to ${MOST_STEPS} types`, `${steps.length} types`);
      }
      const filter = eventFilter(args.filter);
      const options = given({ mode: args.mode, within: args.within });
      const view = await viewAsOf(context, args.asOf);
      return view.ask((all, asking) => all.funnel({ ...asking, ...options, steps, filter }));
    },
  }),
);
