import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commit } from '../../../src/core/lake/log.ts';
import { describeKept, expire, keptFrom } from '../../../src/core/lake/retention.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import { appended, pathsAt, START } from './appending.ts';
import { copyOf, mortal, table } from './publishing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (millis: number): Date => new Date(START + millis);

test('keptFrom() keeps the ten newest, and those that were the newest within seven days', () => {
  const daily = Array.from({ length: 20 }, (_, day) => day * DAY);
  assert.equal(keptFrom(daily, new Date(19 * DAY)), 10);
  assert.equal(keptFrom(daily, new Date(400 * DAY)), 10);
  const hourly = Array.from({ length: 400 }, (_, hour) => hour * HOUR);
  // The version before was replaced exactly seven days ago, and is kept no longer.
  assert.equal(keptFrom(hourly, new Date(300 * HOUR)), 300 - 7 * 24);
  assert.equal(keptFrom(hourly, new Date(300 * HOUR - 1)), 300 - 7 * 24 - 1);
  assert.equal(keptFrom(hourly, new Date(0)), 0);
  assert.equal(keptFrom([], new Date(0)), 0);
  const unknown = Array.from({ length: 12 }, () => Number.NEGATIVE_INFINITY);
  assert.equal(keptFrom(unknown, new Date(0)), 2);
  assert.equal(keptFrom([...unknown, 5], new Date(DAY)), 3, 'of unknown age, but the newest until lately');
  assert.equal(describeKept(3, 12), '3 to 12 are kept');
  assert.equal(describeKept(0, 0), 'only 0 is kept');
});

test('keptFrom() never brings back what it let go', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 3 * DAY }), { maxLength: 30 }),
      fc.nat({ max: 60 * DAY }),
      fc.nat({ max: 10 * DAY }),
      (gaps, now, later) => {
        let time = 0;
        const times = gaps.map((gap) => (time += gap));
        const until = (moment: number): number[] => times.filter((each) => each <= moment);
        const first = keptFrom(until(now), new Date(now));
        assert.ok(keptFrom(until(now + later), new Date(now + later)) >= first);
      },
    ),
  );
});

test('expire() removes what only versions had that are kept no more, after an hour', async () => {
  const replacements = Array.from({ length: 11 }, (_, i) => ({
    dates: ['2025-01-02'],
    mode: 'replace' as const,
    now: at((i + 1) * DAY),
  }));
  const storage = await appended({ dates: ['2025-01-01'], now: at(0) }, ...replacements);
  // Appends under way leave files that the log does not name.
  const stray = `${table}/date=2025-01-01/stray.parquet`;
  await storage.write(stray, new Uint8Array(1));
  const gone = [`${table}/date=2025-01-01/run0.parquet`, `${table}/date=2025-01-02/run1.parquet`];
  assert.deepEqual(await expire(storage, table, at(10 * DAY + HOUR - 1)), []);
  assert.deepEqual(await expire(storage, table, at(11 * DAY + HOUR - 1)), gone.slice(0, 1));
  assert.deepEqual(await expire(storage, table, at(11 * DAY + HOUR)), gone.slice(1));
  assert.deepEqual(await expire(storage, table, at(11 * DAY + HOUR)), []);
  for (const path of gone) assert.equal(await storage.stat(path), undefined);
  assert.ok(await storage.stat(stray));
  for (let version = 2; version <= 11; version++) assert.equal((await pathsAt(storage, version)).length, 1);
  assert.deepEqual(await expire(memoryStorage(), table, at(0)), []);
});

test('expire() leaves a file that does not say when it left, and goes on where it was killed', async () => {
  const storage = await appended(['2025-01-01', '2025-01-02'], ['2025-01-03']);
  const untold = { path: 'date=2025-01-01/run0.parquet', dataChange: true };
  const copy = await copyOf(storage);
  for (const [each, commitInfo] of [
    [storage, { timestamp: START + 2 }],
    [copy, {}],
  ] as const) {
    await commit(each, table, 2, [{ commitInfo }, { remove: untold }]);
    for (let version = 3; version < 14; version++) await commit(each, table, version, [{ commitInfo }]);
  }
  assert.deepEqual(await expire(storage, table, at(30 * DAY)), [`${table}/date=2025-01-01/run0.parquet`]);
  // An untold time is that of the version before, which is known here.
  assert.equal((await expire(copy, table, at(30 * DAY))).length, 1);
  const silent = memoryStorage();
  const protocol = { minReaderVersion: 1, minWriterVersion: 2 };
  const metaData = {
    id: 'a table',
    format: { provider: 'parquet', options: {} },
    schemaString: '{}',
    partitionColumns: [],
    configuration: {},
  };
  const add = { path: 'a.parquet', partitionValues: {}, size: 1, modificationTime: 0, dataChange: true };
  await silent.write(`${table}/a.parquet`, new Uint8Array(1));
  await commit(silent, table, 0, [{ protocol }, { metaData }, { add }]);
  await commit(silent, table, 1, [{ remove: { path: 'a.parquet', dataChange: true } }]);
  for (let version = 2; version < 14; version++) await commit(silent, table, version, []);
  assert.deepEqual(await expire(silent, table, at(30 * DAY)), []);

  const many = await appended(
    ['2025-01-01', '2025-01-02', '2025-01-03'],
    ...Array.from({ length: 11 }, () => ({ dates: [], mode: 'replace' as const })),
  );
  await assert.rejects(expire(mortal(many, 1), table, at(30 * DAY)), /killed/);
  assert.equal((await expire(many, table, at(30 * DAY))).length, 2);
});
