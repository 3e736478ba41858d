import { failure, jsonResponse } from '../rest/envelope.ts';

export interface GuardOptions {
  /** What requests have to carry; without it nobody is asked for one. */
  token?: string;
  /** Names under which the server may be asked, in lower case and without ports; all where it is left out. */
  hosts?: readonly string[];
}

/** Paths that say nothing of the data, for those who watch whether the server lives. */
const OPEN = new Set(['/health', '/health/ready']);

/**
 * Makes the function that says what a request is refused with, null for one that may pass: 421 for a Host that is none of ours
 * (a page elsewhere whose name was pointed at this machine), 401 without the token.
 */
export function guard({ token, hosts }: GuardOptions): (request: Request) => Response | null {
  const allowed = hosts === undefined ? null : new Set(hosts);
  return (request) => {
    const url = new URL(request.url);
    const host = hostOf(request.headers.get('host') ?? url.host);
    if (allowed !== null && !allowed.has(host)) {
      return refuse(421, `This server does not answer for ${host.slice(0, 100)}`);
    }
    if (token === undefined || OPEN.has(url.pathname)) return null;
    const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given !== undefined && isSame(given, token)) return null;
    return refuse(401, 'Say who you are: Authorization: Bearer <token>', { 'www-authenticate': 'Bearer' });
  };
}

function hostOf(host: string): string {
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.replace(/:\d*$/, '');
  return name.toLowerCase();
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const encoder = new TextEncoder();
  const [a, b] = [encoder.encode(given), encoder.encode(wanted)];
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i % b.length]!;
  return difference === 0;
}

function refuse(status: number, msg: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonResponse(failure(msg, null), { status, headers });
}
