import type { GenerationTask } from '../core/jobs/job.ts';
import type { GenerationWish } from '../core/jobs/jobs.ts';
import type { ProfileName } from '../core/sources/shopper/profiles.ts';
import { builder } from './builder.ts';

const PROFILES: Record<ProfileName, string> = {
  realistic: 'A shop as it is.',
  uniform: 'Types equally likely, any product, any time: for load tests.',
  skewed: 'A few products that are seen a lot and hardly bought.',
  burst: 'A crowd that comes within an hour, for three products on sale.',
};

/** What kind of shop is generated. */
export const GenerationProfile = builder.enumType('GenerationProfile', {
  description: 'What kind of shop is generated.',
  values: {
    REALISTIC: { value: 'realistic', description: PROFILES.realistic },
    UNIFORM: { value: 'uniform', description: PROFILES.uniform },
    SKEWED: { value: 'skewed', description: PROFILES.skewed },
    BURST: { value: 'burst', description: PROFILES.burst },
  } as const,
});

/** The name of a wish for a generation's mode. */
const METHODS: Record<GenerationTask['mode'], NonNullable<GenerationWish['method']>> = {
  append: 'new',
  replace: 'replace',
};

/** What becomes of events that are there. */
export const GenerationMethod = builder.enumType('GenerationMethod', {
  description: 'What becomes of the events that are there.',
  values: {
    NEW: { value: 'new', description: 'They stay, and new ones join them.' },
    REPLACE: { value: 'replace', description: 'They make room for the new ones.' },
  } as const,
});

/** What a generation was told. */
export const Generation = builder.objectRef<GenerationTask>('Generation').implement({
  description:
    'New events for the table, and for the raw file beside it: the same settings give the same events.',
  fields: (t) => ({
    count: t.field({
      type: 'SafeInt',
      description: 'How many events happen.',
      resolve: ({ options }) => options.count,
    }),
    method: t.field({
      type: GenerationMethod,
      description: 'What becomes of the events that are there.',
      resolve: ({ mode }) => METHODS[mode],
    }),
    seed: t.field({
      type: 'SafeInt',
      description: 'What all that is drawn follows from.',
      resolve: ({ options }) => options.seed,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'End of the period: all events are before it.',
      resolve: ({ options }) => options.until,
    }),
    days: t.int({ description: 'Length of the period in days.', resolve: ({ options }) => options.days }),
    profile: t.field({
      type: GenerationProfile,
      description: 'What kind of shop it is.',
      resolve: ({ options }) => options.profile,
    }),
    guests: t.float({
      description: 'Share of sessions without a customer, from 0 to 1.',
      resolve: ({ options }) => options.guests,
    }),
    buyers: t.float({
      description: 'Share of sessions that buy, from 0 to 1.',
      resolve: ({ options }) => options.buyers,
    }),
    abandonment: t.float({
      description: 'Share of sessions with something put into the cart that buy nothing, from 0 to 1.',
      resolve: ({ options }) => options.abandonment,
    }),
    timeZone: t.string({ description: "The shop's zone.", resolve: ({ options }) => options.timeZone }),
  }),
});
