import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Duck, openDuck, quoted } from '../support/duckdb.ts';
import { wireEvents } from '../support/wire-events.ts';
import { askMetrics } from './metrics-sql.ts';
import { shopLines, type Published, publishBytes, publishLines, readFixture } from './published.ts';
import { readSessions } from './session-sql.ts';
import { readWire } from './wire-sql.ts';

test('aggregation_metrics.json holds what SQL says of the fixture', async () => {
  const { bytes, elements } = await readFixture();
  await checkMetrics(await publishBytes(bytes, elements));
});

test('aggregation_metrics.json holds what SQL says of generated events in the zone of the shop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const lines = await shopLines(seed, 3000, '+07:00');
      const options = { timeZone: 'Asia/Ho_Chi_Minh', dropGuests: false, notAfter: null };
      await checkMetrics(await publishLines(lines, { options }), 420);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

test('aggregation_metrics.json holds what SQL says of events with ties, nulls and broken rules', async () => {
  const large = fc.array(wireEvents, { minLength: 5, maxLength: 15 }).map((parts) => parts.flat());
  await fc.assert(
    fc.asyncProperty(large, async (events) => {
      // No two parts share ids or sessions, so that more than the 60 ids of one part are kept.
      const lines = events.map((event, i) =>
        JSON.stringify({
          ...event,
          event_id: event.event_id && `${event.event_id}_${i >> 7}`,
          session_id: `${event.session_id}_${i >> 7}`,
        }),
      );
      await checkMetrics(await publishLines([...lines, '{}']));
    }),
    { numRuns: 8 },
  );
});

async function checkMetrics(published: Published, zoneOffset = 0): Promise<void> {
  await using run = published;
  await using duck = await openDuck();
  await readWire(duck, run.lines, zoneOffset);
  await readSessions(duck);
  const metrics = JSON.parse(await readFile(join(run.out, 'aggregation_metrics.json'), 'utf8'));
  assertSame(metrics, await askMetrics(duck), '');
  await checkFates(run, duck);
  await checkSummary(run, duck);
}

async function checkFates({ record }: Published, duck: Duck): Promise<void> {
  const rows = await duck.rows<{ fate: string; count: number }>(
    'select fate, count(*) as count from fates group by fate order by fate',
  );
  const {
    kept = 0,
    duplicate = 0,
    conflict = 0,
    ...codes
  } = Object.fromEntries(rows.map(({ fate, count }) => [fate, count]));
  const { read, written, duplicates, conflicts, quarantined, quarantined_by_code } = record.counts;
  assert.deepEqual(
    { written, duplicates, conflicts },
    { written: kept, duplicates: duplicate, conflicts: conflict },
  );
  assert.deepEqual(quarantined_by_code, codes);
  assert.equal(read, written + duplicates + conflicts + quarantined);
  assert.equal(
    read,
    rows.reduce((sum, { count }) => sum + count, 0),
  );
}

async function checkSummary({ out }: Published, duck: Duck): Promise<void> {
  const path = quoted(join(out, 'transformation_summary.csv'));
  const types = `(select list(struct_pack(t := event_type, c := c) order by c desc, event_type)
    from (select event_type, count(*) as c from kept as k where k.date = kept.date group by event_type))`;
  const wanted = await duck.rows(
    `select date::VARCHAR as date, count(*) as total_events, count(distinct session_id) as unique_sessions,
       count(distinct customer_id) as unique_customers,
       '{' || array_to_string(list_transform(${types}, lambda x: to_json(x.t)::VARCHAR || ':' || x.c), ',') || '}'
         as event_type_distribution
     from kept group by date order by date`,
  );
  assert.deepEqual(
    await duck.rows(`select * replace (date::VARCHAR as date) from read_csv(${path}, header = true)`),
    wanted,
  );
}

/** Whole numbers and texts are equal, others to 12 digits; a map is compared with its names and numbers in order. */
function assertSame(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number' && typeof actual === 'number' && !Number.isInteger(expected)) {
    assert.ok(
      Math.abs(actual - expected) <= Math.abs(expected) * 1e-12,
      `${path}: ${actual} is not ${expected}`,
    );
  } else if (Array.isArray(expected) && !Array.isArray(actual)) {
    assert.deepEqual(Object.entries(actual as object), expected, path);
  } else if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
    const held = actual as Record<string, unknown>;
    assert.deepEqual(Object.keys(held).toSorted(), Object.keys(expected).toSorted(), path);
    for (const [name, value] of Object.entries(expected)) assertSame(held[name], value, `${path}.${name}`);
  } else {
    assert.deepEqual(actual, expected, path);
  }
}
