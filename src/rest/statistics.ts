import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { addRemoveRatio } from '../core/questions/add-remove-ratio.ts';
import type { CountRow, StatisticsAnswer } from '../core/questions/answers.ts';
import type { Desk } from './desk.ts';
import { callerOf } from './caller.ts';
import { type Envelope, failure, jsonResponse, success, warning } from './envelope.ts';
import { envelopeSchema } from './envelope-schema.ts';
import { versioned } from './etag.ts';
import { type Generation, progressFields, progressOf, runningGeneration } from './generation-progress.ts';
import { progressShape } from './generation-schemas.ts';
import { responses } from './responses.ts';

const TOP = 10;
const NO_DATA = failure('No events data. Please generate events first using /cart/generate/events', null);

const statisticsAnswer = envelopeSchema(
  z
    .object({
      total_events: whole('Events.'),
      by_event_type: counts('Events by type, most first.'),
      by_source: counts('Events by source, most first; `unknown` where it is not said.'),
      by_device: counts('Events by device, most first; `unknown` where it is not said.'),
      unique_customers: whole('Distinct customers.'),
      unique_sessions: whole('Distinct sessions.'),
      add_remove_ratio: z.number().openapi({
        description:
          'add_to_cart events for each remove_from_cart, to 2 decimals; how many there are where nothing was removed.',
      }),
      top_products_added: z
        .array(
          z.object({
            product_id: z.int().openapi({ description: 'The product.' }),
            name: z.string().nullable().openapi({ description: 'Its name.' }),
            add_count: whole('How often it was put into a cart.'),
            total_value_vnd: z.int().openapi({ description: 'What that was worth, in VND.' }),
          }),
        )
        .openapi({ description: `The ${TOP} products most often put into a cart.` }),
      ...z
        .object({
          generation_status: z
            .literal('in_progress')
            .openapi({ description: 'Only while events are generated, as is what follows.' }),
          ...progressShape,
          message: z.string().openapi({ description: 'What that means for the statistics, for people.' }),
        })
        .partial().shape,
    })
    .nullable()
    .openapi({ description: 'The statistics; null before any event is there.' }),
).openapi('StatisticsAnswer');

/** GET /cart/statistics */
export const statisticsRoute = createRoute({
  method: 'get',
  path: '/cart/statistics',
  operationId: 'getCartStatistics',
  summary: 'Statistics',
  description:
    'Counts of all events, customers and sessions, and the products most often put into a cart. While events are generated, those ' +
    'of the events before them, with status `warning`, how far the generation is, and no ETag.',
  tags: ['Statistics'],
  responses: responses(statisticsAnswer, {
    description: 'The statistics, or status `error` before any event is there.',
    examples: {
      found: { summary: 'Statistics', value: success('Statistics retrieved', example()) },
      generating: { summary: 'While events are generated', value: exampleWarning() },
      none: { summary: 'No data yet', value: NO_DATA },
    },
  }),
});

/** Adds the route of statistics. */
export function addStatistics(app: OpenAPIHono, desk: Desk): void {
  app.openapi(statisticsRoute, async (context) => {
    const generation = await runningGeneration(desk);
    if (generation !== null) {
      const answer = await desk.questions.statistics({ top: TOP, signal: callerOf(context).signal });
      return jsonResponse(whileGenerating(statistics(answer), generation, desk.now()));
    }
    return versioned(context, desk, [statisticsRoute.path], async (signal) => {
      const answer = await desk.questions.statistics({ top: TOP, signal });
      const { version } = answer;
      if (answer.events === 0) return { version, envelope: NO_DATA };
      return { version, envelope: success('Statistics retrieved', statistics(answer)) };
    });
  });
}

/** The statistics of the events before a generation, and how far it is. */
function whileGenerating(
  before: ReturnType<typeof statistics>,
  generation: Generation,
  now: number,
): Envelope<object> {
  const progress = progressOf(generation, now);
  return warning(told(progress.end === null ? null : progress.remaining), {
    ...before,
    generation_status: 'in_progress',
    ...progressFields(progress),
    message:
      before.total_events === 0
        ? 'There are no events yet.'
        : 'These are the statistics of the events before this generation.',
  });
}

function told(remaining: string | null): string {
  const when = remaining === null ? '' : ` Please try again in approximately ${remaining}.`;
  return `Event generation in progress. Statistics of its events will be available after completion.${when}`;
}

/** Statistics as the old clients know them. */
function statistics(answer: StatisticsAnswer) {
  return {
    total_events: answer.events,
    by_event_type: byName(answer.types),
    by_source: byName(answer.sources),
    by_device: byName(answer.devices),
    unique_customers: answer.customers,
    unique_sessions: answer.sessions,
    add_remove_ratio: addRemoveRatio(answer.adds, answer.removes),
    top_products_added: answer.top_products.map((product) => ({
      product_id: product.product_id,
      name: product.name,
      add_count: product.adds,
      total_value_vnd: product.value_vnd,
    })),
  };
}

function byName(rows: readonly CountRow[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

function whole(description: string) {
  return z.int().nonnegative().openapi({ description });
}

function counts(description: string) {
  return z.record(z.string(), z.int().nonnegative()).openapi({ description });
}

function exampleWarning() {
  return warning(told('42 seconds'), {
    ...example(),
    generation_status: 'in_progress',
    progress: '45.2%',
    events_generated: 4520,
    target_events: 10_000,
    elapsed_time_minutes: 0.02,
    estimated_completion: '42 seconds',
    message: 'These are the statistics of the events before this generation.',
  });
}

function example(): ReturnType<typeof statistics> {
  return {
    total_events: 10_000,
    by_event_type: { add_to_cart: 3387, update_quantity: 3350, remove_from_cart: 3263 },
    by_source: { website: 3391, mobile_app: 3345, mobile_web: 3264 },
    by_device: { desktop: 3402, tablet: 3357, mobile: 3241 },
    unique_customers: 1000,
    unique_sessions: 1000,
    add_remove_ratio: 1.04,
    top_products_added: [
      {
        product_id: 90,
        name: 'Bàn phím Keychron Mechanical Red Switch',
        add_count: 31,
        total_value_vnd: 325_500_000,
      },
    ],
  };
}
