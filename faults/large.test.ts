import assert from 'node:assert/strict';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { dataOf, runCommand, scratchFolders, someEvents, startCommand } from '../test/support/command.ts';

const MOST_KILOBYTES = 450_000;
const newFolder = await scratchFolders('large');

test('transform quarantines an element of 100 MB in bounded memory and keeps its neighbours', async (t) => {
  const folder = await newFolder();
  const input = join(folder, 'large.json');
  const [first, last] = someEvents(2).map((event) => JSON.stringify(event));
  const file = await open(input, 'w');
  await file.write(`[${first},{"event_id":"big","note":"`);
  for (let i = 0; i < 100; i++) await file.write('x'.repeat(1_000_000));
  await file.write(`"},${last}]`);
  await file.close();
  const output = join(folder, 'out');
  const { child, ended } = startCommand('transform', ['--input', input, '--output', output]);
  let peak = 0;
  while (child.exitCode === null) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
    await sleep(20);
  }
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 2, stderr);
  assert.match(stdout, /3 read = 2 written .* 1 quarantined\nRefused: too_large 1/);
  const record = gunzipSync(await readFile(join(output, 'quarantine.ndjson.gz'))).toString();
  const { raw, offset } = JSON.parse(record) as { raw: string; offset: number };
  assert.deepEqual([raw.length, offset], [1_048_576, (first as string).length + 2]);
  t.diagnostic(`peak memory ${peak} kB`);
  if (peak > 0) assert.ok(peak < MOST_KILOBYTES, `${peak} kB`);
});

test('transform takes 3,000 dates and 50,000 sessions of one event, the same with little memory', async () => {
  const folder = await newFolder();
  const input = join(folder, 'skew.ndjson');
  const lines = Array.from({ length: 50_000 }, (_, i) => {
    const date = new Date(Date.UTC(2005, 0, 1 + (i % 3000))).toISOString().slice(0, 10);
    return JSON.stringify({
      event_id: `e${i}`,
      event_type: `type_${'y'.repeat(50)}_${i % 5000}`,
      session_id: `s${i}`,
      timestamp: `${date}T12:00:00`,
    });
  });
  await writeFile(input, lines.join('\n'));
  const outputs = [await newFolder(), await newFolder()] as const;
  for (const [i, memory] of ['64', '512'].entries()) {
    const args = ['--input', input, '--memory', memory, '--output', outputs[i] as string];
    const { code, stdout, stderr } = await runCommand('transform', args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /50000 read = 50000 written/);
  }
  assert.deepEqual(await dataOf(outputs[0]), await dataOf(outputs[1]));
});
