import { z } from '@hono/zod-openapi';
import { envelopeSchema } from './envelope.ts';

/** Examples of a response's body by name. */
export type Examples = Readonly<Record<string, { summary: string; value: unknown }>>;

const wrongParameters = envelopeSchema(
  z
    .object({
      errors: z
        .array(
          z.object({
            parameter: z.string().openapi({ description: 'Its name.' }),
            message: z.string().openapi({ description: 'What is wrong with it.' }),
            value: z
              .union([z.string(), z.array(z.string())])
              .openapi({ description: 'As it was given; a list where it was given more than once.' }),
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

/** All responses of a read, given the schema of its body. */
export function responses<Body extends z.ZodType>(
  body: Body,
  { description, examples }: { description: string; examples: Examples },
) {
  return {
    200: {
      description,
      headers: z.object({ ETag: z.string().optional().openapi(TAG) }),
      content: { 'application/json': { schema: body, examples } },
    },
    304: { description: 'The answer is the one whose tag If-None-Match names.' },
    401: {
      description: 'The server wants a token, and this is not it.',
      content: {
        'application/json': {
          schema: refused,
          example: wrong('Say who you are: Authorization: Bearer <token>', null),
        },
      },
    },
    503: {
      description: 'The answer took too long.',
      content: {
        'application/json': {
          schema: refused,
          example: wrong('Cannot answer within 10 s: ask for less', null),
        },
      },
    },
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
}

/** The response to wrong parameters, for an example of one. */
export function wrongParameter(parameter: string, message: string, value: string) {
  return {
    422: {
      description: 'A parameter is not what it has to be.',
      content: {
        'application/json': {
          schema: wrongParameters,
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
