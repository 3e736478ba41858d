import { z } from '@hono/zod-openapi';

/** The schema of an envelope around some data. */
export function envelopeSchema<Data extends z.ZodType>(data: Data) {
  return z.object({
    status: z
      .enum(['success', 'warning', 'error'])
      .openapi({ description: 'How it went. Before any event is there, reads answer 200 with `error`.' }),
    msg: z.string().openapi({ description: 'What happened, for people.' }),
    data,
    count: z
      .int()
      .nonnegative()
      .nullable()
      .openapi({ description: 'Rows in `data`; null where there are none to count.' }),
    total: z
      .int()
      .nonnegative()
      .nullable()
      .openapi({ description: 'Rows that meet the question, in `data` or not; null where not counted.' }),
  });
}
