import { failure, jsonResponse } from '../rest/envelope.ts';
import type { Log } from './log.ts';
import { routeOf } from './routes.ts';

export interface RequestsOptions {
  log: Log;
  /** Milliseconds that only go forward. */
  clock: () => number;
  /** Is told of every answer, with the route it was for and how many seconds it took. */
  onAnswer?: (route: string, method: string, status: number, seconds: number) => void;
}

/** No status of HTTP: the log shows who left. */
const CLIENT_GONE = 499;

/** Ids of requests that callers may give: what is safe in a log and a header. */
const GIVEN_ID = /^[\w.:-]{1,64}$/;

/**
 * Gives every request an id, the caller's own where it has one (X-Request-Id), answers it, and writes a line of log. What is
 * thrown is answered with 500 and the id; the log has the rest.
 */
export function withRequests(
  handle: (request: Request, id: string) => Response | Promise<Response>,
  { log, clock, onAnswer }: RequestsOptions,
): (request: Request) => Promise<Response> {
  async function answer(request: Request, id: string): Promise<Response> {
    try {
      return await handle(request, id);
    } catch (error) {
      if (request.signal.aborted) {
        log({ level: 'warn', message: 'a request ended as its client had left', request: id, error });
        return jsonResponse(failure('The client has left', null), { status: CLIENT_GONE });
      }
      log({ level: 'error', message: 'a request failed', request: id, error });
      return jsonResponse(failure(`Unexpected error, see ${id}`, { id }), { status: 500 });
    }
  }

  return async (request) => {
    const given = request.headers.get('x-request-id');
    const id = given !== null && GIVEN_ID.test(given) ? given : crypto.randomUUID();
    const { method } = request;
    const { pathname: path } = new URL(request.url);
    const start = clock();
    const response = await answer(request, id);
    const { status } = response;
    const milliseconds = Math.round((clock() - start) * 1000) / 1000;
    onAnswer?.(routeOf(path), method, status, milliseconds / 1000);
    const level = status >= 500 ? 'error' : 'info';
    log({ level, message: 'answered', request: id, method, path, status, milliseconds });
    return withId(response, id);
  };
}

function withId(response: Response, id: string): Response {
  const headers = new Headers(response.headers);
  headers.set('x-request-id', id);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
