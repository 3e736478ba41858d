import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Duck, openDuck, quoted } from '../support/duckdb.ts';
import { toBytes } from '../support/run-transform.ts';
import {
  shopLines,
  type Published,
  publishBytes,
  publishLines,
  readFixture,
  tableGlob,
} from './published.ts';

const UTC = { timeZone: 'UTC', dropGuests: false, notAfter: null };

test('a plain glob and the Delta log count every event once after runs with other options', async () => {
  const { bytes, elements, counts: wanted } = await readFixture();
  await using run = await publishBytes(bytes, elements);
  await using duck = await openDuck();
  await checkOnce(duck, run, wanted.kept);
  const others = [
    { options: { ...UTC, timeZone: 'Asia/Ho_Chi_Minh' } },
    { options: { ...UTC, dropGuests: true } },
    { options: UTC, pieceBytes: 60_000, resources: { chunkSize: 100, memory: 1 } },
  ];
  for (const [at, request] of others.entries()) {
    const { counts } = await run.again(bytes, request);
    await checkOnce(duck, run, counts.written);
    assert.equal(counts.written < wanted.kept, at === 1, 'guests are dropped by the second alone');
  }
});

test('a plain glob sees nothing of the events of a former run', async () => {
  await using run = await publishLines(await shopLines(1, 1000));
  await using duck = await openDuck();
  const lines = await shopLines(2, 500);
  const { counts } = await run.again(toBytes(lines.join('\n')));
  await checkOnce(duck, run, counts.written);
  const ids = lines.map((line) => quoted((JSON.parse(line) as { event_id: string }).event_id));
  const { strangers } = await duck.row<{ strangers: number }>(
    `select count(*) as strangers from ${quoted(tableGlob(run.out))} where event_id not in (${ids.join(', ')})`,
  );
  assert.equal(strangers, 0);
});

async function checkOnce(duck: Duck, { out }: Published, written: number): Promise<void> {
  const everywhere = quoted(join(out, 'cart_events_cleaned', '**', '*.parquet'));
  const table = quoted(tableGlob(out));
  const count = `select count(*) as events, count(distinct event_id) as ids`;
  for (const glob of [table, everywhere]) {
    assert.deepEqual(await duck.row(`${count} from read_parquet(${glob})`), {
      events: written,
      ids: written,
    });
  }
  const { sessions, events } = await duck.row<Record<string, number>>(
    `select count(*) as sessions, sum(total_events) as events from ${quoted(join(out, 'session_metrics.parquet'))}`,
  );
  assert.equal(events, written);
  assert.deepEqual(
    await duck.row(`select count(distinct session_id) as sessions from read_parquet(${table})`),
    {
      sessions,
    },
  );
  await checkLog(duck, out);
}

/** Replays the log by hand: what was added and not removed again is what lies in the folders, with as many rows. */
async function checkLog(duck: Duck, out: string): Promise<void> {
  const log = quoted(join(out, 'cart_events_cleaned', '_delta_log', '*.json'));
  const logged = await duck.rows(
    `with actions as (
       select filename as version, (json->'$.add') as added, (json->'$.remove') as removed
       from read_ndjson_objects(${log}, filename = true)),
     files as (
       select version, coalesce(added, removed)->>'$.path' as path, added from actions
       where added is not null or removed is not null)
     select arg_max(added->>'$.path', version) as path,
       arg_max(((added->>'$.stats')::JSON->>'$.numRecords')::BIGINT, version) as rows
     from files group by path having arg_max(added is not null, version) order by path`,
  );
  const prefix = join(out, 'cart_events_cleaned').length + 1;
  const found = await duck.rows(
    `select substr(file_name, ${prefix + 1}) as path, num_rows as rows
     from parquet_file_metadata(${quoted(tableGlob(out))}) order by path`,
  );
  assert.deepEqual(logged, found);
}
