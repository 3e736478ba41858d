import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, recoverAppends } from '../../../src/core/lake/append.ts';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { appended, pathsAt, stage } from './appending.ts';
import { contents, copyOf, mortal, table } from './publishing.ts';

const encoder = new TextEncoder();

test('recoverAppends() of an append that was made before, and undone, does not take it for committed', async () => {
  const storage = await appended(
    { dates: ['2025-01-01'], name: 'a' },
    { dates: ['2025-01-02'], mode: 'replace' },
  );
  const old = await contents(storage);
  // The intent and the move, but no commit.
  const killed = mortal(storage, 2);
  await assert.rejects(append(killed, await stage(storage, 2, ['2025-01-01'], { name: 'a' })), /killed/);
  assert.equal(await recoverAppends(storage, table), 'clean');
  assert.deepEqual(await contents(storage), old);
});

test('recoverAppends() gives runs to keep their files back, wherever they were killed', async () => {
  const dates = ['2025-01-02', '2025-01-03'];
  const wanted = await contents(await appended(['2025-01-01'], dates));
  for (let changes = 0, done = false; !done; changes++) {
    const storage = await appended(['2025-01-01']);
    const request = await stage(storage, 1, dates);
    await stage(storage, 1, ['2025-01-04'], { name: 'other' });
    const staged = await contents(storage);
    done = await append(mortal(storage, changes), request).then(
      () => true,
      () => false,
    );
    const { version } = await readSnapshot(storage, table);
    for (let left = 0; ; left++) {
      const trial = await copyOf(storage);
      const keep = (run: string): boolean => run === 'run1';
      const recovered = await recoverAppends(mortal(trial, left), table, { keep }).catch(isKilled);
      await recoverAppends(trial, table, { keep });
      const found = await contents(trial);
      if (version === 0) {
        delete found[`${request.staging}/publish.json`];
        const kept = Object.entries(staged).filter(([path]) => !path.includes('/other/'));
        assert.deepEqual(found, Object.fromEntries(kept), `after ${changes} and ${left}`);
        await append(trial, request);
      }
      assert.deepEqual(await contents(trial), wanted, `after ${changes} and ${left}`);
      if (recovered) break;
    }
  }
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
