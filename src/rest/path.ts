import { getPath } from 'hono/utils/url';

/** The route that generates events. */
export const GENERATE_PATH = '/cart/generate/events';

/** Whether GraphQL answers under the path of an address, with or without a slash at its end. */
export function isGraphql(pathname: string): boolean {
  return pathname === '/graphql' || pathname === '/graphql/';
}

/** The path that routes are looked up by: with or without a slash at its end it is the same. */
export function pathOf(request: Request): string {
  const path = getPath(request);
  if (path === '/cart' || path === '/cart/') return '/cart/';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
