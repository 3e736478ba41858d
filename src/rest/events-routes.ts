import { createRoute, z } from '@hono/zod-openapi';
import { PRODUCT_TYPES } from '../core/wire-details.ts';
import { noData, success } from './envelope.ts';
import { envelopeSchema } from './envelope-schema.ts';
import { EXAMPLE_EVENT, eventSchema } from './event-schema.ts';
import { optionalMoment, optionalText, textId, wholeId, wholeNumber } from './parameters.ts';
import { responses, wrongParameter } from './responses.ts';

const eventsAnswer = envelopeSchema(z.array(eventSchema).openapi({ description: 'The events.' })).openapi(
  'EventsAnswer',
);

const MOMENT = 'A date or an ISO 8601 time, of the shop’s clock where it has no offset (a + is written %2B).';
const PAGE_LIMIT = limit(1000);
const LIMIT = limit(500);

/** GET /cart/events */
export const listRoute = createRoute({
  ...about('getCartEvents', '/cart/events', 'Events', 'Events that meet all filters, newest first.'),
  request: {
    query: z.object({
      limit: PAGE_LIMIT,
      offset: wholeNumber('offset', 0, { least: 0 }, 'Events to pass over at the start.'),
      event_type: optionalText('event_type', {
        description: 'Only events of this type, like `add_to_cart`.',
        example: 'add_to_cart',
      }),
      source: optionalText('source', {
        description: 'Only events from there: website, mobile_app or mobile_web.',
        example: 'website',
      }),
      device: optionalText('device', {
        description: 'Only events of this device: desktop, mobile or tablet.',
        example: 'mobile',
      }),
      start_date: optionalMoment('start_date', {
        description: `Only events from then on. ${MOMENT}`,
        example: '2025-08-25',
      }),
      end_date: optionalMoment('end_date', {
        description: `Only events until then; a date means the whole day. ${MOMENT}`,
        example: '2025-11-24T12:30:00+07:00',
      }),
    }),
  },
  responses: answers('Events retrieved successfully', 1000),
});

/** GET /cart/events/customer/{customer_id} */
export const customerRoute = createRoute({
  ...about(
    'getCustomerEvents',
    '/cart/events/customer/{customer_id}',
    'Events of a customer',
    'Events of one customer, newest first. A customer that nobody knows has none.',
  ),
  request: {
    params: z.object({
      customer_id: wholeId('customer_id', { least: 1 }, { description: 'The customer.', example: 445412 }),
    }),
    query: z.object({ limit: LIMIT }),
  },
  responses: answers('Events for customer 445412', 500),
});

/** GET /cart/events/product/{product_id} */
export const productRoute = createRoute({
  ...about(
    'getProductEvents',
    '/cart/events/product/{product_id}',
    'Events of a product',
    `Events about one product, newest first: ${PRODUCT_TYPES.join(', ')}. A product that nobody knows has none.`,
  ),
  request: {
    params: z.object({
      product_id: wholeId('product_id', { least: 1 }, { description: 'The product.', example: 90 }),
    }),
    query: z.object({ limit: LIMIT }),
  },
  responses: answers('Events for product 90', 500),
});

/** GET /cart/events/session/{session_id} */
export const sessionRoute = createRoute({
  ...about(
    'getSessionEvents',
    '/cart/events/session/{session_id}',
    'Events of a session',
    'Events of one session, oldest first; total is null. A session that nobody knows has none.',
  ),
  request: {
    params: z.object({
      session_id: textId('session_id', { description: 'The session.', example: 'sess_16d4694fbdb14807' }),
    }),
    query: z.object({ limit: LIMIT }),
  },
  responses: answers('Events for session sess_16d4694fbdb14807', 500, null),
});

function about<Path extends string>(operationId: string, path: Path, summary: string, description: string) {
  return { method: 'get' as const, path, operationId, summary, description, tags: ['Events'] };
}

function limit(most: number) {
  return wholeNumber('limit', 100, { least: 1, most }, 'Events in the answer at most.');
}

function answers(msg: string, most: number, total: number | null = 1) {
  return {
    ...responses(eventsAnswer, {
      description: 'The events, or status `error` before any event is there.',
      examples: {
        found: { summary: 'Events', value: success(msg, [EXAMPLE_EVENT], { count: 1, total }) },
        none: { summary: 'No data yet', value: noData() },
      },
    }),
    ...wrongParameter('limit', `Cannot use limit as it must be a whole number from 1 to ${most}: "0"`, '0'),
  };
}
