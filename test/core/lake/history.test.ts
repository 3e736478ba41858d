import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { append } from '../../../src/core/lake/append.ts';
import { isHeld, nextTransaction, tagValues } from '../../../src/core/lake/history.ts';
import { commit, readSnapshot } from '../../../src/core/lake/log.ts';
import { restore } from '../../../src/core/lake/restore.ts';
import { expire } from '../../../src/core/lake/retention.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { appended, pathsAt, stage, START } from './appending.ts';
import { table } from './publishing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('isHeld() tells what was undone, so that it can be appended again under a new transaction', async () => {
  const storage = await appended({ dates: ['2025-01-01'], name: 'a' }, { dates: [], name: 'none' });
  const before = await readSnapshot(storage, table);
  assert.deepEqual([isHeld(before, 'a'), isHeld(before, 'none'), isHeld(before, 'x')], [true, true, false]);
  await append(storage, await stage(storage, 2, ['2025-01-02'], { name: 'b', mode: 'replace' }));
  const undone = await readSnapshot(storage, table);
  assert.deepEqual([isHeld(undone, 'a'), isHeld(undone, 'none'), isHeld(undone, 'b')], [false, false, true]);
  assert.deepEqual(tagValues(undone, 'run'), new Set(['b']));
  assert.deepEqual(nextTransaction(undone, 'a'), { appId: 'a', version: 2 });
  await append(storage, await stage(storage, 3, ['2025-01-01'], { name: 'a' }));
  const after = await readSnapshot(storage, table);
  assert.deepEqual([isHeld(after, 'a'), isHeld(after, 'none'), isHeld(after, 'b')], [true, false, true]);
  assert.deepEqual(await pathsAt(storage, 3), ['date=2025-01-01/a-2.parquet', 'date=2025-01-02/b.parquet']);
});

test('isHeld() goes by what other writers did: what they arranged anew stays, what they took away does not', async () => {
  const path = 'date=2025-01-01/a.parquet';
  const restored = { operation: 'RESTORE', operationParameters: { version: 0, timestamp: null } };
  const unclear = { operation: 'RESTORE', operationParameters: { version: null, timestamp: 'then' } };
  for (const [actions, held] of [
    [[{ remove: { path, dataChange: false } }], true],
    [[{ remove: { path, dataChange: true } }], false],
    [[{ commitInfo: restored }, { remove: { path, dataChange: true } }], true],
    [[{ commitInfo: unclear }], false],
  ] as const) {
    const storage = await appended({ dates: ['2025-01-01'], name: 'a' });
    await commit(storage, table, 1, actions);
    assert.equal(isHeld(await readSnapshot(storage, table), 'a'), held, JSON.stringify(actions));
  }
});

/** What can happen to a table. */
type Step =
  | { kind: 'append' | 'replace'; name: string; dates: number }
  | { kind: 'restore'; back: number }
  | { kind: 'wait'; hours: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('append' as const, 'append' as const, 'replace' as const),
    name: fc.constantFrom('a', 'b', 'c'),
    dates: fc.nat({ max: 2 }),
  }),
  fc.record({ kind: fc.constant('restore' as const), back: fc.nat({ max: 14 }) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0.5, 1, 20, 100, 200) }),
);

interface Model {
  /** Of every version: when it came, its paths, and whose rows it has, also of those that wrote none. */
  versions: { time: number; paths: readonly string[]; holds: ReadonlySet<string> }[];
  now: number;
}

/** The oldest version that is kept, from the words of the rule. */
function oldestIn({ versions, now }: Model): number {
  return versions.findIndex(
    (_, version) => versions.length - version <= 10 || (versions[version + 1]?.time ?? now) > now - 7 * DAY,
  );
}

test('whatever is appended, replaced, restored and expired, versions that are kept stay as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 40 }), async (steps) => {
      const storage = memoryStorage();
      const model: Model = { versions: [], now: START };
      for (const step of steps) {
        const newest = model.versions.length - 1;
        const last = model.versions[newest];
        const now = new Date(model.now);
        if (step.kind === 'wait') {
          model.now += step.hours * HOUR;
        } else if (step.kind === 'restore') {
          const version = newest - step.back;
          const restoring = restore(storage, table, { version, expectedVersion: newest, now });
          const wanted = model.versions[version];
          if (wanted === undefined || version < oldestIn(model)) {
            await assert.rejects(restoring, { name: 'MissingVersionError' });
          } else {
            assert.deepEqual(await restoring, { version: newest + 1, rows: wanted.paths.length });
            model.versions.push({ ...wanted, time: Math.max(model.now, (last?.time ?? 0) + 1) });
          }
        } else {
          const { kind: mode, name } = step;
          const dates = ['2025-01-01', '2025-01-02'].slice(0, step.dates);
          const request = await stage(storage, newest + 1, dates, { mode, name, now });
          await append(storage, request);
          const paths = request.files.map(({ path }) => path);
          const { paths: before = [], holds = [] } = last ?? {};
          const stay = mode === 'append';
          model.versions.push({
            time: Math.max(model.now, (last?.time ?? 0) + 1),
            paths: [...(stay ? before : []), ...paths].toSorted(),
            // Who replaces nothing undoes nothing.
            holds: new Set([...(stay || before.length === 0 ? holds : []), name]),
          });
        }
        await expire(storage, table, new Date(model.now));
        await check(storage, model);
      }
    }),
    { numRuns: 60 },
  );
});

async function check(storage: Storage, model: Model): Promise<void> {
  const { versions, now } = model;
  const oldest = Math.max(0, oldestIn(model));
  const graced = versions.filter(({ time }) => time <= now - HOUR);
  const earlier = Math.max(0, oldestIn({ versions: graced, now: now - HOUR }));
  for (const [version, { paths }] of versions.entries()) {
    if (version >= Math.min(oldest, earlier)) assert.deepEqual(await pathsAt(storage, version), paths);
  }
  // What is left is what versions have that are kept, or were an hour ago.
  const wanted = new Set(versions.slice(earlier).flatMap(({ paths }) => paths));
  const found = (await storage.list(table)).filter(({ path }) => path.endsWith('.parquet'));
  assert.deepEqual(
    found.map(({ path }) => path.slice(table.length + 1)),
    [...wanted].toSorted(),
  );
  const snapshot = await readSnapshot(storage, table);
  for (const name of ['a', 'b', 'c'])
    assert.equal(isHeld(snapshot, name), versions.at(-1)?.holds.has(name) ?? false, name);
}
