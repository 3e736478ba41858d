import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Batch, CartEvent, JourneyEvent, Session } from '../../../src/core/event.ts';
import { SESSION_FIELDS } from '../../../src/core/fields.ts';
import { readParquet } from '../../../src/core/lake/read-parquet.ts';
import { TABLE } from '../../../src/core/plan/table-publication.ts';
import { TABLE_FIELDS } from '../../../src/core/plan/write-days.ts';
import { clean } from '../../../src/core/stages/clean.ts';
import { dedupe } from '../../../src/core/stages/dedupe.ts';
import { journey } from '../../../src/core/stages/journey.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { rawEvents } from '../../support/raw-events.ts';
import { filesOf, runTransform, toBytes } from '../../support/run-transform.ts';
import { wireEvents } from '../../support/wire-events.ts';

test('transform() writes the same files for any cut of the input, any piece and any memory', async () => {
  const cuts = fc.record({
    readBytes: fc.integer({ min: 1, max: 5000 }),
    pieceBytes: fc.integer({ min: 200, max: 20_000 }),
    memory: fc.constantFrom(0.0001, 0.003, 0.05, 64),
    chunkSize: fc.integer({ min: 1, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(wireEvents, cuts, async (events, { readBytes, pieceBytes, memory, chunkSize }) => {
      const bytes = toBytes(JSON.stringify(events));
      const whole = await runTransform(bytes);
      const cut = await runTransform(bytes, {
        readBytes,
        request: { pieceBytes, resources: { memory, chunkSize } },
      });
      assert.deepEqual(await filesOf(cut.output), await filesOf(whole.output));
      assert.deepEqual(cut.result.record.counts, whole.result.record.counts);
    }),
    { numRuns: 60 },
  );
});

test('transform() gives the rows that clean, dedupe and journey give one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(wireEvents, fc.integer({ min: 300, max: 20_000 }), async (events, pieceBytes) => {
      const { output, result } = await runTransform(toBytes(JSON.stringify(events)), {
        request: { pieceBytes },
      });
      const duplicates: CartEvent[] = [];
      const conflicts: CartEvent[] = [];
      const expected = await inStages(events, duplicates, conflicts);
      assert.deepEqual(await tableRows(output), byDate(expected));
      const { read, written, duplicates: dropped, conflicts: against, quarantined } = result.record.counts;
      assert.deepEqual(
        [read, written, dropped, against],
        [events.length, expected.length, duplicates.length, conflicts.length],
      );
      assert.equal(read, written + dropped + against + quarantined);
    }),
    { numRuns: 60 },
  );
});

test('transform() gives the same sessions for a shuffled input without ties or repeated ids', async () => {
  const distinct = wireEvents.map((events) =>
    events.map((fields, i) => ({
      ...fields,
      event_id: `evt_${i}`,
      timestamp: `2025-03-0${(i % 4) + 1}T10:00:00.${String(i).padStart(6, '0')}`,
    })),
  );
  const shuffled = distinct.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([events, other]) => {
      const a = await runTransform(toBytes(JSON.stringify(events)));
      const b = await runTransform(toBytes(JSON.stringify(other)));
      assert.deepEqual(await sessionRows(b.output), await sessionRows(a.output));
    }),
    { numRuns: 30 },
  );
});

test('transform() does nothing when the output holds the run already', async () => {
  const bytes = toBytes(JSON.stringify([event(1), event(2)]));
  const { output, result } = await runTransform(bytes);
  const before = await filesOf(output);
  const again = await runTransform(bytes, { output });
  assert.equal(again.result.report, null);
  assert.equal(again.result.tableVersion, result.tableVersion);
  assert.deepEqual(again.result.record, result.record);
  assert.deepEqual(await filesOf(output), before);
});

test('transform() replaces what another run has left, conflicts included', async () => {
  const conflicting = toBytes(JSON.stringify([event(1), { ...event(1), quantity: 5 }, event(2)]));
  const { output } = await runTransform(conflicting);
  assert.ok(await output.stat('conflicts.ndjson.gz'));
  const { result } = await runTransform(toBytes(JSON.stringify([event(3)])), { output });
  assert.equal(result.tableVersion, 1);
  assert.equal(await output.stat('conflicts.ndjson.gz'), undefined);
  assert.deepEqual(
    (await tableRows(output)).map((row) => row.event_id),
    ['evt_3'],
  );
  const parquet = (await output.list(TABLE)).filter(({ path }) => path.endsWith('.parquet'));
  assert.equal(parquet.length, 1, 'a plain reader counts every event once');
});

test('transform() takes an input without events', async () => {
  const { output, result } = await runTransform(toBytes('[]'));
  assert.equal(result.record.counts.read, 0);
  assert.equal(result.tableVersion, 0);
  assert.deepEqual(await sessionRows(output), []);
});

test('transform() leaves nothing behind when an input cannot be read', async () => {
  for (const text of ['', '  ', 'not json', '[{"event_id":1}', '[{}] x']) {
    const { output } = await runTransform(toBytes('[]'));
    const before = await filesOf(output);
    await assert.rejects(runTransform(toBytes(text), { output }), { name: 'InputError' }, text);
    const after = await filesOf(output);
    for (const path of Object.keys(after)) if (path.startsWith('.staging')) delete after[path];
    assert.deepEqual(after, before);
  }
});

function event(n: number): Record<string, unknown> {
  return {
    event_id: `evt_${n}`,
    event_type: 'view_item',
    session_id: 'sess_1',
    timestamp: `2025-03-01T10:00:0${n}`,
    quantity: 1,
  };
}

async function inStages(
  events: readonly unknown[],
  duplicates: CartEvent[],
  conflicts: CartEvent[],
): Promise<JourneyEvent[]> {
  async function* source() {
    if (events.length > 0) yield rawEvents(events);
  }
  const kept = dedupe(clean(source()), {
    onDuplicate: (dropped) => duplicates.push(dropped),
    onConflict: (dropped) => conflicts.push(dropped),
  });
  const batches: Batch<JourneyEvent>[] = await Array.fromAsync(journey(kept, { batchSize: 7 }));
  return batches.flat();
}

function byDate(events: readonly JourneyEvent[]): JourneyEvent[] {
  return events.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

async function tableRows(output: Storage): Promise<JourneyEvent[]> {
  const rows: JourneyEvent[] = [];
  for (const { path } of await output.list(TABLE)) {
    if (!path.endsWith('.parquet')) continue;
    const date = /date=([^/]*)/.exec(path)?.[1] as string;
    const names = TABLE_FIELDS.map(({ name }) => name);
    for await (const group of readParquet(output, path, names)) {
      for (const { hour, event_sequence_num, ...row } of group as unknown as JourneyEvent[]) {
        const {
          session_start,
          session_end,
          session_duration_seconds,
          total_events,
          event_journey,
          ...fields
        } = row;
        rows.push({
          ...fields,
          date,
          hour,
          event_sequence_num,
          session_start,
          session_end,
          session_duration_seconds,
          total_events,
          event_journey,
        });
      }
    }
  }
  return rows;
}

async function sessionRows(output: Storage): Promise<Session[]> {
  const groups = await Array.fromAsync(
    readParquet(
      output,
      'session_metrics.parquet',
      SESSION_FIELDS.map(({ name }) => name),
    ),
  );
  return groups.flat() as unknown as Session[];
}

test('transform() tells when each step begins, and when it ends', async () => {
  const events = Array.from({ length: 40 }, (_, i) => ({
    event_id: `evt_${i}`,
    event_type: 'view_item',
    session_id: `sess_${i % 3}`,
    timestamp: `2025-03-0${(i % 4) + 1}T10:00:00`,
  }));
  const bytes = toBytes(JSON.stringify(events));
  const seen: { step: string; done: number; total: number }[] = [];
  await runTransform(bytes, {
    request: { pieceBytes: 900, onProgress: ({ step, done, total }) => seen.push({ step, done, total }) },
  });
  const steps = [...new Set(seen.map(({ step }) => step))];
  assert.deepEqual(steps, ['check', 'read', 'ids', 'sessions', 'join', 'days', 'publish']);
  for (const step of steps.slice(1)) {
    const own = seen.filter((it) => it.step === step);
    assert.equal(own[0]?.done, 0, step);
    assert.equal(own.at(-1)?.done, own.at(-1)?.total, step);
  }
});
