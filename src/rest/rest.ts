import { type Hook, OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Env } from 'hono';
import { compress } from 'hono/compress';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { UnavailableError } from '../core/errors.ts';
import type { Jobs } from '../core/jobs/jobs.ts';
import type { Questions } from '../core/questions/questions.ts';
import type { Zone } from '../core/time/zone.ts';
import { addAbandoned } from './abandoned.ts';
import { addAbout } from './about.ts';
import { type Caller, callerOf, DeadlineError, withDeadline } from './caller.ts';
import { addDocs, type Assets } from './docs.ts';
import { failure, jsonResponse, type ParameterError, wrongParameters } from './envelope.ts';
import { addEvents } from './events.ts';
import { addGeneration } from './generation.ts';
import { addHealth } from './health.ts';
import { addDocument } from './openapi.ts';
import { GENERATE_PATH, pathOf } from './path.ts';
import { addStatistics } from './statistics.ts';

/** A line of the log about an error that callers see only the id of. */
export type RestLogEntry = { level: 'error'; message: string; request: string; error: unknown };

export interface RestOptions {
  questions: Questions;
  jobs: Jobs;
  /** The shop's zone: of the times in answers, and of dates that are asked for. */
  zone: Zone;
  /** The present, which decides how long carts have been left. */
  now: () => Date;
  /** Must not throw. */
  log: (entry: RestLogEntry) => void;
  /** Files of the page of documentation; without it the page only says where the routes are described. */
  assets?: Assets;
  /**
   * Milliseconds that a question may take; 503 answers one that takes longer.
   *
   * @default 10,000
   */
  deadline?: number;
  /**
   * Lets GET /cart/generate/events generate, for clients that cannot POST.
   *
   * @default false
   */
  compat?: boolean;
}

/** No status of HTTP, and nobody is there to read it: the log shows who left. */
const CLIENT_GONE = 499;
const MOST_SHOWN = 200;

/**
 * Makes the function that answers `/cart/*`, `/health`, `/openapi.json` and `/docs`, and whatever else with 404 in the envelope.
 * The id of a request is what an unexpected error is known by in the log; without one it is drawn.
 */
export function createRest(options: RestOptions): (request: Request, id?: string) => Promise<Response> {
  const { questions, jobs, zone, now, log, assets, deadline = 10_000, compat = false } = options;
  const desk = { questions, jobs, zone, now: () => now().getTime() * 1000 };
  const app = new OpenAPIHono({ defaultHook: refuseParameters, getPath: pathOf });

  app.use(compress({ encoding: 'gzip' }), methodNotAllowed({ app, onMethodNotAllowed: sayMethods }));
  addAbout(app, desk);
  addEvents(app, desk);
  addStatistics(app, desk);
  addAbandoned(app, desk);
  addGeneration(app, desk, { compat });
  addHealth(app);
  addDocument(app);
  addDocs(app, { assets });
  app.notFound(({ req }) => refuse(404, `Nothing is at ${shortened(req.path)}: see /cart/ and /docs`));
  app.onError((error, context) => {
    const { id, signal } = callerOf(context);
    if (signal.aborted) return outOfTime(signal.reason, context.req.path);
    if (error instanceof UnavailableError) return refuse(503, error.message);
    log({ level: 'error', message: 'a REST request failed', request: id, error });
    return jsonResponse(failure(`Unexpected error, see ${id}`, { id }), { status: 500 });
  });
  return async (request, id = crypto.randomUUID()) => {
    const response = await withDeadline(request, deadline, (signal) =>
      app.fetch(request, { id, signal } satisfies Caller),
    );
    response.headers.set('vary', 'accept-encoding');
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    response.headers.set('x-content-type-options', 'nosniff');
    return response;
  };
}

function outOfTime(reason: unknown, path: string): Response {
  if (!(reason instanceof DeadlineError)) return new Response(null, { status: CLIENT_GONE });
  const help = path === GENERATE_PATH ? '/cart/generate/status says whether it was started' : 'ask for less';
  return refuse(503, `${reason.message}: ${help}`, { 'retry-after': '1' });
}

function sayMethods({ req }: Context, methods: readonly string[]): Response {
  // Where GET writes, HEAD is none that only looks.
  const taken = methods.filter((method) => method !== 'HEAD' || req.path !== GENERATE_PATH);
  const allow = [...taken, 'OPTIONS'].join(', ');
  if (req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
  return refuse(405, `${shortened(req.path)} takes ${allow}, not ${shortened(req.method)}`, { allow });
}

type Checked = Parameters<Hook<unknown, Env, string, unknown>>[0];

function refuseParameters(result: Checked, { req }: Context): Response | undefined {
  if (result.success) return undefined;
  const errors = result.error.issues.map(({ path, message }): ParameterError => {
    const parameter = String(path[0]);
    const values = result.target === 'param' ? [req.param(parameter) ?? ''] : (req.queries(parameter) ?? []);
    return { parameter, message, value: values.length === 1 ? values[0]! : values };
  });
  return wrongParameters(errors);
}

function refuse(status: number, msg: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonResponse(failure(msg, null), { status, headers });
}

function shortened(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}
