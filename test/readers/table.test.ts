import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Duck, openDuck, quoted } from '../support/duckdb.ts';
import { expectedRows, type Row } from './expected-rows.ts';
import {
  type Fixture,
  shopLines,
  type Published,
  publishBytes,
  publishLines,
  readFixture,
  tableGlob,
} from './published.ts';
import { WIRE_TYPES } from './wire-sql.ts';

const TYPES: Record<string, string> = {
  ...WIRE_TYPES,
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  properties: 'VARCHAR',
  hour: 'INTEGER',
  event_sequence_num: 'INTEGER',
  session_start: 'TIMESTAMP WITH TIME ZONE',
  session_end: 'TIMESTAMP WITH TIME ZONE',
  session_duration_seconds: 'DOUBLE',
  total_events: 'INTEGER',
  event_journey: 'VARCHAR',
  date: 'DATE',
};
const NEVER_NULL = [
  'event_id',
  'event_type',
  'timestamp',
  'timestamp_unix',
  'session_id',
  'is_guest',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'product_price_vnd',
  'quantity',
  'line_total_vnd',
  'hour',
  'event_sequence_num',
  'session_start',
  'session_end',
  'session_duration_seconds',
  'total_events',
  'event_journey',
];

let duck: Duck;
let published: Published;
let fixture: Fixture;
let from: string;

before(async () => {
  fixture = await readFixture();
  duck = await openDuck();
  published = await publishBytes(fixture.bytes, fixture.elements);
  from = `read_parquet(${quoted(tableGlob(published.out))}, hive_partitioning = true)`;
});

after(async () => {
  await published[Symbol.asyncDispose]();
  await duck[Symbol.asyncDispose]();
});

test('DuckDB finds the columns of cart_events_cleaned under their names and types', async () => {
  const columns = await duck.rows<{ column_name: string; column_type: string }>(
    `describe select * from ${from}`,
  );
  assert.deepEqual(
    columns.map(({ column_name, column_type }) => [column_name, column_type]),
    Object.entries(TYPES),
  );
});

test('cart_events_cleaned declares what is never null, and is compressed by snappy', async () => {
  const glob = quoted(tableGlob(published.out));
  const required = await duck.rows<{ name: string }>(
    `select name from parquet_schema(${glob}) where repetition_type = 'REQUIRED'
     group by name having count(*) = (select count(*) from glob(${glob})) order by any_value(column_id)`,
  );
  assert.deepEqual(
    required.map(({ name }) => name),
    NEVER_NULL,
  );
  const codecs = await duck.rows(`select distinct compression from parquet_metadata(${glob})`);
  assert.deepEqual(codecs, [{ compression: 'SNAPPY' }]);
});

test('cart_events_cleaned has a file a date, a row an event, and nulls where the events had none', async () => {
  const rows = expectedRows(fixture.good, Object.keys(WIRE_TYPES));
  const names = Object.keys(TYPES);
  const counts = names.map((name) => `count("${name}") as "${name}"`).join(', ');
  const found = await duck.row<Record<string, number>>(`select ${counts} from ${from}`);
  const wanted = names.map((name) => [name, rows.filter((row) => row[name] !== null).length]);
  assert.deepEqual(found, Object.fromEntries(wanted));
  assert.deepEqual(
    await duck.row(`select count(*) as files from glob(${quoted(tableGlob(published.out))})`),
    { files: 90 },
  );
});

test('every row DuckDB reads is what JSON.parse and the rules of cleaning make of its line', async () => {
  const rows = await tableRows(duck, from);
  const wanted = expectedRows(fixture.good, Object.keys(WIRE_TYPES));
  assert.equal(rows.length, fixture.counts.kept);
  for (const [at, row] of rows.entries()) assert.deepEqual(row, wanted[at]);
});

test('every row of generated events, read the same way, is what its line says', async () => {
  const lines = await shopLines(20_251_124, 3000);
  await using run = await publishLines(lines);
  const other = `read_parquet(${quoted(tableGlob(run.out))}, hive_partitioning = true)`;
  const rows = await tableRows(duck, other);
  const wanted = expectedRows(
    lines.map((line) => JSON.parse(line) as Row),
    Object.keys(WIRE_TYPES),
  );
  assert.equal(rows.length, wanted.length);
  for (const [at, row] of rows.entries()) assert.deepEqual(row, wanted[at]);
});

/** By date, and within a date as they stand in its file. */
async function tableRows(reader: Duck, source: string): Promise<Row[]> {
  await reader.run('set preserve_insertion_order = true');
  return reader.rows<Row>(
    `select * exclude (file_row_number) replace (epoch_us("timestamp") as "timestamp",
       epoch_us(session_start) as session_start, epoch_us(session_end) as session_end, date::VARCHAR as date)
     from ${source.replace(/\)$/, ', file_row_number = true)')} order by date, file_row_number`,
  );
}
