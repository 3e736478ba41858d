import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDuck, quoted } from '../support/duckdb.ts';
import { publishBytes, tableGlob } from './published.ts';

const data = new URL('../../../shared/data/techstore-cart-events.json.gz', import.meta.url);
const skip = existsSync(data) ? false : 'the published data set is not beside the repository';

/** What its authors published, under the labels of the report. */
const PUBLISHED: Record<string, string> = {
  Events: '10,000',
  Sessions: '1,000',
  'Customers (guests not counted)': '1,000',
  Products: '200',
  Average: '105,220.91',
  Median: '109,144.69',
  'Sessions that end by adding to the cart': '330 = 33.00 %',
  add_to_cart: '3,387',
  update_quantity: '3,350',
  remove_from_cart: '3,263',
  'Add/remove ratio': '1.04',
  First: '2025-08-25',
  Last: '2025-11-24',
  'Dates with events': '92',
};

test('aggregation_report.txt shows the figures published for the TechStore data set', { skip }, async () => {
  await using run = await publishBytes(readFileSync(data), []);
  assert.deepEqual(
    [run.record.counts.read, run.record.counts.written, run.record.counts.dates],
    [10_000, 10_000, 92],
  );
  const report = (await readFile(join(run.out, 'aggregation_report.txt'), 'utf8')).split('\n');
  for (const [label, figure] of Object.entries(PUBLISHED)) {
    const lines = report.filter((line) => line.startsWith(`  ${label}  `)).map((line) => line.split(/ {2,}/));
    assert.equal(lines.length, 1, label);
    // Durations stand in two columns, seconds and minutes.
    const cell = label === 'Average' || label === 'Median' ? 3 : 2;
    assert.equal(lines[0]?.[cell], figure, label);
  }
  await using duck = await openDuck();
  assert.deepEqual(
    await duck.row(
      `select count(*) as events, count(distinct event_id) as ids, count(distinct session_id) as sessions,
         count(distinct customer_id) as customers, count(distinct product_id) as products,
         count(distinct date) as dates, min(date)::VARCHAR as first, max(date)::VARCHAR as last
       from read_parquet(${quoted(tableGlob(run.out))}, hive_partitioning = true)`,
    ),
    {
      events: 10_000,
      ids: 10_000,
      sessions: 1000,
      customers: 1000,
      products: 200,
      dates: 92,
      first: '2025-08-25',
      last: '2025-11-24',
    },
  );
});
