import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryCsv } from '../../../src/core/sinks/summary-csv.ts';
import { factsOf } from '../aggregates/rows.ts';
import { reportOf, smallReport } from './report-sample.ts';

const HEADER = 'date,total_events,unique_sessions,unique_customers,event_type_distribution\n';

test('summaryCsv() writes a row a date, with the types quoted', async () => {
  assert.equal(
    summaryCsv(await smallReport()),
    `${HEADER}2025-08-25,4,1,1,"{""add_to_cart"":2,""purchase"":1,""remove_from_cart"":1}"
2025-08-26,2,1,0,"{""__proto__"":1,""add_to_cart"":1}"
`,
  );
});

test('summaryCsv() keeps a name in its cell and its line', async () => {
  const report = await reportOf([factsOf({ event_type: 'a"b\r\n=c,\\' })], []);
  assert.equal(summaryCsv(report), `${HEADER}2025-08-25,1,1,1,"{""a\\""b\\r\\n=c,\\\\"":1}"\n`);
});

test('summaryCsv() of nothing is the header', async () => {
  assert.equal(summaryCsv(await reportOf([], [])), HEADER);
});
