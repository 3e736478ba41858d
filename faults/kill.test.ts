import assert from 'node:assert/strict';
import { cp, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSnapshot } from '../src/core/lake/log.ts';
import { TABLE } from '../src/core/plan/table-publication.ts';
import { fileStorage } from '../src/node/files.ts';
import { dataOf, runCommand, scratchFolders, someEvents, startCommand } from '../test/support/command.ts';
import { generatedLines } from '../test/support/generated.ts';
import { randomOf } from '../test/support/random.ts';

const ROUNDS = 40;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = randomOf(seed);
const newFolder = await scratchFolders('kill');

test(`transform killed at ${ROUNDS} moments leaves the old or the new table, and resumes to the same bytes (SEED=${seed})`, async (t) => {
  const folder = await newFolder();
  const [older, newer] = [join(folder, 'older.json'), join(folder, 'newer.ndjson')];
  await writeFile(older, JSON.stringify(someEvents(500)));
  const { lines } = await generatedLines({ count: 30_000, chaos: { duplicate: 0.02, conflict: 0.01 } });
  await writeFile(newer, [...lines, '{"event_id":"broken"', ''].join('\n'));
  const old = join(folder, 'old');
  assert.equal((await runCommand('transform', ['--input', older, '--output', old])).code, 0);
  const oldFiles = await tableOf(old);

  const args = ['--input', newer, '--memory', '64', '--output'];
  const whole = join(folder, 'whole');
  await cp(old, whole, { recursive: true });
  const start = performance.now();
  assert.equal((await runCommand('transform', [...args, whole])).code, 0);
  let duration = performance.now() - start;
  const wanted = await dataOf(whole);
  const newFiles = await tableOf(whole);
  t.diagnostic(`an undisturbed run takes ${Math.round(duration)} ms`);

  const seen = { old: 0, new: 0, done: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const output = await newFolder();
    await cp(old, output, { recursive: true });
    const kills = 1 + random.between(0, 2);
    for (let kill = 0; kill < kills; kill++) {
      // The end of a run, where it publishes, is short and matters most.
      const share = random.chance(0.4) ? 0.85 + random.unit() * 0.25 : random.unit();
      const { child, ended } = startCommand('transform', [
        ...args,
        output,
        '--workers',
        random.pick(['1', '2', '3']),
        ...(kill > 0 ? ['--resume'] : []),
      ]);
      const started = performance.now();
      await Promise.race([sleep(share * duration), ended]);
      // The machine may have been busier when it was measured.
      if (child.exitCode !== null && kill === 0) duration = Math.min(duration, performance.now() - started);
      child.kill('SIGKILL');
      const { signal, code, stderr } = await ended;
      if (signal !== 'SIGKILL') assert.equal(code, 0, stderr);
      if (signal !== 'SIGKILL') seen.done++;
      const files = await tableOf(output);
      const isOld = JSON.stringify(files) === JSON.stringify(oldFiles);
      seen[isOld ? 'old' : 'new']++;
      if (!isOld) assert.deepEqual(files, newFiles, `round ${round}: neither the old nor the new table`);
    }
    const { code, stderr } = await runCommand('transform', [...args, output, '--resume']);
    assert.equal(code, 0, `round ${round}: ${stderr}`);
    assert.deepEqual(await dataOf(output), wanted, `round ${round}: resumed to other bytes`);
  }
  t.diagnostic(`seen ${JSON.stringify(seen)}`);
  assert.ok(seen.old > 0, 'some kills came before the commit');
});

/** What a Delta reader finds, every file there and of its size. */
async function tableOf(output: string): Promise<Record<string, number>> {
  const { files } = await readSnapshot(fileStorage(output), TABLE);
  const found: Record<string, number> = {};
  for (const [path, { size }] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    assert.equal((await stat(join(output, TABLE, path))).size, size, path);
    found[path] = size;
  }
  return found;
}
