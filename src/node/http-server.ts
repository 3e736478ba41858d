import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { isSystemError } from './atomic.ts';

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:4000`. */
  url: string;
  /** Takes no more connections, lets what is under way end, and after `grace` milliseconds cuts it off. */
  stop(grace: number): Promise<void>;
}

const UNREADABLE = JSON.stringify({
  status: 'error',
  msg: 'Cannot read the request as its method, Host or path must be otherwise',
  data: null,
  count: null,
  total: null,
});

/**
 * Serves a function of requests over HTTP. A request's signal is aborted when its client goes.
 *
 * @throws {Error} naming address and port where they cannot be had
 */
export async function listen(
  handle: (request: Request) => Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const adapter = createServerAdapter(handle, { fetchAPI: globalThis });
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5000 };
  let stopping = false;
  const server = createServer(limits, (request, response) => {
    // A connection that is kept for more requests would keep the server from closing.
    response.once('close', () => stopping && server.closeIdleConnections());
    if (isReadable(request)) void adapter(request, response);
    else refuse(response);
  });
  await open(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${actual}`,
    stop(grace) {
      stopping = true;
      return stop(server, grace);
    },
  };
}

/** Whether a Request can be made of it: that one has an address, without a password in it, and never the method TRACE. */
function isReadable({ method, url = '', headers }: IncomingMessage): boolean {
  const address = URL.parse(`http://${headers.host || 'localhost'}${url}`);
  return method !== 'TRACE' && url.startsWith('/') && address !== null && address.username === '';
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  response.end(UNREADABLE);
}

async function open(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    const help = 'something else listens there: --port takes another, 0 any that is free';
    const reason = isSystemError(error, 'EADDRINUSE') ? ` as ${help}` : '';
    throw new Error(`Cannot listen on ${host}:${port}${reason}`, { cause: error });
  }
}

async function stop(server: Server, grace: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  await promise;
  clearTimeout(timer);
}
