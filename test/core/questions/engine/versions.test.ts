import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restore } from '../../../../src/core/lake/restore.ts';
import { expire } from '../../../../src/core/lake/retention.ts';
import { openQuestions } from '../../../../src/core/questions/engine.ts';
import { type AsOf, VersionGoneError } from '../../../../src/core/questions/questions.ts';
import { memoryStorage } from '../../../../src/core/storage/memory.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { openZone } from '../../../../src/core/time/zone.ts';
import { cartEvent } from '../../../support/cart-events.ts';
import { appendEvents } from '../../../support/events-table.ts';

const TABLE = 'events';
const DAY = 24 * 3_600_000;
const zone = openZone('UTC');

/** A table that got an event a day, from day 0 on. */
async function daily(days: number): Promise<Storage> {
  const storage = memoryStorage();
  for (let day = 0; day < days; day++)
    await appendEvents(storage, TABLE, [cartEvent(day, 'search')], { time: day * DAY });
  return storage;
}

test('openQuestions() answers as of versions that are kept, and of no others, whatever it remembers', async () => {
  const storage = await daily(10);
  let now = 9 * DAY;
  const engine = openQuestions(storage, TABLE, { zone, now: () => new Date(now) });
  const countAt = async (asOf: AsOf): Promise<number> => (await engine.statistics({ asOf })).events;
  const kept = async (): Promise<number[]> =>
    (await engine.versions(100)).filter((row) => row.kept).map(({ version }) => version);
  assert.equal((await kept()).length, 10);
  assert.equal(await countAt({ version: 0 }), 1);

  await appendEvents(storage, TABLE, [cartEvent(10, 'search')], { time: 10 * DAY });
  now = 10 * DAY;
  assert.deepEqual(
    (await engine.versions(3)).map(({ version, kept: is }) => [version, is]),
    [
      [10, true],
      [9, true],
      [8, true],
    ],
  );
  assert.deepEqual(await kept(), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const gone = { name: 'VersionGoneError', message: /version 0 of events .*: 1 to 10 are kept/ };
  await assert.rejects(countAt({ version: 0 }), gone);
  await assert.rejects(countAt({ time: DAY * 500 }), gone);
  await assert.rejects(engine.eventsById(['x'], { asOf: { version: 0 } }), VersionGoneError);
  await assert.rejects(countAt({ version: 11 }), { name: 'VersionGoneError', message: /1 to 10 are kept/ });
  assert.equal(await countAt({ version: 1 }), 2);
  assert.equal(await countAt({ time: DAY * 1000 }), 2);
  assert.equal(await countAt({ version: 10 }), 11);
});

test('openQuestions() keeps more than ten versions as long as they are young', async () => {
  const storage = await daily(1);
  for (let version = 1; version < 30; version++)
    await appendEvents(storage, TABLE, [cartEvent(version, 'search')], { time: DAY + version });
  const at = (now: number) => openQuestions(storage, TABLE, { zone, now: () => new Date(now) });
  assert.equal((await at(2 * DAY).statistics({ asOf: { version: 0 } })).events, 1);
  assert.ok((await at(2 * DAY).versions(100)).every(({ kept }) => kept));
  const later = at(8 * DAY + 15);
  // The successor of version 15 is seven days old but a moment.
  assert.equal((await later.statistics({ asOf: { version: 15 } })).events, 16);
  await assert.rejects(later.statistics({ asOf: { version: 14 } }), /15 to 29 are kept/);
  assert.equal((await later.statistics()).events, 30);
});

test('openQuestions() answers as of a time by a version that has only just come', async () => {
  const storage = await daily(1);
  let isFirst = true;
  const growing: Storage = {
    ...storage,
    async names(folder) {
      const found = await storage.names(folder);
      if (isFirst) {
        isFirst = false;
        await appendEvents(storage, TABLE, [cartEvent(1, 'search')], { time: DAY });
      }
      return found;
    },
  };
  const engine = openQuestions(growing, TABLE, { zone, now: () => new Date(DAY) });
  assert.equal((await engine.statistics({ asOf: { time: DAY * 1000 } })).events, 2);
});

test('openQuestions() answers about a table that was restored, and whose old files are gone', async () => {
  const storage = await daily(2);
  const old = (await storage.list(TABLE)).filter(({ path }) => path.endsWith('.parquet'));
  const paths = old.map(({ path }) => path.slice(TABLE.length + 1));
  await appendEvents(storage, TABLE, [cartEvent(5, 'search')], { time: 2 * DAY, remove: paths });
  const now = new Date(3 * DAY);
  await restore(storage, TABLE, { version: 0, expectedVersion: 2, now });
  const engine = openQuestions(storage, TABLE, { zone, now: () => new Date(30 * DAY) });
  assert.equal((await engine.statistics()).events, 1);
  assert.deepEqual(
    (await engine.versions(4)).map(({ version, operation, rows, files }) => [
      version,
      operation,
      rows,
      files,
    ]),
    [
      [3, 'RESTORE', 1, 1],
      [2, 'WRITE', 1, 1],
      [1, 'WRITE', 2, 2],
      [0, 'WRITE', 1, 1],
    ],
  );
  for (let version = 4; version < 14; version++)
    await appendEvents(storage, TABLE, [], { time: 3 * DAY + version });
  assert.equal((await expire(storage, TABLE, new Date(30 * DAY))).length, 2);
  assert.equal((await engine.statistics()).events, 1);
  assert.equal((await engine.statistics({ asOf: { version: 4 } })).events, 1);
  await assert.rejects(engine.statistics({ asOf: { version: 3 } }), /4 to 13 are kept/);
});
