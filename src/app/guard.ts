import { failure, jsonResponse } from '../rest/envelope.ts';
import { GENERATE_PATH, isGraphql, pathOf } from '../rest/path.ts';
import { type Cors, isPreflight } from './cors.ts';
import { isForeign } from './origin.ts';
import { tokenCheck, type TokenOptions } from './token.ts';

export interface GuardOptions extends TokenOptions {
  /** Names under which the server may be asked, in lower case and without ports; all where it is left out. */
  hosts?: readonly string[];
  /**
   * Lets GET /cart/generate/events generate, so that it is a write like any POST.
   *
   * @default false
   */
  compat?: boolean;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const MOST_SHOWN = 100;

/**
 * Makes the function that answers what goes no further, null for a request that may pass: 421 for a Host that is none of ours (a
 * page elsewhere whose name was pointed at this machine), 403 for a write or a preflight of a page elsewhere, 415 for a write with
 * a body that a form could send, 401 without the token, and 204 for a preflight of an origin that may ask.
 */
export function guard(options: GuardOptions, cors: Cors): (request: Request) => Response | null {
  const { hosts, compat = false } = options;
  const names = hosts === undefined ? null : new Set(hosts);
  const mayPass = tokenCheck(options);

  return (request) => {
    const url = new URL(request.url);
    const host = request.headers.get('host') ?? url.host;
    if (names !== null && !names.has(nameOf(host))) {
      return refuse(421, `This server does not answer for ${host.slice(0, MOST_SHOWN)}`);
    }
    // The Fetch standard has preflights without a token.
    if (isPreflight(request) && cors.allows(request)) return cors.preflight();
    const isWrite = !READS.has(request.method) || (compat && generates(request));
    if ((isWrite || isPreflight(request)) && isForeign(request) && !cors.allows(request)) {
      const origin = request.headers.get('origin') ?? 'another site';
      return refuse(
        403,
        `Cannot do this for a page of ${origin.slice(0, MOST_SHOWN)}: --cors allows origins`,
      );
    }
    const type = mediaType(request);
    // GraphQL's server has answers of its own to bodies of other types.
    if (isWrite && !isGraphql(url.pathname) && type !== null && type !== 'application/json') {
      const shown = type.slice(0, MOST_SHOWN);
      return refuse(415, `Cannot take a body of ${shown}: it must be application/json, or none`);
    }
    if (mayPass(request)) return null;
    return refuse(401, 'Say who you are: Authorization: Bearer <token>', { 'www-authenticate': 'Bearer' });
  };
}

function generates(request: Request): boolean {
  return request.method === 'GET' && pathOf(request) === GENERATE_PATH;
}

/** A Host without its port, in lower case; what is none is as it was. */
function nameOf(host: string): string {
  return host.replace(/^(\[[\da-f:.]*\]|[^[\]:]*)(?::\d*)?$/i, '$1').toLowerCase();
}

function mediaType({ headers }: Request): string | null {
  const type = headers.get('content-type');
  return type === null ? null : type.split(';', 1)[0]!.trim().toLowerCase();
}

function refuse(status: number, msg: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonResponse(failure(msg, null), { status, headers });
}
