import type { EventFacts } from '../aggregates/facts.ts';
import { type BytesColumn, type NumberColumn, textsOf } from '../columns/column.ts';
import { FIELDS } from '../fields.ts';
import type { Section } from './sections.ts';

const COLUMN = Object.fromEntries(FIELDS.map(({ name }, i) => [name, i])) as Record<string, number>;

/** What the statistics want to know of the kept rows of a section. */
export function factsOf({ columns, kept, session, facts }: Section, date: string): EventFacts[] {
  const text = (name: string): ((row: number) => string | null) => {
    const column = columns[COLUMN[name] as number] as BytesColumn;
    const { codes } = column;
    const values = textsOf(column);
    return (row) => values[(codes[row] as number) - 1] ?? null;
  };
  const number = (name: string): ((row: number) => number | null) => {
    const { values } = columns[COLUMN[name] as number] as NumberColumn;
    return (row) => (Number.isNaN(values[row]) ? null : (values[row] as number));
  };
  const [type, source, device, productName] = [
    text('event_type'),
    text('source'),
    text('device'),
    text('product_name'),
  ];
  const [hour, customer, product] = [number('hour'), number('customer_id'), number('product_id')];
  return Array.from(kept, (row) => ({
    event_type: type(row) as string,
    source: source(row),
    device: device(row),
    date,
    hour: hour(row) as number,
    customer_id: customer(row),
    product_id: product(row),
    product_name: productName(row),
    session: facts.numbers[session[row] as number] as number,
  }));
}
