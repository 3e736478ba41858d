import { z } from '@hono/zod-openapi';
import { envelopeSchema } from './envelope-schema.ts';

/** What warnings say of a generation that is under way. */
export const progressShape = {
  progress: z.string().openapi({ description: 'How far it is: `45.2%`.' }),
  events_generated: whole('Events that it has generated so far.'),
  target_events: whole('Events that it will have generated.'),
  elapsed_time_minutes: z.number().openapi({ description: 'Minutes since it began, to two decimals.' }),
  estimated_completion: z
    .string()
    .openapi({ description: 'How long it still takes: `1.8 minutes`, `42 seconds` or `calculating...`.' }),
};

const started = z
  .object({
    target_events: whole('Events that it will have generated.'),
    mode: z
      .enum(['append', 'replace'])
      .openapi({ description: 'Whether they join the events that are there or take their place.' }),
    estimated_duration: z.string().openapi({ description: 'How long it takes, about.' }),
    status_endpoint: z.string().openapi({ description: 'Where to see how far it is.' }),
    statistics_endpoint: z.string().openapi({ description: 'Where to see what came of it.' }),
    job_id: z.string().openapi({ description: 'The job, as GraphQL knows it.' }),
  })
  .openapi({ description: 'It has been started.' });

const dataExists = z
  .object({
    existing_events: whole('Events that are there.'),
    action_required: z.string().openapi({ description: 'What to ask for instead.' }),
  })
  .openapi({ description: 'There are events already, and nothing was said of them: nothing was touched.' });

const alreadyRunning = z.object(progressShape).openapi({ description: 'Another one is under way.' });

/** The body of answers to what starts a generation. */
export const generateAnswer = envelopeSchema(
  z
    .union([started, dataExists, alreadyRunning])
    .openapi({ description: 'What was started; or, with status `warning`, why nothing was.' }),
).openapi('GenerateAnswer');

const NOT_GENERATING = z.literal(false).openapi({ description: 'That none is under way.' });
const TOTAL = whole('Events of the table.');
const LAST_TARGET = whole('Events that the last one was to generate.');

const idle = z
  .object({
    generation_status: z.literal('idle').openapi({ description: 'There has been none.' }),
    is_generating: NOT_GENERATING,
    instructions: z.string().openapi({ description: 'How to start one.' }),
  })
  .openapi('GenerationIdle', { description: 'There has been no generation.' });

const completed = z
  .object({
    generation_status: z.literal('completed').openapi({ description: 'The last one succeeded.' }),
    total_events: TOTAL,
    last_target: LAST_TARGET,
    is_generating: NOT_GENERATING,
  })
  .openapi('GenerationCompleted', { description: 'The last generation succeeded.' });

const ended = z
  .object({
    generation_status: z
      .enum(['failed', 'cancelled', 'interrupted'])
      .openapi({ description: 'What became of the last one.' }),
    total_events: TOTAL,
    last_target: LAST_TARGET,
    is_generating: NOT_GENERATING,
    job_id: z.string().openapi({ description: 'The job, as GraphQL knows it.' }),
    instructions: z.string().openapi({ description: 'How to go on.' }),
  })
  .openapi('GenerationEnded', { description: 'The last generation came to nothing.' });

const inProgress = z
  .object({
    generation_status: z.literal('in_progress').openapi({ description: 'One is under way.' }),
    is_generating: z.literal(true).openapi({ description: 'That one is under way.' }),
    progress_percentage: z.number().openapi({ description: 'How far it is, from 0 to 100.' }),
    events_generated: progressShape.events_generated,
    target_events: progressShape.target_events,
    remaining_events: whole('Events still to be generated.'),
    elapsed_time_seconds: z.number().openapi({ description: 'Seconds since it began, to two decimals.' }),
    elapsed_time_minutes: progressShape.elapsed_time_minutes,
    estimated_completion_time: z.string().nullable().openapi({
      description: 'When it is done, about, on the shop’s clock; null while nothing can be said.',
    }),
    estimated_time_remaining: progressShape.estimated_completion,
    events_per_second: z
      .number()
      .openapi({ description: 'How fast the present step is; 0 where it counts no events.' }),
    message: z.string().openapi({ description: 'The same for people.' }),
  })
  .openapi('GenerationInProgress', { description: 'A generation is under way, or waits until it can be.' });

/** The body of answers to how a generation stands. */
export const statusAnswer = envelopeSchema(
  z
    .discriminatedUnion('generation_status', [idle, completed, ended, inProgress])
    .openapi({ description: 'How it stands.' }),
).openapi('GenerationStatusAnswer');

/** Data of an answer to how a generation stands. */
export type GenerationStatus = z.infer<typeof statusAnswer>['data'];
/** Data of an answer to what starts a generation. */
export type Generate = z.infer<typeof generateAnswer>['data'];

function whole(description: string) {
  return z.int().nonnegative().openapi({ description });
}
