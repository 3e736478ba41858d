import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, type AppendRequest, recoverAppends } from '../../../src/core/lake/append.ts';
import { parseActions, type RemoveFile } from '../../../src/core/lake/actions.ts';
import { entryPath, readSnapshot } from '../../../src/core/lake/log.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { appended, configuration, pathsAt, stage, START } from './appending.ts';
import { contents, copyOf, mortal, table } from './publishing.ts';

const encoder = new TextEncoder();

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
  assert.equal(lastCommit?.timestamp, START + 2, 'times rise though the clock stood still');
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
    [{ ...request, transaction: { appId: 'run0', version: 1 } }, /run0 must be newer than 1: it is 1/],
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
  for (const mode of ['append', 'replace'] as const) await killAnywhere(mode);
});

async function killAnywhere(mode: 'append' | 'replace'): Promise<void> {
  const dates = ['2025-01-01', '2025-01-03'];
  const wanted = await contents(await appended(['2025-01-01'], { dates, mode }));
  const old = await contents(await appended(['2025-01-01']));
  const outcomes = new Set<string>();
  for (let changes = 0; ; changes++) {
    const storage = await appended(['2025-01-01']);
    const request = await stage(storage, 1, dates, { mode });
    const done = await append(mortal(storage, changes), request).then(() => true, isKilled);
    if (done) break;
    const { version } = await readSnapshot(storage, table);
    for (let left = 0; ; left++) {
      const trial = await copyOf(storage);
      const finished = await recoverAppends(mortal(trial, left), table).catch(isKilled);
      assert.equal((await readSnapshot(trial, table)).version, version);
      assert.equal((await pathsAt(trial, version)).length, [1, mode === 'append' ? 3 : 2][version]);
      assert.equal((await pathsAt(trial, 0)).length, 1);
      const outcome = await recoverAppends(trial, table);
      assert.deepEqual(await contents(trial), version === 1 ? wanted : old, `after ${changes} and ${left}`);
      outcomes.add(outcome);
      if (finished) break;
    }
  }
  assert.deepEqual([...outcomes].toSorted(), ['clean', 'finished']);
}

test('append() that replaces takes all others out of the log, and leaves them where they are', async () => {
  const storage = await appended(['2025-01-01', '2025-01-02'], ['2025-01-02'], {
    dates: ['2025-01-02'],
    mode: 'replace',
  });
  assert.deepEqual(await pathsAt(storage, 2), ['date=2025-01-02/run2.parquet']);
  assert.equal((await pathsAt(storage, 1)).length, 3);
  const { lastCommit, tombstones, files } = await readSnapshot(storage, table);
  assert.deepEqual(lastCommit?.['operationParameters'], { mode: 'Overwrite', partitionBy: '["date"]' });
  assert.deepEqual([...tombstones.values()], [2, 2, 2]);
  assert.deepEqual([...files.values()][0]?.tags, { run: 'run2' });
  const path = entryPath(table, 2);
  const removes = parseActions(new TextDecoder().decode(await storage.read(path)), path).flatMap(
    ({ remove }) => remove ?? [],
  );
  const details: Partial<RemoveFile> = { dataChange: true, extendedFileMetadata: true, size: 18 };
  for (const { path: _path, partitionValues, ...rest } of removes) {
    assert.deepEqual(rest, { deletionTimestamp: START, ...details });
    assert.match(partitionValues?.['date'] ?? '', /^2025-01-0[12]$/);
  }
  assert.deepEqual(await pathsAt(await appended({ dates: ['2025-01-01'], mode: 'replace' }), 0), [
    'date=2025-01-01/run0.parquet',
  ]);
});

test('append() takes no name that ever was in the log, and none from a table that is append-only', async () => {
  const storage = await appended(['2025-01-01'], { dates: [], mode: 'replace' });
  const request = await stage(storage, 2, ['2025-01-01']);
  const files = [{ ...request.files[0]!, path: 'date=2025-01-01/run0.parquet' }];
  await assert.rejects(append(storage, { ...request, files }), /its name must be new: it is taken/);
  const fixed = memoryStorage();
  const configured = { ...configuration, 'delta.appendOnly': 'true' };
  const first = await stage(fixed, 0, ['2025-01-01']);
  await append(fixed, { ...first, configuration: configured });
  const second = { ...(await stage(fixed, 1, [])), mode: 'replace' as const };
  await assert.rejects(append(fixed, second), /append-only/);
  await append(fixed, { ...second, mode: 'append' });
});

function isKilled(error: Error): undefined {
  if (error.message !== 'killed') throw error;
}
