import type { TimelinePoint as TimelinePointRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { eventFilterArg } from './event.ts';
import { eventFilter } from './event-filter.ts';
import { SCAN_COST } from './limits.ts';

const MOST_POINTS = 10_000;
const MINUTE = 60_000_000;

/** Least microseconds of an interval. */
const LENGTHS = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: 23 * 60 * MINUTE,
  week: 7 * 23 * 60 * MINUTE,
  month: 28 * 23 * 60 * MINUTE,
} as const;

const TimelinePoint = builder.objectRef<TimelinePointRow>('TimelinePoint').implement({
  description: 'What happened in an interval of time.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'Start of the interval.',
      resolve: ({ start }) => start,
    }),
    events: t.exposeInt('events', { description: 'How many events.' }),
    sessions: t.exposeInt('sessions', { description: 'Sessions with an event in it.' }),
    adds: t.exposeInt('adds', { description: 'How often something was put into a cart.' }),
    purchases: t.exposeInt('purchases', { description: 'How many orders were bought.' }),
    revenue: t.field({
      type: 'Vnd',
      description: 'What the orders came to.',
      resolve: (point) => point.revenue_vnd,
    }),
  }),
});

const Interval = builder.enumType('Interval', {
  description: "Intervals of the shop's calendar.",
  values: {
    MINUTE: { value: 'minute', description: 'Minutes.' },
    HOUR: { value: 'hour', description: 'Hours.' },
    DAY: { value: 'day', description: "Days, from midnight in the shop's zone." },
    WEEK: { value: 'week', description: 'Weeks, from Monday.' },
    MONTH: { value: 'month', description: 'Months.' },
  } as const,
});

builder.queryField('timeline', (t) =>
  t.field({
    type: [TimelinePoint],
    description: `What happened, interval by interval, those without events, too. At most ${MOST_POINTS} of them.`,
    complexity: ({ interval, from, to }) => ({
      field: SCAN_COST,
      multiplier: Math.min(Math.max(Math.ceil((to - from) / LENGTHS[interval]), 0) + 1, MOST_POINTS),
    }),
    args: {
      interval: t.arg({ type: Interval, required: true, description: 'How long an interval is.' }),
      from: t.arg({
        type: 'DateTime',
        required: true,
        description: 'Where the first interval lies: it begins here or before.',
      }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Before this time.' }),
      ...eventFilterArg,
      ...asOfArg,
    },
    resolve: async (_, args, context) => {
      const { interval, from, to } = args;
      const filter = eventFilter(args.filter);
      const view = await viewAsOf(context, args.asOf);
      return view.ask((all, asking) => all.timeline({ ...asking, interval, from, to, filter }));
    },
  }),
);
