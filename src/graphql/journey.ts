import type { JourneyRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { checkRows } from './connections.ts';
import { eventFilterArg } from './event.ts';
import { eventFilter } from './event-filter.ts';
import { LIMITS, SCAN_COST } from './limits.ts';

const DEFAULT_FIRST = 20;

const JourneyPattern = builder.objectRef<JourneyRow>('JourneyPattern').implement({
  description: 'A way through the shop, and how many took it.',
  fields: (t) => ({
    journey: t.exposeStringList('journey', {
      description:
        'Types of events in order, as on the wire; of more than 1000 the first 1000 and then `...`.',
    }),
    sessions: t.exposeInt('sessions', { description: 'Sessions that went just so.' }),
  }),
});

builder.queryField('journeys', (t) =>
  t.field({
    type: [JourneyPattern],
    description: 'The ways that sessions take through the shop, the most frequent first.',
    complexity: ({ first }) => ({
      field: SCAN_COST,
      multiplier: Math.min(Math.max(first ?? DEFAULT_FIRST, 0), LIMITS.rows),
    }),
    args: {
      first: t.arg.int({
        defaultValue: DEFAULT_FIRST,
        description: `How many of them: 0 to ${LIMITS.rows}.`,
      }),
      ...eventFilterArg,
      ...asOfArg,
    },
    resolve: async (_, args, context) => {
      const first = checkRows('first', args.first ?? DEFAULT_FIRST);
      const filter = eventFilter(args.filter);
      const view = await viewAsOf(context, args.asOf);
      return view.ask((all, asking) => all.journeys({ ...asking, first, filter }));
    },
  }),
);
