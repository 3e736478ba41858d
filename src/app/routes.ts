/** Routes that are counted each on its own. */
const ROUTES: ReadonlySet<string> = new Set([
  '/graphql',
  '/docs',
  '/openapi.json',
  '/metrics',
  '/health',
  '/health/ready',
  '/cart',
  '/cart/events',
  '/cart/events/customer',
  '/cart/events/product',
  '/cart/events/session',
  '/cart/statistics',
  '/cart/abandoned',
  '/cart/generate/events',
  '/cart/generate/status',
]);
const DEPTH = 3;

/** The route of a path without what callers put into it, `other` for what is none: there are never more than a few. */
export function routeOf(pathname: string): string {
  if (pathname === '/') return '/';
  const parts = pathname.split('/', DEPTH + 1);
  for (; parts.length > 1; parts.pop()) {
    const route = parts.join('/');
    if (ROUTES.has(route)) return route;
  }
  return 'other';
}
