import { pathOf } from '../rest/path.ts';
import { originSet } from './origin.ts';

/** What a page of another origin may see of the service. */
const SHARED = /^\/(?:graphql|cart(?:\/.*)?)$/;

const METHODS = 'GET, POST';
const EXPOSED = 'x-request-id, etag';
/** Ours, and what GraphQL clients send: Apollo, Relay, urql, graphql-sse. */
const HEADERS = [
  'content-type',
  'authorization',
  'x-request-id',
  'accept',
  'cache-control',
  'if-none-match',
  'x-graphql-yoga-csrf',
  'x-graphql-event-stream-token',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'apollographql-client-name',
  'apollographql-client-version',
].join(', ');
/** Seconds that a browser may keep the answer to a preflight. */
const MAX_AGE = '600';

/** What pages of other origins are told. */
export interface Cors {
  /** Whether the request is for a page of an origin that may ask, and for what such pages may see. */
  allows(request: Request): boolean;
  /** The answer to a preflight of an origin that may ask. */
  preflight(): Response;
  /** Says in the headers of a response whether the page that asked may see it. */
  mark(request: Request, response: Response): Response;
}

/** Makes what pages of some origins are told; nothing where there are none. No cookies, no wildcard. */
export function openCors(allowedOrigins: readonly string[]): Cors {
  const origins = originSet(allowedOrigins);

  function allows(request: Request): boolean {
    const origin = request.headers.get('origin');
    return origin !== null && origins.has(origin) && SHARED.test(pathOf(request));
  }

  return {
    allows,
    preflight: () =>
      new Response(null, {
        status: 204,
        headers: {
          'access-control-allow-methods': METHODS,
          'access-control-allow-headers': HEADERS,
          'access-control-max-age': MAX_AGE,
        },
      }),
    mark(request, response) {
      if (origins.size === 0 || !SHARED.test(pathOf(request))) return response;
      response.headers.append('vary', 'origin');
      if (!allows(request)) return response;
      response.headers.set('access-control-allow-origin', request.headers.get('origin') as string);
      response.headers.set('access-control-expose-headers', EXPOSED);
      return response;
    },
  };
}

/** Whether a browser asks what a page of another origin may do. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}
