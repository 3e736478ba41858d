import type { OpenAPIHono } from '@hono/zod-openapi';
import { jsonResponse } from './envelope.ts';
import { isHeld, textHash } from './etag.ts';

const DESCRIPTION = `A shop's cart events: to read, and to generate.

Every answer has the same envelope: \`status\`, \`msg\`, \`data\`, \`count\`, \`total\`. Times are the shop's wall clock, without an
offset; \`timestamp_unix\` is milliseconds of UTC. Parameters that a route does not know are ignored; those it knows may be given
once. Reads have an ETag: send it back as If-None-Match and get 304 while nothing has changed. Answers are compressed with gzip for
those who accept it. Pages of other origins may ask only where the server was told so (\`--cors\`).`;

/** The document and what is said about it, made when it is first asked for. */
interface Document {
  document: unknown;
  headers: { etag: string; 'cache-control': string };
}

/** Adds `/openapi.json`: OpenAPI 3.1 of all routes of the app, from the schemas that check what is asked. */
export function addDocument(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'Only for servers that were started with a token.',
  });
  let made: Document | undefined;

  app.get('/openapi.json', (context) => {
    const { document, headers } = (made ??= make(app));
    const held = context.req.header('if-none-match');
    if (held !== undefined && isHeld(headers.etag, held)) return new Response(null, { status: 304, headers });
    return jsonResponse(document, { headers });
  });
}

function make(app: OpenAPIHono): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Cartograph',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
    },
    servers: [{ url: '/', description: 'The server this comes from' }],
    security: [{}, { token: [] }],
    tags: [
      { name: 'Events', description: 'Events as they happened.' },
      { name: 'Statistics', description: 'Counts of them.' },
      { name: 'Carts', description: 'What was put in and left.' },
      { name: 'Generation', description: 'Events that believable shoppers would make.' },
      { name: 'About', description: 'The service itself.' },
    ],
  });
  const etag = `"${textHash(JSON.stringify(document))}"`;
  return { document, headers: { etag, 'cache-control': 'no-cache' } };
}
