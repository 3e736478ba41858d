import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AbandonedCart } from '../core/questions/answers.ts';
import { wallClock } from '../core/time/wall-clock.ts';
import type { Desk } from './desk.ts';
import { noData, success } from './envelope.ts';
import { envelopeSchema } from './envelope-schema.ts';
import { versioned } from './etag.ts';
import { wholeNumber } from './parameters.ts';
import { responses, wrongParameter } from './responses.ts';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;

const line = z.object({
  product: z.string().nullable().openapi({ description: 'Name of the product.' }),
  quantity: z.int().openapi({ description: 'Units.' }),
  price: z.int().openapi({ description: 'The last price seen, in VND.' }),
});

const cart = z
  .object({
    session_id: z.string().openapi({ description: 'The session that left it.' }),
    customer_id: z.int().nullable().openapi({ description: 'The customer; null for a guest.' }),
    last_activity: z.string().openapi({ description: 'The session’s last event, on the shop’s clock.' }),
    hours_since_activity: z.int().nonnegative().openapi({ description: 'Whole hours since then.' }),
    cart_items: z.array(line).openapi({ description: 'What is left in the cart.' }),
    cart_value_vnd: z.int().openapi({ description: 'What that is worth, in VND.' }),
    item_count: z.int().nonnegative().openapi({ description: 'Lines of the cart.' }),
  })
  .openapi('AbandonedCart', { description: 'A cart with something in it that was left.' });

const abandonedAnswer = envelopeSchema(
  z.array(cart).openapi({ description: 'The carts, the most valuable first.' }),
).openapi('AbandonedAnswer');

/** GET /cart/abandoned */
export const abandonedRoute = createRoute({
  method: 'get',
  path: '/cart/abandoned',
  operationId: 'getAbandonedCarts',
  summary: 'Abandoned carts',
  description:
    'Carts with something in them, whose session has been idle for some hours and whose customer has not bought since; ' +
    'the most valuable first.',
  tags: ['Carts'],
  request: {
    query: z.object({
      limit: wholeNumber('limit', 50, { least: 1, most: 200 }, 'Carts in the answer at most.'),
      hours_threshold: wholeNumber(
        'hours_threshold',
        24,
        { least: 1, most: 168 },
        'Hours without activity after which a cart is abandoned.',
      ),
    }),
  },
  responses: {
    ...responses(abandonedAnswer, {
      description: 'The carts, or status `error` before any event is there.',
      examples: {
        found: {
          summary: 'An abandoned cart',
          value: success('Abandoned carts (inactive > 24h)', [example()], { count: 1, total: 1 }),
        },
        none: { summary: 'No data yet', value: noData() },
      },
    }),
    ...wrongParameter(
      'hours_threshold',
      'Cannot use hours_threshold as it must be a whole number from 1 to 168: "0"',
      '0',
    ),
  },
});

/** Adds the route of abandoned carts. Its tag holds for a minute, since carts grow old while the table stays. */
export function addAbandoned(app: OpenAPIHono, desk: Desk): void {
  const { questions, now } = desk;
  const text = wallClock(desk.zone);

  app.openapi(abandonedRoute, (context) => {
    const { limit: first, hours_threshold } = context.req.valid('query');
    const at = now();
    const moment = Math.floor(at / MINUTE);

    async function answer(signal: AbortSignal) {
      const idleFor = hours_threshold * HOUR;
      const { rows, total, version } = await questions.abandonedCarts({
        at,
        idleFor,
        page: { first },
        signal,
      });
      if (total === 0 && (await questions.events({ page: { first: 0 }, signal })).total === 0) {
        return { version, envelope: noData() };
      }
      const data = rows.map(({ row }) => abandoned(row, at, text));
      const msg = `Abandoned carts (inactive > ${hours_threshold}h)`;
      return { version, envelope: success(msg, data, { count: data.length, total }) };
    }

    return versioned(context, desk, [abandonedRoute.path, first, hours_threshold], answer, { moment });
  });
}

/** An abandoned cart as the old clients know it. */
function abandoned(row: AbandonedCart, at: number, text: (utc: number) => string): z.infer<typeof cart> {
  return {
    session_id: row.session_id,
    customer_id: row.customer_id,
    last_activity: text(row.last_activity),
    hours_since_activity: Math.floor((at - row.last_activity) / HOUR),
    cart_items: row.lines.map(({ product_name, quantity, price_vnd }) => ({
      product: product_name,
      quantity,
      price: price_vnd,
    })),
    cart_value_vnd: row.value_vnd,
    item_count: row.lines.length,
  };
}

function example(): z.infer<typeof cart> {
  return {
    session_id: 'sess_16d4694fbdb14807',
    customer_id: 445412,
    last_activity: '2025-08-25T23:04:11.545981',
    hours_since_activity: 37,
    cart_items: [{ product: 'Bàn phím Keychron Mechanical Red Switch', quantity: 2, price: 3_500_000 }],
    cart_value_vnd: 7_000_000,
    item_count: 1,
  };
}
