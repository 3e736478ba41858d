import type { OpenAPIHono } from '@hono/zod-openapi';

/** Gives a file of the page of documentation by its name, null where there is none. */
export type Assets = (
  name: string,
) => Promise<{ body: Uint8Array | ReadableStream<Uint8Array>; type: string } | null>;

/** The files of Swagger UI that the page wants; nothing else is asked for. */
const WANTED: ReadonlySet<string> = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cartograph: REST</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"><p>The routes, as <a href="/openapi.json">OpenAPI 3.1</a>.</p></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** No validator: it would tell a server elsewhere where this one is. */
const START = `if (typeof SwaggerUIBundle === 'function') {
  SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
}
`;

/** Everything comes from here; Swagger UI draws its icons from data: URLs and sets its styles by script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds `/docs`, a page that shows the routes and tries them, without any other server than this. */
export function addDocs(app: OpenAPIHono, { assets }: { assets?: Assets | undefined } = {}): void {
  app.get('/docs', () => file(PAGE, 'text/html; charset=utf-8', { 'content-security-policy': POLICY }));
  app.get('/docs/start.js', () => file(START, 'text/javascript; charset=utf-8'));
  app.get('/docs/:name', async (context) => {
    const name = context.req.param('name');
    const found = WANTED.has(name) ? await assets?.(name) : null;
    if (!found) return context.notFound();
    if (context.req.method !== 'HEAD') return file(found.body, found.type);
    if (found.body instanceof ReadableStream) await found.body.cancel();
    return file('', found.type);
  });
}

function file(
  body: string | Uint8Array | ReadableStream<Uint8Array>,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body as BodyInit, {
    headers: { 'content-type': type, 'cache-control': 'private, max-age=3600', ...headers },
  });
}
