import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { openDuck, quoted } from '../support/duckdb.ts';
import { expectedRows, type Row } from './expected-rows.ts';
import { shopLines, publishBytes, publishLines, readFixture, tableGlob } from './published.ts';
import { WIRE_TYPES } from './wire-sql.ts';

test('hyparquet reads from every file of the table the rows that its lines give', async () => {
  const { bytes, elements, good } = await readFixture();
  await using run = await publishBytes(bytes, elements);
  const dates = Map.groupBy(expectedRows(good, Object.keys(WIRE_TYPES)), ({ date }) => date);
  let files = 0;
  for (const { path, rows } of run.record.outputs) {
    const date = /^cart_events_cleaned\/date=([^/]*)\//.exec(path)?.[1];
    if (date === undefined) continue;
    files++;
    const found = await readRows(join(run.out, path));
    assert.equal(found.length, rows);
    assert.deepEqual(
      found.map((row) => Object.assign(row, { date })),
      dates.get(date),
    );
  }
  assert.equal(files, dates.size);
});

test('hyparquet and DuckDB read the same sessions and the same items', async () => {
  await using run = await publishLines(await shopLines(7, 3000));
  await using duck = await openDuck();
  const metrics = join(run.out, 'session_metrics.parquet');
  const times = 'epoch_us(session_start) as session_start, epoch_us(session_end) as session_end';
  assert.deepEqual(
    await readRows(metrics),
    await duck.rows(`select * replace (${times}) from read_parquet(${quoted(metrics)})`),
  );
  const items: Row[] = [];
  for (const { path } of run.record.outputs) {
    if (!path.startsWith('cart_events_cleaned/')) continue;
    for (const row of await readRows(join(run.out, path))) {
      if (row['items'] !== null) items.push({ event_id: row['event_id'], items: row['items'] });
    }
  }
  assert.ok(items.length > 10);
  assert.deepEqual(
    items.toSorted((a, b) => (String(a['event_id']) < String(b['event_id']) ? -1 : 1)),
    await duck.rows(
      `select event_id, items from read_parquet(${quoted(tableGlob(run.out))}) where items is not null order by event_id`,
    ),
  );
});

async function readRows(path: string): Promise<Row[]> {
  const bytes = await readFile(path);
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    parsers: { timestampFromMicroseconds: (micros: bigint) => micros },
  });
  return rows.map((row) => plain(row) as Row);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
