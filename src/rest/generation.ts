import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Next } from 'hono';
import { formatNumber } from '../core/aggregates/plain-text.ts';
import type { GenerationWish, StartGenerationOutcome } from '../core/jobs/jobs.ts';
import { callerOf, whileHere } from './caller.ts';
import type { Desk } from './desk.ts';
import { durationText } from './duration-text.ts';
import {
  type Envelope,
  jsonResponse,
  type ParameterError,
  success,
  warning,
  wrongParameters,
} from './envelope.ts';
import type { Answer } from './etag.ts';
import { type Generation, progressFields, progressOf } from './generation-progress.ts';
import { generateByGetRoute, GENERATE_PARAMETERS, generateRoute, statusRoute } from './generation-routes.ts';
import type { Generate } from './generation-schemas.ts';
import { generationStatus } from './generation-status.ts';
import { hasBody } from './has-body.ts';

/**
 * Events a second from the start of a generation to its commit, for the duration that is told beforehand: it takes some 40 µs an
 * event, half of them to generate, half to clean and to write the table. What is told later is measured.
 */
const EVENTS_A_SECOND = 25_000;

/** Unknown parameters that are answered one by one. */
const MOST_UNKNOWN = 10;

type Wanted = Pick<GenerationWish, 'method' | 'seed' | 'profile'> & { count: number };
type Given = { [Name in keyof Wanted]?: Wanted[Name] | undefined } & { count: number };

/** Adds the routes that generate events; with `compat` also by GET. */
export function addGeneration(
  app: OpenAPIHono,
  desk: Desk,
  { compat = false }: { compat?: boolean } = {},
): void {
  async function generate(context: Context, given: Given): Promise<Answer> {
    const { signal } = callerOf(context);
    if (await hasBody(context.req.raw, signal)) {
      const message = 'Cannot use a body as parameters belong into the query, as in ?count=10000';
      return wrongParameters([{ parameter: 'body', message, value: null }]) as Answer;
    }
    const unknown = unknownOf(context);
    if (unknown.length > 0) return wrongParameters(unknown) as Answer;
    const wanted = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as unknown as Wanted;
    const outcome = await whileHere(signal, desk.jobs.startGeneration(wanted));
    if (outcome.outcome === 'invalid') {
      const value = valueOf(context, outcome.field);
      return wrongParameters([{ parameter: outcome.field, message: outcome.message, value }]) as Answer;
    }
    return jsonResponse(told(outcome, desk.now())) as Answer;
  }

  if (compat) {
    app.use(generateByGetRoute.path, refuseHead);
    app.openapi(generateByGetRoute, (context) => generate(context, context.req.valid('query')));
  }
  app.openapi(generateRoute, (context) => generate(context, context.req.valid('query')));
  app.openapi(
    statusRoute,
    async (context) => jsonResponse(await generationStatus(desk, callerOf(context).signal)) as Answer,
  );
}

/** HEAD is answered as GET is, but must change nothing. */
function refuseHead({ req }: Context, next: Next): Promise<Response | void> {
  if (req.method !== 'HEAD') return next();
  return Promise.resolve(new Response(null, { status: 405, headers: { allow: 'GET, POST, OPTIONS' } }));
}

/** Parameters that no generation has: whoever spells one wrongly wants something else than the default. */
function unknownOf(context: Context): ParameterError[] {
  const names = new Set(new URL(context.req.url).searchParams.keys());
  for (const name of GENERATE_PARAMETERS) names.delete(name);
  return [...names].slice(0, MOST_UNKNOWN).map((parameter) => {
    const known = GENERATE_PARAMETERS.join(', ');
    const message = `Cannot use ${parameter.slice(0, 100)} as it must be one of ${known}`;
    return { parameter, message, value: valueOf(context, parameter) };
  });
}

function valueOf({ req }: Context, parameter: string): ParameterError['value'] {
  const values = new URL(req.url).searchParams.getAll(parameter);
  return values.length === 0 ? null : values.length === 1 ? values[0]! : values;
}

type Told = Exclude<StartGenerationOutcome, { outcome: 'invalid' }>;

function told(outcome: Told, now: number): Envelope<Generate> {
  switch (outcome.outcome) {
    case 'started':
      return started(outcome.job as Generation);
    case 'data_exists':
      return exists(outcome.events);
    case 'already_running':
      return alreadyRunning(outcome.job as Generation, now);
  }
}

function started({ id, task }: Generation): Envelope<Generate> {
  const { count } = task.options;
  const duration = `approximately ${durationText(Math.ceil(count / EVENTS_A_SECOND))}`;
  const msg = `Event generation started. Generating ${formatNumber(count)} events (${duration}). Check ${statusRoute.path} for progress.`;
  return success(msg, {
    target_events: count,
    mode: task.mode,
    estimated_duration: duration,
    status_endpoint: statusRoute.path,
    statistics_endpoint: '/cart/statistics',
    job_id: id,
  });
}

function exists(events: number): Envelope<Generate> {
  const msg = `Events already exist (${formatNumber(events)} events). Use 'method=new' to append or 'method=replace' to replace.`;
  const action_required = "Add '?method=new' to append, or '?method=replace' to replace existing data";
  return warning(msg, { existing_events: events, action_required }, events);
}

function alreadyRunning(job: Generation, now: number): Envelope<Generate> {
  const progress = progressOf(job, now);
  const msg = `Event generation already in progress. Please wait for completion (ETA: ${progress.remaining})`;
  return warning(msg, progressFields(progress));
}
