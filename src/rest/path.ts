import { getPath } from 'hono/utils/url';

/** The route that generates events. */
export const GENERATE_PATH = '/cart/generate/events';

/** The path that routes are looked up by: with or without a slash at its end it is the same. */
export function pathOf(request: Request): string {
  const path = getPath(request);
  if (path === '/cart' || path === '/cart/') return '/cart/';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
