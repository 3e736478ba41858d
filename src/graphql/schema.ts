/* oxlint-disable import/no-unassigned-import -- every noun adds itself to the builder */
import { lexicographicSortSchema, printSchema } from 'graphql';
import './scalars.ts';
import './event.ts';
import './order-details.ts';
import './session.ts';
import './order.ts';
import './customer.ts';
import './product.ts';
import './statistics.ts';
import './abandoned-cart.ts';
import './funnel.ts';
import './journey.ts';
import './timeline.ts';
import './table.ts';
import './job.ts';
import './jobs.ts';
import './start-generation.ts';
import './start-transformation.ts';
import './job-commands.ts';
import './restore-table.ts';
import './follow-job.ts';
import { builder } from './builder.ts';

/** Everything that can be asked. */
export const schema = builder.toSchema();

/** The schema as text, as it stands in schema.graphql. */
export function schemaText(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
