import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand, scratchFolders, startCommand } from '../support/command.ts';

const newFolder = await scratchFolders('demo');
const SMALL = ['--count', '2000'];

test('demo generates, transforms and reports, and does so once', async () => {
  const data = join(await newFolder(), 'shop');
  const first = await runCommand('demo', ['--data', data, ...SMALL, '--once']);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /\b2,000\b/);
  assert.match(first.stdout, /What to open next/);
  assert.match(
    first.stderr,
    /Generating 2000 events into [\s\S]*Transforming them[\s\S]*Publishing .* 100 %/,
  );
  for (const name of ['cart_events.json.gz', 'events/_delta_log', 'out/run.json']) {
    assert.ok(existsSync(join(data, name)), name);
  }
  const second = await runCommand('demo', ['--data', data, ...SMALL, '--once']);
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stderr, /holds 2000 events already/);
  assert.equal(second.stdout, first.stdout);
});

test('demo goes on where it was interrupted, and serves until it is told to stop', async () => {
  const data = join(await newFolder(), 'shop');
  const args = ['--data', data, '--count', '60000', '--port', '0'];
  const cut = startCommand('demo', args);
  await new Promise((resolve) => cut.child.stderr.once('data', resolve));
  cut.child.kill('SIGINT');
  const { code, stderr } = await cut.ended;
  assert.equal(code, 130, stderr);
  assert.match(stderr, /the same command goes on/);

  const again = startCommand('demo', args);
  const url = await new Promise<string>((resolve, reject) => {
    let told = '';
    again.child.stdout.on('data', (text) => {
      told += String(text);
      const found = /answers at (\S+)/.exec(told)?.[1];
      if (found !== undefined) resolve(found);
    });
    again.child.once('close', () => reject(new Error(`It ended: ${told}`)));
  });
  const answer = (await (await fetch(`${url}/cart/statistics`)).json()) as { data: { total_events: number } };
  assert.equal(answer.data.total_events, 60_000);
  again.child.kill('SIGTERM');
  assert.equal((await again.ended).code, 0);
});

test('demo refuses what it cannot use', async () => {
  for (const args of [['--count', '5'], ['--port', 'x'], ['--data', ''], ['more']]) {
    assert.equal((await runCommand('demo', args)).code, 64, args.join(' '));
  }
});
