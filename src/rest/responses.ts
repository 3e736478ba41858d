import { z } from '@hono/zod-openapi';
import { envelopeSchema } from './envelope-schema.ts';

/** Examples of a response's body by name. */
export type Examples = Readonly<Record<string, { summary: string; value: unknown }>>;

interface Answered {
  description: string;
  examples: Examples;
}

const wrong422 = envelopeSchema(
  z
    .object({
      errors: z
        .array(
          z.object({
            parameter: z.string().openapi({ description: 'Its name.' }),
            message: z.string().openapi({ description: 'What is wrong with it.' }),
            value: z
              .union([z.string(), z.array(z.string())])
              .nullable()
              .openapi({
                description:
                  'As it was given; a list where it was given more than once, null where it was not.',
              }),
          }),
        )
        .openapi({ description: 'One for each wrong parameter.' }),
    })
    .openapi({ description: 'What is wrong.' }),
).openapi('WrongParameters');

const unexpected = envelopeSchema(
  z
    .object({ id: z.string().openapi({ description: 'Under this id the log says more.' }) })
    .openapi({ description: 'Where to look.' }),
).openapi('Unexpected');

const refused = envelopeSchema(z.null().openapi({ description: 'Nothing.' })).openapi('Refused');

/** What every route may answer. */
const COMMON = {
  401: refusal(
    'The server wants a token, and this is not it.',
    'Say who you are: Authorization: Bearer <token>',
  ),
  503: refusal(
    'The answer took too long, or cannot be given now.',
    'Cannot answer within 10 s: ask for less',
  ),
  500: {
    description: 'Something unexpected happened. The log says what, under the id.',
    content: {
      'application/json': {
        schema: unexpected,
        example: wrong('Unexpected error, see 3f1c', { id: '3f1c' }),
      },
    },
  },
};

/** All responses of a read, given the schema of its body. */
export function responses<Body extends z.ZodType>(body: Body, answer: Answered) {
  return {
    200: { ...answered(body, answer), headers: z.object({ ETag: z.string().optional().openapi(TAG) }) },
    304: { description: 'The answer is the one whose tag If-None-Match names.' },
    ...COMMON,
  };
}

/** All responses of a read that is another each time, given the schema of its body. */
export function momentResponses<Body extends z.ZodType>(body: Body, answer: Answered) {
  return { 200: answered(body, answer), ...COMMON };
}

/** All responses of a write, given the schema of its body. */
export function writeResponses<Body extends z.ZodType>(body: Body, answer: Answered) {
  return {
    200: answered(body, answer),
    ...COMMON,
    403: refusal(
      'A page of another origin has asked for it.',
      'Cannot do this for a page of https://evil.example: --cors allows origins',
    ),
    415: refusal(
      'The body has a type that forms have.',
      'Cannot take a body of text/plain: it must be application/json, or none',
    ),
  };
}

function answered<Body extends z.ZodType>(body: Body, { description, examples }: Answered) {
  return { description, content: { 'application/json': { schema: body, examples } } };
}

function refusal(description: string, msg: string) {
  return { description, content: { 'application/json': { schema: refused, example: wrong(msg, null) } } };
}

/** The response to wrong parameters, for an example of one. */
export function wrongParameter(parameter: string, message: string, value: string) {
  return {
    422: {
      description: 'A parameter is not what it has to be.',
      content: {
        'application/json': {
          schema: wrong422,
          example: wrong(message, { errors: [{ parameter, message, value }] }),
        },
      },
    },
  };
}

const TAG = {
  description: 'Names the answer: the version of the table and the question. Send it back as If-None-Match.',
  example: '"12-5f0c8c6f1d2a3b4c"',
};

function wrong(msg: string, data: unknown): unknown {
  return { status: 'error', msg, data, count: null, total: null };
}
