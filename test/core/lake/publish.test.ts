import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { publish, recover } from '../../../src/core/lake/publish.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import {
  contents,
  copyOf,
  dataPath,
  expected,
  mortal,
  type Run,
  stage,
  stagedPath,
  table,
} from './publishing.ts';

const first: Run = { name: '1', days: { '2025-01-01': 'a', '2025-01-02': 'b' }, sides: ['conflicts.gz'] };
const second: Run = { name: '2', days: { '2025-01-02': 'b', '2025-01-03': 'cc', '2025-01-04': 'd' } };

async function published(...runs: Run[]): Promise<Storage> {
  const storage = memoryStorage();
  for (const run of runs) await publish(storage, await stage(storage, run));
  return storage;
}

/** What a Delta reader sees: the version, after making sure that all of its files are there. */
async function readVersion(storage: Storage): Promise<number> {
  const { version, files } = await readSnapshot(storage, table);
  for (const [path, { size }] of files) assert.deepEqual(await storage.stat(`${table}/${path}`), { size });
  return version;
}

test('publish() makes a table and the files beside it', async () => {
  const storage = memoryStorage();
  assert.deepEqual(await publish(storage, await stage(storage, first)), { version: 0, committed: true });
  assert.deepEqual(await contents(storage), expected(first));
  assert.equal(await readVersion(storage), 0);
});

test('publish() replaces the content, keeps files of the same name and removes obsolete ones', async () => {
  const storage = await published(first);
  assert.deepEqual(await publish(storage, await stage(storage, second)), { version: 1, committed: true });
  assert.deepEqual(await contents(storage), expected(second));
  const { metadata, transactions, lastCommit } = await readSnapshot(storage, table);
  assert.deepEqual(metadata?.partitionColumns, ['date']);
  assert.deepEqual([...transactions], [['run', 2]]);
  assert.equal(lastCommit?.['readVersion'], 0);
  const entry = new TextDecoder().decode(await storage.read(`${table}/_delta_log/00000000000000000001.json`));
  const kinds = entry
    .trim()
    .split('\n')
    .map((line) => Object.keys(JSON.parse(line) as object)[0]);
  assert.deepEqual(kinds, ['commitInfo', 'txn', 'remove', 'add', 'add']);
});

test('publish() commits a transaction once in a row, and again after another one', async () => {
  const storage = await published(first);
  assert.deepEqual(await publish(storage, await stage(storage, first)), { version: 0, committed: false });
  assert.deepEqual(await contents(storage), expected(first));
  await publish(storage, await stage(storage, second));
  assert.deepEqual(await publish(storage, await stage(storage, first)), { version: 2, committed: true });
  assert.deepEqual(await contents(storage), expected(first));
});

test('publish() of the same transaction brings back what somebody removed', async () => {
  const storage = await published(first);
  await storage.remove('summary.csv');
  await storage.remove(`${table}/${dataPath('2025-01-01', 'a')}`);
  assert.deepEqual(await publish(storage, await stage(storage, first)), { version: 0, committed: false });
  assert.deepEqual(await contents(storage), expected(first));
});

test('publish() can be repeated when it has nothing left to do', async () => {
  const storage = memoryStorage();
  const request = await stage(storage, first);
  await publish(storage, request);
  assert.deepEqual(await publish(storage, request), { version: 0, committed: false });
  assert.deepEqual(await contents(storage), expected(first));
});

test('publish() refuses before it changes anything', async () => {
  const storage = await published(first);
  const request = await stage(storage, second);
  const [file] = request.files;
  const wrong = [
    { ...request, staging: 'elsewhere' },
    { ...request, files: [{ ...file!, staged: 'a.part' }] },
    { ...request, files: [{ ...file!, path: '../a.parquet' }] },
    { ...request, files: [file!, file!] },
    { ...request, files: [{ ...file!, size: 7 }] },
    { ...request, obsolete: ['run.json'] },
  ];
  const before = await contents(storage);
  for (const each of wrong) await assert.rejects(publish(storage, each), RangeError);
  await storage.remove(stagedPath('2', '2025-01-04'));
  await assert.rejects(
    publish(storage, request),
    /^Error: Cannot publish .*2025-01-04.part as it must have 1 bytes: it is not/,
  );
  delete before[stagedPath('2', '2025-01-04')];
  assert.deepEqual(await contents(storage), before);
});

test('publish() leaves a folder alone that holds files of somebody else', async () => {
  const storage = memoryStorage();
  await storage.write(`${table}/theirs.parquet`, new Uint8Array(1));
  await assert.rejects(
    publish(storage, await stage(storage, first)),
    /must be a table or empty: it holds events\/theirs/,
  );
  await recover(storage, table);
  assert.deepEqual(Object.keys(await contents(storage)), [`${table}/theirs.parquet`]);
});

test('publish() tells one of two writers to try again', async () => {
  const storage = await published(first);
  const request = await stage(storage, second);
  const rival = { name: '3', days: { '2025-01-09': 'z' } };
  const racing: Storage = {
    ...storage,
    async writeNew(path, data) {
      await publish(storage, await stage(storage, rival));
      return storage.writeNew(path, data);
    },
  };
  await assert.rejects(publish(racing, request), { name: 'ConflictError' });
  assert.equal(await readVersion(storage), 1);
  assert.deepEqual(await publish(storage, request), { version: 2, committed: true });
  assert.deepEqual(await contents(storage), expected(second));
});

test('recover() has nothing to do after a finished publication', async () => {
  const storage = await published(first, second);
  assert.equal(await recover(storage, table), 'clean');
  assert.deepEqual(await contents(storage), expected(second));
});

test('recover() sweeps what no version knows, and keeps what is no data file', async () => {
  const storage = await published(first);
  const log = `${table}/_delta_log/00000000000000000000.checkpoint.parquet`;
  for (const path of [
    `${table}/date=x/orphan.parquet`,
    '.staging/9/a.part',
    '.staging/8/b.part',
    log,
    'mine.txt',
  ]) {
    await storage.write(path, new Uint8Array(1));
  }
  assert.equal(await recover(storage, table, { keep: (run) => run === '8' }), 'clean');
  const extra = { '.staging/8/b.part': '\0', 'mine.txt': '\0' };
  assert.deepEqual(await contents(storage), { ...expected(first), ...extra });
  assert.deepEqual(await storage.stat(log), { size: 1 });
});

for (const [label, old] of [
  ['the first', undefined],
  ['a later', first],
] as const) {
  test(`a kill at any moment of ${label} publish() leaves the old state or the new one`, async () => {
    const outcomes = new Set<string>();
    for (let changes = 0; ; changes++) {
      const storage = await published(...(old ? [old] : []));
      const request = await stage(storage, second);
      const oldState = old ? expected(old) : {};
      const stagedState = await contents(storage);
      const version = await readVersion(storage);
      const done = await publish(mortal(storage, changes), request).catch(isKilled);
      if (done) break;

      const committed = (await readVersion(storage)) > version;
      const state = await contents(storage);
      if (state['run.json'] === expected(second)['run.json']) {
        for (const path of Object.keys(state)) if (path.startsWith('.staging/')) delete state[path];
        assert.deepEqual(state, expected(second), 'run.json comes last');
      }
      const resumed = await copyOf(storage);
      await recover(resumed, table, { keep: (run) => run === '2' });
      if (!committed) delete stagedState['.staging/2/publish.json'];
      const resumedState = await contents(resumed);
      delete resumedState['.staging/2/publish.json'];
      assert.deepEqual(resumedState, committed ? expected(second) : stagedState, `kept, after ${changes}`);
      assert.equal((await publish(resumed, request)).version, version + 1);
      assert.deepEqual(await contents(resumed), expected(second));

      const repeated = await copyOf(storage);
      assert.equal((await publish(repeated, request)).version, version + 1);
      assert.deepEqual(await contents(repeated), expected(second), `repeated, after ${changes}`);

      outcomes.add(await recoverWithKills(storage, committed ? expected(second) : oldState));
      assert.equal(await readVersion(storage), committed ? version + 1 : version);
    }
    assert.deepEqual([...outcomes].toSorted(), ['clean', 'finished']);
  });
}

/** Recovers, killed after every possible number of changes first. */
async function recoverWithKills(storage: Storage, wanted: Record<string, string>): Promise<string> {
  for (let changes = 0; ; changes++) {
    const trial = await copyOf(storage);
    const done = await recover(mortal(trial, changes), table).catch(isKilled);
    await readVersion(trial);
    await recover(trial, table);
    assert.deepEqual(await contents(trial), wanted);
    if (done) break;
  }
  const outcome = await recover(storage, table);
  assert.deepEqual(await contents(storage), wanted);
  return outcome;
}

function isKilled(error: Error): undefined {
  if (error.message !== 'killed') throw error;
}
