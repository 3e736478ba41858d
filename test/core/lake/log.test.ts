import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../../src/core/lake/actions.ts';
import { commit, entryPath, readSnapshot } from '../../../src/core/lake/log.ts';
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
