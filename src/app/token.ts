import { isGraphql } from '../rest/path.ts';

export interface TokenOptions {
  /** What requests have to carry; without it nobody is asked for one. */
  token?: string;
  /** Whether there is no page of GraphiQL. */
  production?: boolean;
}

/** Paths for those who watch whether the server lives. */
const WATCHED: ReadonlySet<string> = new Set(['/health', '/health/ready']);
/** Paths that explain the service, with no data in them: where a browser begins, and asks its user for the token. */
const EXPLAINING = /^\/(?:|openapi\.json|docs(?:\/.*)?)$/;

/** Makes the function that says whether a request may pass: with the token, or because what it asks for says nothing of the data. */
export function tokenCheck({ token, production = false }: TokenOptions): (request: Request) => boolean {
  return (request) => {
    if (token === undefined || isOpen(request, production)) return true;
    const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    return given !== undefined && isSame(given, token);
  };
}

function isOpen({ url, method, headers }: Request, production: boolean): boolean {
  const { pathname, search } = new URL(url);
  if (WATCHED.has(pathname)) return true;
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (EXPLAINING.test(pathname)) return true;
  // GraphiQL; with a query it would be a question.
  const asksForPage = method === 'GET' && (headers.get('accept') ?? '').includes('text/html');
  return !production && isGraphql(pathname) && search === '' && asksForPage;
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const encoder = new TextEncoder();
  const [a, b] = [encoder.encode(given), encoder.encode(wanted)];
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i % b.length]!;
  return difference === 0;
}
