import { createRoute, z } from '@hono/zod-openapi';
import { PROFILES, type ProfileName } from '../core/sources/shopper/profiles.ts';
import { success, warning } from './envelope.ts';
import { generateAnswer, statusAnswer } from './generation-schemas.ts';
import { optionalChoice, optionalWhole, wholeNumber } from './parameters.ts';
import { GENERATE_PATH } from './path.ts';
import { momentResponses, writeResponses, wrongParameter } from './responses.ts';

const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

const PROGRESS = {
  progress: '45.2%',
  events_generated: 4520,
  target_events: 10_000,
  elapsed_time_minutes: 0.02,
  estimated_completion: '42 seconds',
};

/** What a generation may be told, by name. */
export const GENERATE_PARAMETERS = ['count', 'method', 'seed', 'profile'] as const;

const generate = {
  path: GENERATE_PATH,
  summary: 'Generate events',
  description:
    'Starts to generate events, and answers at once; /cart/generate/status says how far it is. Where there are events already, ' +
    '`method` has to say what becomes of them. One generation at a time. Parameters are part of the address, and others than these ' +
    'are refused; there is no body, or an empty object.',
  tags: ['Generation'],
  request: {
    query: z.object({
      count: wholeNumber('count', 10_000, { least: 100, most: 10_000_000 }, 'Events to generate.'),
      method: optionalChoice('method', ['new', 'replace'], {
        description: 'What becomes of events that are there: with `new` they stay, with `replace` they go.',
        example: 'new',
      }),
      seed: optionalWhole(
        'seed',
        { least: 0, most: Number.MAX_SAFE_INTEGER },
        { description: 'The same seed and period give the same events; drawn where left out.', example: 42 },
      ),
      profile: optionalChoice('profile', PROFILE_NAMES, {
        description: 'How shoppers behave; `realistic` where left out.',
        example: 'realistic',
      }),
    }),
  },
  responses: {
    ...writeResponses(generateAnswer, {
      description: 'It was started; or, with status `warning`, why not.',
      examples: {
        started: {
          summary: 'Started',
          value: success(
            'Event generation started. Generating 10,000 events (approximately 1 seconds). Check /cart/generate/status for progress.',
            {
              target_events: 10_000,
              mode: 'append',
              estimated_duration: 'approximately 1 seconds',
              status_endpoint: '/cart/generate/status',
              statistics_endpoint: '/cart/statistics',
              job_id: '0mw8k3l2a1-7c',
            },
          ),
        },
        exists: {
          summary: 'There are events, and nothing was said of them',
          value: warning(
            "Events already exist (10,000 events). Use 'method=new' to append or 'method=replace' to replace.",
            {
              existing_events: 10_000,
              action_required: "Add '?method=new' to append, or '?method=replace' to replace existing data",
            },
            10_000,
          ),
        },
        running: {
          summary: 'Another one is under way',
          value: warning(
            'Event generation already in progress. Please wait for completion (ETA: 42 seconds)',
            PROGRESS,
          ),
        },
      },
    }),
    ...wrongParameter(
      'count',
      'Cannot use count as it must be a whole number from 100 to 10000000: "1"',
      '1',
    ),
  },
};

/** POST /cart/generate/events */
export const generateRoute = createRoute({ ...generate, method: 'post', operationId: 'generateEvents' });

/** GET /cart/generate/events, for clients that cannot POST. */
export const generateByGetRoute = createRoute({
  ...generate,
  method: 'get',
  operationId: 'generateEventsByGet',
  summary: 'Generate events, for clients that cannot POST',
  deprecated: true,
});

/** GET /cart/generate/status */
export const statusRoute = createRoute({
  method: 'get',
  path: '/cart/generate/status',
  operationId: 'getGenerationStatus',
  summary: 'How far a generation is',
  description: 'The generation that is under way; or what became of the last one.',
  tags: ['Generation'],
  responses: momentResponses(statusAnswer, {
    description: 'How it stands.',
    examples: {
      idle: {
        summary: 'There has been none',
        value: success('No active generation. Ready to start new generation.', {
          generation_status: 'idle',
          is_generating: false,
          instructions: 'Call POST /cart/generate/events?count=10000 to start generation',
        }),
      },
      running: {
        summary: 'One is under way',
        value: success('Event generation in progress: 45.2% complete', {
          generation_status: 'in_progress',
          is_generating: true,
          progress_percentage: 45.2,
          events_generated: 4520,
          target_events: 10_000,
          remaining_events: 5480,
          elapsed_time_seconds: 1.26,
          elapsed_time_minutes: 0.02,
          estimated_completion_time: '2025-08-25T23:04:53',
          estimated_time_remaining: '42 seconds',
          events_per_second: 50_214.5,
          message: 'Generation in progress. Estimated completion in 42 seconds.',
        }),
      },
      completed: {
        summary: 'The last one succeeded',
        value: success('No active generation. Last generation completed successfully.', {
          generation_status: 'completed',
          total_events: 10_000,
          last_target: 10_000,
          is_generating: false,
        }),
      },
      interrupted: {
        summary: 'The last one was interrupted',
        value: success('No active generation. Last generation was interrupted: the server was stopped', {
          generation_status: 'interrupted',
          total_events: 0,
          last_target: 10_000,
          is_generating: false,
          job_id: '0mw8k3l2a1-7c',
          instructions:
            'Resume it with GraphQL, mutation resumeJob(id: "0mw8k3l2a1-7c"), or call POST /cart/generate/events to start anew',
        }),
      },
    },
  }),
});
