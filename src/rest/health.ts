import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { jsonResponse } from './envelope.ts';
import type { Answer } from './etag.ts';

const HEALTHY = {
  status: 'success',
  msg: 'Service is healthy',
  data: { service: 'Cartograph', status: 'healthy' },
} as const;

const healthAnswer = z
  .object({
    status: z.literal('success').openapi({ description: 'That it lives.' }),
    msg: z.string().openapi({ description: 'The same for people.' }),
    data: z
      .object({
        service: z.string().openapi({ description: 'The name of the service.' }),
        status: z.string().openapi({ description: 'How it is.' }),
      })
      .openapi({ description: 'Who lives.' }),
  })
  .openapi('HealthAnswer');

/** GET /health */
export const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  summary: 'Whether the service lives',
  description: 'Answers as long as the service lives, without a token, and asks nothing of the table.',
  tags: ['About'],
  security: [],
  responses: {
    200: {
      description: 'It lives.',
      content: { 'application/json': { schema: healthAnswer, example: HEALTHY } },
    },
  },
});

/** Adds the route that says that the service lives. */
export function addHealth(app: OpenAPIHono): void {
  app.openapi(healthRoute, () => jsonResponse(HEALTHY) as Answer);
}
