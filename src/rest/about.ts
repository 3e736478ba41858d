import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { formatNumber } from '../core/aggregates/plain-text.ts';
import type { Desk } from './desk.ts';
import { success } from './envelope.ts';
import { envelopeSchema } from './envelope-schema.ts';
import { versioned } from './etag.ts';
import { responses } from './responses.ts';

/** As the old clients know them. */
const ENDPOINTS = [
  '/cart/events - List all cart events',
  '/cart/events/customer/{customer_id} - Events by customer',
  '/cart/events/product/{product_id} - Events by product',
  '/cart/events/session/{session_id} - Events by session',
  '/cart/statistics - Cart statistics',
  '/cart/abandoned - Abandoned carts',
  '/cart/generate/*',
];

const aboutAnswer = envelopeSchema(
  z
    .object({
      service: z.string().openapi({ description: 'The name of the service.' }),
      description: z.string().openapi({ description: 'What it is for.' }),
      events: z.string().openapi({ description: 'How many events there are, with commas.' }),
      endpoints: z.array(z.string()).openapi({ description: 'Where to go from here.' }),
    })
    .openapi({ description: 'What is here.' }),
).openapi('AboutAnswer');

/** GET /cart/ */
export const aboutRoute = createRoute({
  method: 'get',
  path: '/cart/',
  operationId: 'getCart',
  summary: 'What is here',
  description: 'The name of the service, how many events it has, and its routes.',
  tags: ['About'],
  responses: responses(aboutAnswer, {
    description: 'What is here.',
    examples: { found: { summary: 'A shop with 10,000 events', value: about(10_000) } },
  }),
});

/** Adds the route that says what is here. */
export function addAbout(app: OpenAPIHono, desk: Desk): void {
  app.openapi(aboutRoute, (context) =>
    versioned(context, desk, [aboutRoute.path], async (signal) => {
      const { total, version } = await desk.questions.events({ page: { first: 0 }, signal });
      return { version, envelope: about(total) };
    }),
  );
}

function about(events: number) {
  return success('Cart Tracking API', {
    service: 'Cart Tracking API',
    description: 'Track add/remove from cart events',
    events: formatNumber(events),
    endpoints: ENDPOINTS,
  });
}
