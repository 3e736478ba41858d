import assert from 'node:assert/strict';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import type { Questions } from '../../src/core/questions/questions.ts';
import { quietJobs } from '../support/jobs.ts';
import { createGraphql, type GraphqlOptions } from '../../src/graphql/endpoint.ts';
import { generatedEvents } from '../support/cart-events.ts';

export const EVENTS = await generatedEvents({ count: 2000 });
export const PLAIN = plainQuestions(EVENTS);
/** A year after the events. */
export const NOW = new Date('2026-11-22T17:00:00Z');
export const URL_OF = 'http://localhost:4000/graphql';

export type Handler = (request: Request, id?: string) => Promise<Response>;

/** A handler over generated events that fails the test where anything is logged. */
export function handler(options: Partial<GraphqlOptions> = {}): Handler {
  return createGraphql({
    questions: PLAIN,
    jobs: quietJobs,
    log: ({ error }) => assert.fail(error as Error),
    now: () => NOW,
    ...options,
  });
}

export const answers = handler();

/** Posts an operation as clients do. */
export function post(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(URL_OF, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the operation's
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** Asks an operation and reads the whole answer. */
export async function ask(
  query: string,
  variables: Record<string, unknown> = {},
  answer: Handler = answers,
): Promise<Answer> {
  const response = await answer(post({ query, variables }));
  const body = (await response.json()) as Omit<Answer, 'status'>;
  return { status: response.status, data: body.data, errors: body.errors ?? [] };
}

/** The data of an operation that has no errors. */
export async function dataOf(
  query: string,
  variables: Record<string, unknown> = {},
  answer: Handler = answers,
): Promise<Answer['data']> {
  const { status, data, errors } = await ask(query, variables, answer);
  assert.deepEqual(errors, []);
  assert.equal(status, 200);
  return data;
}

/** Questions that count how often each is asked. */
export function counting(questions: Questions): { questions: Questions; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  return {
    counts,
    questions: new Proxy(questions, {
      get(target, name: keyof Questions) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return target[name];
      },
    }),
  };
}
