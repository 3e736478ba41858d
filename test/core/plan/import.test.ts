import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { FIELDS } from '../../../src/core/fields.ts';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { readParquet } from '../../../src/core/lake/read-parquet.ts';
import { EVENTS, ZONE_KEY } from '../../../src/core/plan/events-table.ts';
import type { ImportCounts, ImportRecord } from '../../../src/core/plan/import-record.ts';
import { TABLE } from '../../../src/core/plan/table-publication.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { failingStorage, Killed } from '../../support/failing-storage.ts';
import { eventRows, runImport } from '../../support/run-import.ts';
import { runTransform, toBytes } from '../../support/run-transform.ts';
import { wireEvents } from '../../support/wire-events.ts';

const SMALL = { pieceBytes: 900, resources: { memory: 0.001, chunkSize: 3 } };

test('importEvents() gives the rows of a transform without their journeys, in order, however it is cut', async () => {
  const cuts = fc.record({
    pieceBytes: fc.integer({ min: 200, max: 20_000 }),
    memory: fc.constantFrom(0.0001, 0.003, 64),
    chunkSize: fc.integer({ min: 1, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(wireEvents, cuts, async (events, { pieceBytes, memory, chunkSize }) => {
      const bytes = toBytes(JSON.stringify(events));
      const data = memoryStorage();
      const { record } = await runImport(data, bytes, { pieceBytes, resources: { memory, chunkSize } });
      const { output, result } = await runTransform(bytes);
      assert.deepEqual(await eventRows(data), await transformRows(output));
      const { sessions: _, ...counts } = result.record.counts;
      assert.deepEqual(record?.counts, { ...counts, already_there: 0 });
    }),
    { numRuns: 40 },
  );
});

test('importEvents() of two halves gives the same events as of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(wireEvents, fc.nat({ max: 150 }), async (events, cut) => {
      const whole = memoryStorage();
      const { record } = await runImport(whole, toBytes(JSON.stringify(events)));
      const halves = memoryStorage();
      const first = await runImport(halves, toBytes(JSON.stringify(events.slice(0, cut))));
      const rest = await runImport(halves, toBytes(JSON.stringify(events.slice(cut))), SMALL);
      assert.deepEqual(byId(await eventRows(halves)), byId(await eventRows(whole)));
      assert.equal(rest.tableRows, record?.counts.written);
      if (rest.unchanged) return;
      const sum = (of: (counts: ImportCounts) => number): number =>
        of(first.record!.counts) + of(rest.record!.counts);
      const dropped = (counts: ImportCounts): number =>
        counts.duplicates + counts.conflicts + counts.already_there;
      assert.equal(
        sum(({ written }) => written),
        record?.counts.written,
      );
      assert.equal(sum(dropped), dropped(record!.counts));
      assert.equal(
        sum(({ quarantined }) => quarantined),
        record?.counts.quarantined,
      );
    }),
    { numRuns: 40 },
  );
});

test('importEvents() drops ids of the table whatever they come with, apart from duplicates and conflicts', async () => {
  const data = memoryStorage();
  await runImport(data, toBytes(JSON.stringify([event(1), event(2)])));
  const before = await eventRows(data);
  const again = [
    { ...event(1), quantity: 9 },
    event(1),
    event(2),
    event(3),
    event(3),
    { ...event(3), quantity: 9 },
    { event_id: 'broken' },
  ];
  const { record, tableVersion, tableRows, unchanged } = await runImport(
    data,
    toBytes(JSON.stringify(again)),
  );
  assert.deepEqual([tableVersion, tableRows, unchanged], [1, 3, false]);
  const { read, written, duplicates, already_there, conflicts, quarantined } = record!.counts;
  assert.deepEqual([read, written, duplicates, already_there, conflicts, quarantined], [7, 1, 1, 3, 1, 1]);
  assert.deepEqual((await eventRows(data)).slice(0, 2), before);
  const lines = await linesOf(data, `conflicts/${record!.import}.ndjson.gz`);
  assert.deepEqual(
    lines.map(({ code }) => code),
    ['conflict'],
  );
  const refused = await linesOf(data, `quarantine/${record!.import}.ndjson.gz`);
  assert.equal(refused.length, 1);
});

test('importEvents() of the same content again does nothing, under another name too', async () => {
  const data = memoryStorage();
  const bytes = toBytes(JSON.stringify([event(1), { event_id: 'broken' }]));
  const first = await runImport(data, bytes);
  const before = await data.list('');
  const input = { name: 'other.json', size: bytes.length, read: async () => bytes };
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const again = await runImport(data, bytes, { inputs: [{ ...input, stream }] });
  assert.deepEqual(again, { ...first, unchanged: true });
  assert.deepEqual(await data.list(''), before);
  const other = await runImport(data, bytes, {
    options: { timeZone: 'UTC', dropGuests: true, notAfter: null },
  });
  assert.equal(other.unchanged, false, 'other options are another import');
  assert.equal(other.record?.counts.quarantined, 2);
});

test('importEvents() writes a record of every file, and no quarantine or conflicts where there are none', async () => {
  const data = memoryStorage();
  const { record } = await runImport(data, toBytes(JSON.stringify([event(1), event(26)])));
  const stored = JSON.parse(
    new TextDecoder().decode(await data.read(`imports/${record!.import}.json`)),
  ) as ImportRecord;
  assert.deepEqual(stored, record);
  assert.equal(stored.table_version, 0);
  for (const { path, bytes } of stored.outputs) assert.deepEqual(await data.stat(path), { size: bytes });
  const paths = (await data.list('')).map(({ path }) => path);
  const told = [...stored.outputs.map(({ path }) => path), `imports/${record!.import}.json`];
  assert.deepEqual(
    paths.filter((path) => !path.includes('_delta_log')),
    told.toSorted(),
  );
  assert.equal(stored.outputs.length, 2, 'a file a date');
});

test('importEvents() keeps the time zone of the first import, and refuses another', async () => {
  const data = memoryStorage();
  const options = { timeZone: 'Asia/Ho_Chi_Minh', dropGuests: false, notAfter: null };
  await runImport(data, toBytes(JSON.stringify([event(1)])), { options });
  const { metadata } = await readSnapshot(data, EVENTS);
  assert.equal(
    metadata?.configuration[ZONE_KEY],
    new Intl.DateTimeFormat('en', options).resolvedOptions().timeZone,
  );
  assert.equal(
    metadata?.configuration['delta.dataSkippingStatsColumns'],
    'event_type,timestamp,timestamp_unix,customer_id,product_id,product_price_vnd,quantity,line_total_vnd,hour',
  );
  const before = await data.list('');
  const more = toBytes(JSON.stringify([event(2)]));
  await assert.rejects(runImport(data, more), {
    name: 'RangeError',
    message: /^Cannot import with time zone UTC as the dates of events are in another one: Asia\//,
  });
  assert.deepEqual(await data.list(''), before);
  const alias = await runImport(data, more, { options: { ...options, timeZone: 'Asia/Saigon' } });
  assert.equal(alias.tableVersion, 1);
});

test('importEvents() leaves older versions readable', async () => {
  const data = memoryStorage();
  const states = [];
  for (const n of [1, 2, 3]) {
    await runImport(data, toBytes(JSON.stringify([event(n), event(n - 1)])), {
      now: () => new Date(1_700_000_000_000 + n * 1000),
    });
    states.push(byId(await eventRows(data)));
  }
  for (const [version, rows] of states.entries()) {
    assert.deepEqual(byId(await eventRows(data, { version })), rows);
    const time = (1_700_000_000_000 + (version + 1) * 1000) * 1000 + 999_999;
    assert.deepEqual(byId(await eventRows(data, { time })), rows);
  }
  assert.deepEqual(
    states.map((rows) => rows.length),
    [2, 3, 4],
  );
});

test('importEvents() judges ids anew when somebody else commits meanwhile', async () => {
  const data = memoryStorage();
  await runImport(data, toBytes(JSON.stringify([event(1)])));
  let isFirst = true;
  const racing: Storage = {
    ...data,
    async writeNew(path, bytes) {
      if (isFirst) {
        isFirst = false;
        await runImport(withoutRecovery(data), toBytes(JSON.stringify([event(2), event(3)])));
      }
      return data.writeNew(path, bytes);
    },
  };
  const { record, tableVersion } = await runImport(
    racing,
    toBytes(JSON.stringify([event(3), event(4)])),
    SMALL,
  );
  assert.equal(tableVersion, 2);
  assert.deepEqual([record?.counts.written, record?.counts.already_there], [1, 1]);
  const ids = byId(await eventRows(data)).map((row) => row['event_id']);
  assert.deepEqual(ids, ['evt_1', 'evt_2', 'evt_3', 'evt_4']);
  const staged = (await data.list('')).filter(({ path }) => path.startsWith('.staging'));
  assert.deepEqual(staged, []);
});

test('importEvents() takes the place of what is there, and brings back what has lost its place', async () => {
  const data = memoryStorage();
  const [old, other] = [
    [event(1), event(2)],
    [event(2), event(3), event(4)],
  ].map((events) => toBytes(JSON.stringify(events))) as [Uint8Array, Uint8Array];
  await runImport(data, old);
  const before = await eventRows(data);
  const steps = new Set<string>();
  const replaced = await runImport(data, other, {
    mode: 'replace',
    onProgress: ({ step }) => steps.add(step),
  });
  assert.deepEqual([replaced.tableVersion, replaced.tableRows], [1, 3]);
  assert.equal(replaced.record?.counts.already_there, 0);
  assert.ok(!steps.has('known'), 'ids of the table are not looked up');
  const again = await runImport(data, other, { mode: 'replace' });
  assert.deepEqual([again.unchanged, again.tableVersion, again.tableRows], [false, 2, 3]);

  const back = await runImport(data, old);
  assert.deepEqual([back.unchanged, back.tableVersion, back.tableRows], [false, 3, 4]);
  assert.deepEqual([back.record?.counts.written, back.record?.counts.already_there], [1, 1]);
  assert.equal((await runImport(data, old)).unchanged, true);
  await runImport(data, toBytes('[]'), { mode: 'replace' });
  assert.deepEqual([(await runImport(data, old)).tableRows, await eventRows(data)], [2, before]);
  for (const [version, rows] of [2, 3, 3, 4, 0, 2].entries())
    assert.equal((await eventRows(data, { version })).length, rows, `version ${version}`);
  const { files } = await readSnapshot(data, EVENTS);
  const { import: name } = back.record!;
  for (const { tags } of files.values()) assert.deepEqual(tags, { 'cartograph.import': name });
});

test('importEvents() that is stopped before it commits changes nothing', async () => {
  const data = memoryStorage();
  await runImport(data, toBytes(JSON.stringify([event(1)])));
  for (const wanted of ['check', 'read', 'known', 'ids', 'days', 'publish']) {
    const before = await visible(data);
    const stopping = new AbortController();
    const onProgress = ({ step }: { step: string }): void => {
      if (step === wanted) stopping.abort(new Error('stopped'));
    };
    const request = { onProgress, signal: stopping.signal };
    await assert.rejects(runImport(data, toBytes(JSON.stringify([event(2)])), request), /stopped/, wanted);
    const seen = (await data.list('')).filter(({ path }) => !/_delta_log|^\.staging/.test(path));
    assert.deepEqual(seen, before, wanted);
    assert.equal((await readSnapshot(data, EVENTS)).version, 0);
    await runImport(await copyOf(data), toBytes(JSON.stringify([event(2)])));
    for (const { path } of await data.list('.staging-events')) await data.remove(path);
  }
});

test('importEvents() gives up when others never let it in', async () => {
  const data = memoryStorage();
  await runImport(data, toBytes(JSON.stringify([event(2)])));
  let others = 0;
  const racing: Storage = {
    ...data,
    async writeNew(path, bytes) {
      await runImport(withoutRecovery(data), toBytes(JSON.stringify([event(100 + others++)])));
      return data.writeNew(path, bytes);
    },
  };
  await assert.rejects(runImport(racing, toBytes(JSON.stringify([event(1)]))), { name: 'ConflictError' });
  assert.equal(others, 5);
  const { tableRows } = await runImport(data, toBytes(JSON.stringify([event(1)])));
  assert.equal(tableRows, 7);
});

test('importEvents() refuses a table that is none of ours', async () => {
  const data = memoryStorage();
  const schema = { id: 'x', schemaString: '{}', partitionColumns: ['date'], configuration: {} };
  const entry = [{ protocol: { minReaderVersion: 1, minWriterVersion: 2 } }, { metaData: schema }];
  const text = entry.map((action) => JSON.stringify(action)).join('\n');
  await data.write(`${EVENTS}/_delta_log/00000000000000000000.json`, toBytes(text));
  await assert.rejects(runImport(data, toBytes('[]')), /its log must state cartograph.timeZone: it does not/);
});

test('importEvents() takes an input without events', async () => {
  const data = memoryStorage();
  const { tableVersion, tableRows, record } = await runImport(data, toBytes('[]'));
  assert.deepEqual([tableVersion, tableRows, record?.counts.read], [0, 0, 0]);
});

test('importEvents() killed at any change leaves the old table or the new one, and a rerun completes it', async () => {
  const old = toBytes(JSON.stringify(someEvents(0, 12)));
  const bytes = toBytes(
    JSON.stringify([...someEvents(8, 24), { broken: true }, { ...someEvents(20, 21)[0], quantity: 9 }]),
  );
  const wanted = memoryStorage();
  await runImport(wanted, old, SMALL);
  const before = await eventRows(wanted);
  await runImport(wanted, bytes, SMALL);
  const after = await eventRows(wanted);
  const files = await visible(wanted);
  const seen = new Set<string>();
  for (let changes = 0; ; changes++) {
    const data = memoryStorage();
    await runImport(data, old, SMALL);
    const temp = memoryStorage();
    const counter = { changes };
    const openTemp = () => ({ storage: failingStorage(temp, counter), clear: async () => {} });
    const killed = await attempt(() =>
      runImport(failingStorage(data, counter), bytes, { ...SMALL, openTemp }),
    );
    const { version } = await readSnapshot(data, EVENTS);
    assert.deepEqual(await eventRows(data), version === 0 ? before : after, `after ${changes} changes`);
    // Another import comes between.
    const other = { ...SMALL, options: { timeZone: 'UTC', dropGuests: true, notAfter: null } };
    const between = changes % 3 === 1 ? await copyOf(data) : undefined;
    if (between !== undefined) await runImport(between, toBytes('[]'), other);
    for (const storage of between === undefined ? [data] : [data, between]) {
      const { unchanged } = await runImport(storage, bytes, SMALL);
      seen.add(`version ${version}, ${unchanged ? 'there' : 'done again'}`);
      assert.deepEqual(byId(await eventRows(storage)), byId(after), `rerun after ${changes} changes`);
      if (storage === data) assert.deepEqual(await visible(storage), files);
    }
    if (!killed) {
      assert.ok(changes > 40, `an import makes more than ${changes} changes`);
      break;
    }
  }
  assert.deepEqual([...seen].toSorted(), ['version 0, done again', 'version 1, there']);
});

function event(n: number): Record<string, unknown> {
  return {
    event_id: `evt_${n}`,
    event_type: 'view_item',
    session_id: 'sess_1',
    timestamp: `2025-03-01T${String(n % 24).padStart(2, '0')}:00:00`.replace('01T', n > 24 ? '02T' : '01T'),
    quantity: 1,
  };
}

function someEvents(from: number, to: number): Record<string, unknown>[] {
  return Array.from({ length: to - from }, (_, i) => ({
    event_id: `evt_${from + i}`,
    event_type: i % 3 === 0 ? 'add_to_cart' : 'view_item',
    session_id: `sess_${(from + i) % 3}`,
    timestamp: `2025-03-0${((from + i) % 4) + 1}T10:00:00`,
    product_id: i % 2,
    quantity: 1,
  }));
}

function byId(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return rows.toSorted((a, b) => (String(a['event_id']) < String(b['event_id']) ? -1 : 1));
}

/** The rows of cart_events_cleaned by date, without their journeys. */
async function transformRows(output: Storage): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const names = FIELDS.map(({ name }) => name);
  for (const { path } of await output.list(TABLE)) {
    if (!path.endsWith('.parquet')) continue;
    const date = /date=([^/]*)/.exec(path)?.[1];
    for await (const group of readParquet(output, path, names))
      for (const row of group) rows.push({ ...row, date });
  }
  return rows;
}

async function linesOf(data: Storage, path: string): Promise<{ code: string }[]> {
  const text = gunzipSync(await data.read(path)).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { code: string });
}

/** Paths and sizes of all files but the log, whose ids differ from run to run. */
async function visible(data: Storage): Promise<unknown[]> {
  return (await data.list('')).filter(({ path }) => !path.includes('_delta_log'));
}

/** A storage for a writer beside another one, who must not take its staged files for left-overs. */
function withoutRecovery(storage: Storage): Storage {
  return {
    ...storage,
    names: async (folder) => (folder === '.staging-events' ? [] : storage.names(folder)),
    remove: async (path) => (path === '.staging-events' ? undefined : storage.remove(path)),
  };
}

async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    assert.ok(error instanceof Killed || (error as Error).cause instanceof Killed, String(error));
    return true;
  }
}

async function copyOf(storage: Storage): Promise<Storage> {
  const copy = memoryStorage();
  for (const { path } of await storage.list('')) await copy.write(path, await storage.read(path));
  return copy;
}
