import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseActions } from '../../../src/core/lake/actions.ts';
import { isHeld, tagValues } from '../../../src/core/lake/history.ts';
import { commit, entryPath, readSnapshot } from '../../../src/core/lake/log.ts';
import { restore } from '../../../src/core/lake/restore.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { cartEvent } from '../../support/cart-events.ts';
import { writeEvents } from '../../support/events-table.ts';
import { appended, pathsAt, START } from './appending.ts';
import { contents, copyOf, mortal, table } from './publishing.ts';

const now = new Date(START + 60_000);

/** Versions with the dates 1, 1 to 2, and 3 alone. */
async function replaced(): Promise<Storage> {
  return appended(
    { dates: ['2025-01-01'], name: 'a' },
    { dates: ['2025-01-02'], name: 'b' },
    { dates: ['2025-01-03'], name: 'c', mode: 'replace' },
  );
}

test('restore() makes a version that has what an earlier one had', async () => {
  const storage = await replaced();
  const before = await contents(storage);
  const older = await pathsAt(storage, 1);
  const result = await restore(storage, table, { version: 1, expectedVersion: 2, now });
  assert.deepEqual(result, { version: 3, rows: 2 });
  assert.deepEqual(await contents(storage), before, 'no file comes or goes');
  assert.deepEqual(await pathsAt(storage, 3), older);
  assert.deepEqual(await pathsAt(storage, 2), ['date=2025-01-03/c.parquet']);
  const [earlier, later] = await Promise.all([
    readSnapshot(storage, table, { version: 1 }),
    readSnapshot(storage, table),
  ]);
  assert.deepEqual(later.files, earlier.files, 'statistics, tags and all');
  assert.deepEqual(later.metadata, earlier.metadata);
  assert.deepEqual([...later.transactions.keys()], ['a', 'b', 'c']);
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => isHeld(later, name)),
    [true, true, false],
  );
  assert.deepEqual(tagValues(later, 'run'), new Set(['a', 'b']));
  assert.deepEqual(later.lastCommit, {
    timestamp: now.getTime(),
    operation: 'RESTORE',
    operationParameters: { version: '1' },
    readVersion: 2,
    isBlindAppend: false,
    operationMetrics: {
      tableSizeAfterRestore: '30',
      numOfFilesAfterRestore: '2',
      numRemovedFiles: '1',
      numRestoredFiles: '2',
      removedFilesSize: '15',
      restoredFilesSize: '30',
    },
    engineInfo: 'Cartograph',
  });
});

test('restore() of a restore goes on from what that one had', async () => {
  const storage = await replaced();
  await restore(storage, table, { version: 0, expectedVersion: 2, now });
  assert.deepEqual(await pathsAt(storage, 3), ['date=2025-01-01/a.parquet']);
  await restore(storage, table, { version: 2, expectedVersion: 3, now });
  await restore(storage, table, { version: 3, expectedVersion: 4, now });
  const snapshot = await readSnapshot(storage, table);
  assert.deepEqual([...snapshot.files.keys()], ['date=2025-01-01/a.parquet']);
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => isHeld(snapshot, name)),
    [true, false, false],
  );
  assert.equal(snapshot.lastCommit?.timestamp, now.getTime() + 2, 'times rise though the clock stood still');
});

test('restore() of the newest version makes one that differs in nothing', async () => {
  const storage = await replaced();
  assert.deepEqual(await restore(storage, table, { version: 2, expectedVersion: 2, now }), {
    version: 3,
    rows: 1,
  });
  const path = entryPath(table, 3);
  const actions = parseActions(new TextDecoder().decode(await storage.read(path)), path);
  assert.deepEqual(
    actions.map((action) => Object.keys(action)),
    [['commitInfo']],
  );
  assert.ok(isHeld(await readSnapshot(storage, table), 'c'));
});

test('restore() brings back the metadata of then, and counts rows that the log does not', async () => {
  const storage = await replaced();
  const { metadata } = await readSnapshot(storage, table);
  const changed = { ...metadata!, configuration: { note: 'new' } };
  const events = [cartEvent(0, 'search'), cartEvent(1, 'search')];
  const add = await writeEvents(storage, table, 'untold', events, { stats: false });
  await commit(storage, table, 3, [{ commitInfo: { timestamp: START + 3 } }, { metaData: changed }, { add }]);
  await restore(storage, table, { version: 2, expectedVersion: 3, now });
  assert.deepEqual((await readSnapshot(storage, table)).metadata, metadata);
  const { rows } = await restore(storage, table, { version: 3, expectedVersion: 4, now });
  assert.equal(rows, 3);
  assert.deepEqual((await readSnapshot(storage, table)).metadata, changed);
});

test('restore() refuses a version that is not there, not kept, or without its files', async () => {
  const storage = await replaced();
  const log = await copyOf(storage);
  const wanted = (version: number, expectedVersion = 2, later = now): Promise<unknown> =>
    restore(storage, table, { version, expectedVersion, now: later });
  for (const version of [3, -1, 0.5, Number.NaN]) {
    await assert.rejects(wanted(version), { name: 'MissingVersionError', message: /0 to 2 are kept/ });
  }
  await assert.rejects(wanted(1, 1), { name: 'ConflictError' });
  await assert.rejects(wanted(9, 9), { name: 'ConflictError' });
  await assert.rejects(restore(memoryStorage(), table, { version: 0, expectedVersion: -1, now }), {
    name: 'MissingVersionError',
    message: /there is none/,
  });
  await storage.remove(`${table}/date=2025-01-01/a.parquet`);
  await assert.rejects(wanted(1), { name: 'MissingVersionError', message: /a\.parquet is gone/ });
  const entries = (await storage.list(`${table}/_delta_log`)).length;
  assert.equal(entries, (await log.list(`${table}/_delta_log`)).length);

  for (let version = 3; version < 12; version++)
    await commit(storage, table, version, [{ commitInfo: { timestamp: START + version } }]);
  const late = new Date(START + 8 * 24 * 3_600_000);
  await assert.rejects(wanted(1, 11, late), { name: 'MissingVersionError', message: /2 to 11 are kept/ });
  await wanted(2, 11, late);
});

test('restore() takes nothing from a table that is append-only', async () => {
  const storage = await replaced();
  const { metadata } = await readSnapshot(storage, table);
  const fixed = { ...metadata!, configuration: { 'delta.appendOnly': 'true' } };
  await commit(storage, table, 3, [{ metaData: fixed }]);
  await assert.rejects(restore(storage, table, { version: 1, expectedVersion: 3, now }), /append-only/);
});

test('restore() tells who lost a race, and a kill leaves the old version or the new one', async () => {
  const storage = await replaced();
  const racing: Storage = {
    ...storage,
    async writeNew(path, data) {
      await storage.writeNew(path, new TextEncoder().encode('{"commitInfo":{}}\n'));
      return storage.writeNew(path, data);
    },
  };
  await assert.rejects(restore(racing, table, { version: 1, expectedVersion: 2, now }), {
    name: 'ConflictError',
  });
  assert.deepEqual(await pathsAt(storage, 3), await pathsAt(storage, 2));
  const dead = await replaced();
  await assert.rejects(restore(mortal(dead, 0), table, { version: 1, expectedVersion: 2, now }), /killed/);
  assert.equal((await readSnapshot(dead, table)).version, 2);
  await restore(mortal(dead, 1), table, { version: 1, expectedVersion: 2, now });
  assert.equal((await pathsAt(dead, 3)).length, 2);
});
