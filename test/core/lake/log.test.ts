import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../../src/core/lake/actions.ts';
import { commit, entryPath, MissingVersionError, readSnapshot } from '../../../src/core/lake/log.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

const protocol = { minReaderVersion: 1, minWriterVersion: 2 };
const metaData = {
  id: 'a table',
  format: { provider: 'parquet', options: {} },
  schemaString: '{}',
  partitionColumns: ['date'],
  configuration: {},
};

function add(path: string, size = 1): Action {
  return { add: { path, partitionValues: {}, size, modificationTime: 0, dataChange: true } };
}

function remove(path: string): Action {
  return { remove: { path, dataChange: true } };
}

async function logOf(...entries: Action[][]): Promise<Storage> {
  const storage = memoryStorage();
  for (const [version, actions] of entries.entries()) await commit(storage, 't', version, actions);
  return storage;
}

test('readSnapshot() tells a table that is not there', async () => {
  const snapshot = await readSnapshot(memoryStorage(), 't');
  assert.equal(snapshot.version, -1);
  assert.equal(snapshot.files.size, 0);
});

test('readSnapshot() replays adds, removes, transactions and metadata', async () => {
  const storage = await logOf(
    [{ commitInfo: { operation: 'first' } }, { protocol }, { metaData }, add('a'), add('date=x%20y/b%2525')],
    [
      add('c', 3),
      remove('a'),
      { txn: { appId: 'x', version: 7 } },
      { metaData: { ...metaData, name: 'new' } },
    ],
    [{ commitInfo: { operation: 'third' } }, add('c', 4), add('d'), { txn: { appId: 'x', version: 3 } }],
    [remove('d'), add('d', 9), { commitInfo: { operation: 'last' } }, { somethingNew: {} } as Action],
  );
  const snapshot = await readSnapshot(storage, 't');
  assert.equal(snapshot.version, 3);
  const sizes = [...snapshot.files].map(([path, file]) => `${path}: ${file.size}`);
  assert.deepEqual(sizes.toSorted(), ['c: 4', 'd: 9', 'date=x y/b%25: 1']);
  assert.equal(snapshot.metadata?.name, 'new');
  assert.deepEqual([...snapshot.transactions], [['x', 3]]);
  assert.deepEqual(snapshot.lastCommit, { operation: 'last' });
});

test('readSnapshot() replays a long log in its order', async () => {
  const later = Array.from({ length: 100 }, (_, index) => [
    add('a', index),
    { txn: { appId: 'x', version: index } },
  ]);
  const snapshot = await readSnapshot(await logOf([{ protocol }, { metaData }], ...later), 't');
  assert.equal(snapshot.version, 100);
  assert.equal(snapshot.files.get('a')?.size, 99);
});

test('readSnapshot() gives any older version by its number', async () => {
  const later = Array.from({ length: 40 }, (_, index) => [add(`f${index}`), remove(`f${index - 10}`)]);
  const storage = await logOf([{ protocol }, { metaData }], ...later);
  for (const version of [0, 1, 15, 16, 17, 31, 40]) {
    const snapshot = await readSnapshot(storage, 't', { version });
    assert.equal(snapshot.version, version);
    const wanted = Array.from({ length: Math.min(version, 10) }, (_, i) => `f${version - 1 - i}`);
    assert.deepEqual([...snapshot.files.keys()].toSorted(), wanted.toSorted());
  }
});

test('readSnapshot() gives the newest version that was there at a time', async () => {
  const stamped = (timestamp: number): Action => ({ commitInfo: { timestamp } });
  // The third has no time, and the clock of the fourth went back.
  const entries = [[stamped(1000), { protocol }, { metaData }], [stamped(2000)], [], [stamped(1500)]];
  const storage = await logOf(...entries, [stamped(3000)]);
  const versionAt = async (time: number) => (await readSnapshot(storage, 't', { time })).version;
  assert.equal(await versionAt(1_000_000), 0);
  assert.equal(await versionAt(1_999_999), 0);
  assert.equal(await versionAt(2_000_000), 3);
  assert.equal(await versionAt(2_999_999.5), 3);
  assert.equal(await versionAt(3_000_000), 4);
  assert.equal(await versionAt(Number.MAX_SAFE_INTEGER), 4);
});

test('readSnapshot() refuses a version that is not there', async () => {
  const storage = await logOf([{ commitInfo: { timestamp: 1000 } }, { protocol }, { metaData }], [add('a')]);
  for (const version of [2, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(
      readSnapshot(storage, 't', { version }),
      (error) => error instanceof MissingVersionError && error instanceof RangeError,
    );
  }
  await assert.rejects(readSnapshot(storage, 't', { version: 2 }), /version 2 of t .*there are 0 to 1$/);
  await assert.rejects(
    readSnapshot(storage, 't', { time: 999_999 }),
    /as of 1970-01-01T00:00:00.999Z as it must have a version by then: it has none$/,
  );
  await assert.rejects(readSnapshot(memoryStorage(), 't', { version: 0 }), /there is none$/);
  await assert.rejects(readSnapshot(memoryStorage(), 't', { time: 0 }), MissingVersionError);
  await assert.rejects(readSnapshot(storage, 't', { time: Number.NaN }), MissingVersionError);
});

test('commit() lets one of two make a version', async () => {
  const storage = await logOf([{ protocol }, { metaData }]);
  const both = await Promise.allSettled([
    commit(storage, 't', 1, [add('a')]),
    commit(storage, 't', 1, [add('b')]),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.equal((await readSnapshot(storage, 't')).files.size, 1);
});

test('readSnapshot() refuses what asks for more than it can', async () => {
  for (const asked of [
    { minReaderVersion: 2, minWriterVersion: 2 },
    { minReaderVersion: 1, minWriterVersion: 3 },
    { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'], writerFeatures: [] },
    { ...protocol, writerFeatures: ['rowTracking'] },
  ]) {
    const storage = await logOf([{ protocol: asked }, { metaData }]);
    await assert.rejects(
      readSnapshot(storage, 't'),
      /0\.json as the table must need no more than reader 1 and writer 2/,
    );
  }
});

test('readSnapshot() names the file and line that is broken', async () => {
  for (const [line, problem] of [
    ['{"add":', /^Error: Cannot read t\/_delta_log\/0{19}1\.json as its line 2 must be JSON: SyntaxError/],
    ['7', /line 2 must be an action: it is no object$/],
    ['{"add":7}', /line 2 must be an action: its add is no object$/],
    ['{"add":{"path":"a","size":"1","partitionValues":{}}}', /its add\.size is no number$/],
    [
      '{"add":{"path":"../a","size":1,"partitionValues":{}}}',
      /1\.json as its data files must lie in the table: \.\.\/a$/,
    ],
    ['{"remove":{"path":"%zz"}}', /1\.json as its data files must lie in the table: %zz$/],
    ['{"add":{"path":"s3://b/a","size":1,"partitionValues":{}}}', /must lie in the table/],
  ] as const) {
    const storage = await logOf([{ protocol }, { metaData }]);
    await storage.write(entryPath('t', 1), new TextEncoder().encode(`{"commitInfo":{}}\n${line}\n`));
    await assert.rejects(readSnapshot(storage, 't'), problem);
  }
});

test('readSnapshot() notices entries that are missing', async () => {
  const storage = await logOf([{ protocol }, { metaData }], [add('a')], [add('b')]);
  await storage.remove(entryPath('t', 1));
  await assert.rejects(
    readSnapshot(storage, 't'),
    /^Error: Cannot read t as t\/_delta_log\/0{19}1\.json must be there: /,
  );
  const checkpoints = memoryStorage();
  await checkpoints.write('t/_delta_log/00000000000000000010.checkpoint.parquet', new Uint8Array(1));
  await assert.rejects(readSnapshot(checkpoints, 't'), /must begin with version 0: it has only checkpoints$/);
  await assert.rejects(readSnapshot(await logOf([{ protocol }]), 't'), /must have protocol and metaData/);
});
