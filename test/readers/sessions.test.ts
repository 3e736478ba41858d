import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openDuck, quoted } from '../support/duckdb.ts';
import { wireEvents } from '../support/wire-events.ts';
import {
  shopLines,
  type Published,
  publishBytes,
  publishLines,
  readFixture,
  tableGlob,
} from './published.ts';
import { readSessions } from './session-sql.ts';
import { readWire } from './wire-sql.ts';

const SESSION_TYPES = {
  session_id: 'VARCHAR',
  customer_id: 'BIGINT',
  is_guest: 'BOOLEAN',
  source: 'VARCHAR',
  device: 'VARCHAR',
  session_start: 'TIMESTAMP WITH TIME ZONE',
  session_end: 'TIMESTAMP WITH TIME ZONE',
  session_duration_seconds: 'DOUBLE',
  total_events: 'INTEGER',
  event_journey: 'VARCHAR',
  has_purchase: 'BOOLEAN',
  cart_value_vnd: 'BIGINT',
  cart_item_count: 'INTEGER',
  order_value_vnd: 'BIGINT',
};

test('session_metrics and the journey columns of the fixture are what SQL says', async () => {
  const { bytes, elements } = await readFixture();
  await checkSessions(await publishBytes(bytes, elements));
});

test('session_metrics and the journey columns of generated events are what SQL says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      await checkSessions(await publishLines(await shopLines(seed, 3000)));
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

test('session_metrics and the journey columns of any events are what SQL says', async () => {
  await fc.assert(
    fc.asyncProperty(wireEvents, async (events) => {
      await checkSessions(await publishLines([...events.map((event) => JSON.stringify(event)), '{}']));
    }),
    { numRuns: 15 },
  );
});

test('a journey of more than 1,000 steps is cut on event rows and whole in session_metrics', async () => {
  const types = ['view_item', 'search', 'scroll'];
  const steps = Array.from({ length: 1001 }, (_, i) => types[i % types.length] as string);
  const lines = steps.map((event_type, i) =>
    JSON.stringify({
      event_id: `evt_${i}`,
      event_type,
      session_id: 'sess_1',
      timestamp: `2025-03-01T10:00:00.${String(i).padStart(6, '0')}`,
    }),
  );
  await using run = await publishLines(lines);
  await using duck = await openDuck();
  assert.deepEqual(
    await duck.rows(`select distinct event_journey from read_parquet(${quoted(tableGlob(run.out))})`),
    [{ event_journey: `${steps.slice(0, 1000).join(',')},...` }],
  );
  const metrics = quoted(join(run.out, 'session_metrics.parquet'));
  assert.deepEqual(await duck.rows(`select event_journey from ${metrics}`), [
    { event_journey: steps.join(',') },
  ]);
});

async function checkSessions(published: Published): Promise<void> {
  await using run = published;
  await using duck = await openDuck();
  await readWire(duck, run.lines);
  await readSessions(duck);
  const names = Object.keys(SESSION_TYPES);
  const metrics = quoted(join(run.out, 'session_metrics.parquet'));
  const columns = await duck.rows<{ column_name: string; column_type: string }>(
    `describe select * from ${metrics}`,
  );
  assert.deepEqual(
    columns.map(({ column_name, column_type }) => [column_name, column_type]),
    Object.entries(SESSION_TYPES),
  );
  const times = 'epoch_us(session_start) as session_start, epoch_us(session_end) as session_end';
  assert.deepEqual(
    await duck.rows(`select * replace (${times}) from ${metrics} order by session_id`),
    await duck.rows(`select ${names.join(', ')} from sessions order by session_id`),
  );
  const files = (
    await duck.row<{ n: number }>(`select count(*) as n from glob(${quoted(tableGlob(run.out))})`)
  ).n;
  if (files === 0) return;
  const journey = 'event_sequence_num, session_duration_seconds, total_events, event_journey';
  assert.deepEqual(
    await duck.rows(
      `select event_id, ${journey}, ${times} from read_parquet(${quoted(tableGlob(run.out))}) order by event_id`,
    ),
    await duck.rows(
      `select event_id, event_sequence_num, session_duration_seconds, total_events, event_journey, session_start,
         session_end
       from steps join (select * exclude (customer_id, is_guest, source, device) from sessions) using (session_id)
       order by event_id`,
    ),
  );
}
