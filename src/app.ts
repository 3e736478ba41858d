import { compress } from './app/compress.ts';
import { openCors } from './app/cors.ts';
import { guard, type GuardOptions } from './app/guard.ts';
import { home } from './app/home.ts';
import type { Log } from './app/log.ts';
import { type RequestsOptions, withRequests } from './app/requests.ts';
import type { Jobs } from './core/jobs/jobs.ts';
import type { Questions } from './core/questions/questions.ts';
import type { Zone } from './core/time/zone.ts';
import { createGraphql } from './graphql/endpoint.ts';
import { failure, jsonResponse, success } from './rest/envelope.ts';
import { isGraphql } from './rest/path.ts';
import type { RestOptions } from './rest/rest.ts';

export interface AppOptions extends GuardOptions, Pick<RequestsOptions, 'clock' | 'onAnswer'> {
  questions: Questions;
  jobs: Jobs;
  /** The shop's zone. */
  zone: Zone;
  /** Version of Cartograph. */
  version: string;
  /** The present. */
  now: () => Date;
  log: Log;
  /** Null as long as questions are answered; otherwise why not. */
  ready: () => string | null;
  /** Files of the page of documentation. */
  assets?: RestOptions['assets'];
  /**
   * Measurements in Prometheus' text format.
   *
   * @default there is no /metrics
   */
  metrics?: () => Promise<{ type: string; body: string }>;
  /**
   * Hides the schema, GraphiQL and suggestions, and answers no GraphQL by GET.
   *
   * @default false
   */
  production?: boolean;
  /**
   * Origins whose pages may ask /graphql and /cart from a browser, such as `https://shop.example`.
   *
   * @default none but the server's own
   */
  allowedOrigins?: readonly string[];
  /** Is told how many subscriptions are open, whenever one is opened or has ended. */
  onSubscription?: (open: number) => void;
}

type Page = (request: Request) => Response | Promise<Response>;

const NOT_KEPT = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Everything the server answers, as one function of a request: it knows neither ports nor threads. */
export function createApp(options: AppOptions): (request: Request) => Promise<Response> {
  const { questions, jobs, zone, version, now, log, ready, assets, metrics, production = false } = options;
  const { compat = false, allowedOrigins = [], onSubscription } = options;
  const cors = openCors(allowedOrigins);
  const refuse = guard(options, cors);
  const graphql = createGraphql({
    questions,
    jobs,
    log,
    production,
    now,
    ...(onSubscription !== undefined && { onSubscription }),
  });
  // What describes and checks its routes takes long to load: those who ask GraphQL need not wait for it.
  const rest = once(async () => {
    const { createRest } = await import('./rest/rest.ts');
    return createRest({ questions, jobs, zone, now, log, compat, ...(assets !== undefined && { assets }) });
  });
  const pages = new Map<string, Page>([
    ['/', (request) => home(request, version)],
    ['/health/ready', () => readiness(ready())],
    ...(metrics === undefined ? [] : [['/metrics', () => measurements(metrics)] as const]),
  ]);

  async function route(request: Request, id: string): Promise<Response> {
    const refused = refuse(request);
    if (refused !== null) return refused;
    const { pathname } = new URL(request.url);
    if (isGraphql(pathname)) return compress(request, await graphql(request, id));
    const page = pages.get(pathname);
    if (page === undefined) return (await rest())(request, id);
    if (request.method === 'GET' || request.method === 'HEAD') return page(request);
    const msg = `${pathname} takes GET, HEAD, not ${request.method.slice(0, 20)}`;
    return jsonResponse(failure(msg, null), { status: 405, headers: { allow: 'GET, HEAD' } });
  }

  const answer = withRequests(route, options);
  return async (request) => cors.mark(request, await answer(request));
}

/** What `make` makes when it is first asked. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function readiness(reason: string | null): Response {
  if (reason === null) return jsonResponse(success('Ready', null), { headers: NOT_KEPT });
  return jsonResponse(failure(reason, null), { status: 503, headers: NOT_KEPT });
}

async function measurements(metrics: NonNullable<AppOptions['metrics']>): Promise<Response> {
  const { type, body } = await metrics();
  return new Response(body, { headers: { ...NOT_KEPT, 'content-type': type } });
}
