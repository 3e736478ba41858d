/** What is to be found on the server, path and what it is. */
const PLACES = [
  ['/graphql', 'GraphQL; in a browser GraphiQL, where the schema explains itself'],
  ['/docs', 'the REST routes, to read and to try'],
  ['/openapi.json', 'the same for programs, OpenAPI 3.1'],
  ['/cart/', 'REST: where to begin'],
  ['/cart/statistics', 'REST: how many events, carts and customers'],
  ['/cart/generate/status', 'REST: how far a generation of events is; POST /cart/generate/events starts one'],
  ['/health', 'whether the server lives'],
  ['/health/ready', 'whether it answers questions'],
  ['/metrics', 'measurements for Prometheus'],
] as const;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.6rem;margin:0}p{margin:.3rem 0 1.5rem}dt{font-family:ui-monospace,monospace}dd{margin:0 0 .8rem;color:#555}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}dd{color:#999}a{color:#8ab4ff}}`;

/** The page at `/`: what is here, as HTML for browsers and JSON for programs. */
export function home(request: Request, version: string): Response {
  const headers = { 'cache-control': 'no-cache', vary: 'accept', 'x-content-type-options': 'nosniff' };
  if (!(request.headers.get('accept') ?? '').includes('text/html')) {
    return Response.json({ name: 'Cartograph', version, places: Object.fromEntries(PLACES) }, { headers });
  }
  const places = PLACES.map(([path, what]) => `<dt><a href="${path}">${path}</a></dt><dd>${what}</dd>`);
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cartograph</title><style>${STYLE}</style></head><body><h1>Cartograph ${version}</h1>
<p>Cart events in; a clean table, sessions and carts left behind out.</p><dl>${places.join('')}</dl></body></html>`;
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
  });
}
