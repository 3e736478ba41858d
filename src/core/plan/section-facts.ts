import type { EventColumns } from '../aggregates/event-columns.ts';
import type { BytesColumn, NumberColumn } from '../columns/column.ts';
import { FIELD } from './piece-columns.ts';
import type { Section } from './sections.ts';

/** What the statistics want to know of the kept rows of a section. */
export function factsOf({ columns, kept, session, facts }: Section, date: string): EventColumns {
  const text = (field: number): BytesColumn => columns[field] as BytesColumn;
  const number = (field: number): Float64Array => (columns[field] as NumberColumn).values;
  return {
    date,
    rows: kept,
    type: text(FIELD.event_type),
    source: text(FIELD.source),
    device: text(FIELD.device),
    hour: number(FIELD.hour),
    customer: number(FIELD.customer_id),
    product: number(FIELD.product_id),
    productName: text(FIELD.product_name),
    session,
    sessions: facts.numbers,
  };
}
