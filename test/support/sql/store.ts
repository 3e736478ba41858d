import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CartEvent } from '../../../src/core/event.ts';
import { FIELDS, type FieldKind } from '../../../src/core/fields.ts';
import { type Duck, quoted } from '../duckdb.ts';

const TYPES: Readonly<Record<FieldKind, string>> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  int32: 'INTEGER',
  int64: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  time: 'BIGINT',
  items: 'STRUCT(product_id BIGINT, quantity INTEGER, price_vnd BIGINT)[]',
};

/** Puts events into the table `stored` of an empty database, through a file of JSON. */
export async function storeEvents(duck: Duck, events: readonly CartEvent[]): Promise<void> {
  const path = join(tmpdir(), `cartograph-events-${crypto.randomUUID()}.ndjson`);
  const fields = FIELDS.filter(({ name }) => name !== 'hour');
  const columns = fields.map(({ name, kind }) => `${quoted(name)}: ${quoted(TYPES[kind])}`).join(', ');
  await writeFile(path, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  await duck.run(
    `create or replace table stored as select * from read_json(${quoted(path)},
       format = 'newline_delimited', columns = {${columns}}) where event_id is not null`,
  );
  await rm(path);
}
