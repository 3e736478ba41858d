import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, type AppendRequest, appendRoot, recoverAppends } from '../../../src/core/lake/append.ts';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { contents, copyOf, mortal, table } from './publishing.ts';

const encoder = new TextEncoder();
const configuration = { 'cartograph.timeZone': 'UTC' };

/** Stages an append of a file a date, with a record beside them. */
async function stage(storage: Storage, version: number, dates: readonly string[]): Promise<AppendRequest> {
  const name = `run${version}`;
  const staging = `${appendRoot(table)}/${name}`;
  const files = [];
  for (const date of dates) {
    const staged = `${staging}/${date}.part`;
    const size = await storage.write(staged, encoder.encode(`${date} of ${name}`));
    const path = `date=${date}/${name}.parquet`;
    files.push({ staged, path, size, rows: 1, partitionValues: { date } });
  }
  const staged = `${staging}/record.part`;
  const size = await storage.write(staged, encoder.encode(name));
  await storage.write(`${staging}/tasks/left-over`, encoder.encode('x'));
  return {
    table,
    staging,
    version,
    mode: 'append',
    schema: [
      { name: 'id', type: 'string', nullable: false },
      { name: 'date', type: 'date', nullable: false },
    ],
    partitionColumns: ['date'],
    statsColumns: ['id'],
    configuration,
    files,
    sides: [{ staged, path: `imports/${name}.json`, size }],
    transaction: { appId: name, version: 1 },
    metrics: { read: 3 },
    now: new Date(1_700_000_000_000),
  };
}

async function appended(...versions: string[][]): Promise<Storage> {
  const storage = memoryStorage();
  for (const [version, dates] of versions.entries())
    await append(storage, await stage(storage, version, dates));
  return storage;
}

async function pathsAt(storage: Storage, version: number): Promise<string[]> {
  const { files } = await readSnapshot(storage, table, { version });
  for (const [path, { size }] of files)
    assert.equal((await storage.stat(`${table}/${path}`))?.size, size, path);
  return [...files.keys()].toSorted();
}

test('append() adds to a table, and leaves older versions as they were', async () => {
  const storage = await appended(['2025-01-01', '2025-01-02'], ['2025-01-02'], []);
  const first = ['date=2025-01-01/run0.parquet', 'date=2025-01-02/run0.parquet'];
  assert.deepEqual(await pathsAt(storage, 0), first);
  assert.deepEqual(await pathsAt(storage, 1), [...first, 'date=2025-01-02/run1.parquet']);
  assert.deepEqual(await pathsAt(storage, 2), await pathsAt(storage, 1));
  assert.deepEqual(Object.keys(await contents(storage)).toSorted(), [
    ...['date=2025-01-01/run0.parquet', 'date=2025-01-02/run0.parquet', 'date=2025-01-02/run1.parquet'].map(
      (path) => `${table}/${path}`,
    ),
    'imports/run0.json',
    'imports/run1.json',
    'imports/run2.json',
  ]);
  const { metadata, transactions, lastCommit } = await readSnapshot(storage, table);
  assert.deepEqual(metadata?.configuration, {
    'delta.dataSkippingStatsColumns': 'id',
    ...configuration,
  });
  assert.deepEqual([...transactions.keys()], ['run0', 'run1', 'run2']);
  assert.equal(lastCommit?.timestamp, 1_700_000_000_002, 'times rise though the clock stood still');
  assert.deepEqual(lastCommit?.['operationMetrics'], { read: '3' });
});

test('append() tells a writer that somebody else was first, and leaves all staged', async () => {
  const storage = await appended(['2025-01-01']);
  const request = await stage(storage, 1, ['2025-01-02']);
  const before = await contents(storage);
  const racing: Storage = {
    ...storage,
    async writeNew(path, data) {
      await storage.writeNew(path, encoder.encode('{"commitInfo":{}}\n'));
      return storage.writeNew(path, data);
    },
  };
  await assert.rejects(append(racing, request), { name: 'ConflictError' });
  const after = await contents(storage);
  delete after[`${request.staging}/publish.json`];
  assert.deepEqual(after, before);
  await assert.rejects(append(storage, request), { name: 'ConflictError' }, 'later, too');
  await append(storage, { ...request, version: 2 });
  assert.equal((await pathsAt(storage, 2)).length, 2);
});

test('append() refuses before it changes anything', async () => {
  const storage = await appended(['2025-01-01']);
  const request = await stage(storage, 1, ['2025-01-02']);
  const [file] = request.files;
  const wrong: [request: AppendRequest, told: RegExp][] = [
    [{ ...request, staging: '.staging/run1' }, /staging must be \.staging-events\/<run>/],
    [{ ...request, files: [{ ...file!, path: 'date=2025-01-01/run0.parquet' }] }, /it is taken/],
    [{ ...request, files: [{ ...file!, path: '../a.parquet' }] }, /stay within its root/],
    [{ ...request, files: [{ ...file!, size: 7 }] }, /must have 7 bytes: it has 18/],
    [{ ...request, version: 3 }, /version 3 must come next: the newest is 0/],
    [{ ...request, schema: request.schema.slice(1) }, /must have our columns/],
    [{ ...request, partitionColumns: [] }, /partitioned by : it is by date/],
    [
      { ...request, configuration: { 'cartograph.timeZone': 'Asia/Tokyo' } },
      /must be Asia\/Tokyo: it is UTC/,
    ],
  ];
  const before = await contents(storage);
  for (const [each, told] of wrong) await assert.rejects(append(storage, each), told);
  assert.deepEqual(await contents(storage), before);
  const foreign = memoryStorage();
  await foreign.write(`${table}/theirs.parquet`, new Uint8Array(1));
  await assert.rejects(append(foreign, await stage(foreign, 0, [])), /must be a table or empty/);
});

test('a kill at any moment of append() leaves the old state or the new one', async () => {
  const wanted = await contents(await appended(['2025-01-01'], ['2025-01-02', '2025-01-03']));
  const old = await contents(await appended(['2025-01-01']));
  const outcomes = new Set<string>();
  for (let changes = 0; ; changes++) {
    const storage = await appended(['2025-01-01']);
    const request = await stage(storage, 1, ['2025-01-02', '2025-01-03']);
    const done = await append(mortal(storage, changes), request).then(() => true, isKilled);
    if (done) break;
    const { version } = await readSnapshot(storage, table);
    for (let left = 0; ; left++) {
      const trial = await copyOf(storage);
      const finished = await recoverAppends(mortal(trial, left), table).catch(isKilled);
      assert.equal((await readSnapshot(trial, table)).version, version);
      await pathsAt(trial, version);
      const outcome = await recoverAppends(trial, table);
      assert.deepEqual(await contents(trial), version === 1 ? wanted : old, `after ${changes} and ${left}`);
      outcomes.add(outcome);
      if (finished) break;
    }
  }
  assert.deepEqual([...outcomes].toSorted(), ['clean', 'finished']);
});

test('recoverAppends() keeps a file that was committed and then removed by somebody else', async () => {
  const storage = await appended(['2025-01-01']);
  const request = await stage(storage, 1, ['2025-01-02']);
  const killed: Storage = {
    ...storage,
    async rename() {
      throw new Error('killed');
    },
  };
  await assert.rejects(append(killed, request), /killed/);
  const path = 'date=2025-01-02/run1.parquet';
  const entry = { remove: { path, dataChange: false } };
  await storage.writeNew(
    `${table}/_delta_log/00000000000000000002.json`,
    encoder.encode(`${JSON.stringify(entry)}\n`),
  );
  assert.equal(await recoverAppends(storage, table), 'finished');
  assert.ok((await pathsAt(storage, 1)).includes(path));
  assert.ok(await storage.stat('imports/run1.json'));
});

function isKilled(error: Error): undefined {
  if (error.message !== 'killed') throw error;
}
