import { useCSRFPrevention as preventCsrf } from '@graphql-yoga/plugin-csrf-prevention';
import { createYoga } from 'graphql-yoga';
import type { Jobs } from '../core/jobs/jobs.ts';
import type { Questions } from '../core/questions/questions.ts';
import { faultPlugin, hidingPlugin, requestPlugin, statusPlugin } from './answer-plugins.ts';
import { type Context, openContext } from './context.ts';
import { beginDeadline } from './deadline.ts';
import { type Failure, maskError } from './errors.ts';
import { GRAPHIQL, renderGraphiql } from './graphiql.ts';
import { limitPlugins } from './limit-plugins.ts';
import { LIMITS } from './limits.ts';
import { schema } from './schema.ts';
import { streamPlugin } from './streams.ts';

export interface GraphqlOptions {
  questions: Questions;
  jobs: Jobs;
  /** Is given every error that clients do not see, with the id of the request, which they see. */
  log: (failure: Failure) => void;
  /**
   * Hides the schema, GraphiQL and suggestions, and answers POST only.
   *
   * @default false
   */
  production?: boolean;
  /** Is told how many subscriptions are open, whenever one is opened or has ended. */
  onSubscription?: (open: number) => void;
  /**
   * Milliseconds a request may take; a subscription may take as long until it begins, and then goes on without a limit.
   *
   * @default 10,000
   */
  deadline?: number;
  /**
   * The present.
   *
   * @default the clock
   */
  now?: () => Date;
}

// Yoga's own ones have streams that cannot be cancelled before they are read.
const { fetch, Request, Response, Headers, FormData, ReadableStream, WritableStream, TransformStream } =
  globalThis;
const { Blob, File, TextEncoder, TextDecoder, URL, URLSearchParams } = globalThis;
const FETCH_API = {
  fetch,
  Request,
  Response,
  Headers,
  FormData,
  ReadableStream,
  WritableStream,
  TransformStream,
  Blob,
  File,
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
};

/**
 * Makes the function that answers requests to /graphql. What it refuses, it refuses with a 4xx status and a reason. The id of a
 * request is what an unexpected error is known by in the log; without one it is drawn.
 */
export function createGraphql(options: GraphqlOptions): (request: Request, id?: string) => Promise<Response> {
  const { questions, jobs, log, production = false, deadline = 10_000 } = options;
  const { now = () => new Date(), onSubscription = () => {} } = options;
  const yoga = createYoga<{ signal: AbortSignal; client: AbortSignal; id: string }, Context>({
    schema,
    context: ({ signal }) => openContext({ questions, jobs, signal, now: now().getTime() * 1000 }),
    fetchAPI: FETCH_API,
    logging: false,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: LIMITS.bodyBytes,
    // The app says to whom both faces answer.
    cors: false,
    graphiql: production ? false : GRAPHIQL,
    renderGraphiQL: (given) => renderGraphiql(given ?? {}),
    maskedErrors: { maskError },
    plugins: [
      requestPlugin(production),
      preventCsrf(),
      ...limitPlugins(),
      streamPlugin(onSubscription),
      statusPlugin(),
      faultPlugin(log),
      ...(production ? [hidingPlugin()] : []),
    ],
  });
  return async (request, id = crypto.randomUUID()) => {
    lowerType(request);
    // One of its own: servers have signals that forget who listens once another one follows them.
    const client = AbortSignal.any([request.signal]);
    const time = beginDeadline(deadline, client);
    try {
      return await yoga.fetch(request, { signal: time.signal, client, id });
    } finally {
      time.clear();
    }
  };
}

/** Types are the same in any case, which Yoga does not know. */
function lowerType({ headers }: Request): void {
  const type = headers.get('content-type');
  const lower = type?.replace(/^[^;]*/, (name) => name.toLowerCase());
  if (lower !== undefined && lower !== type) headers.set('content-type', lower);
}
