import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CheckReport } from '../../src/core/plan/check.ts';
import { runCommand, scratchFolders } from '../support/command.ts';

const newFolder = await scratchFolders('check');
const techStore = fileURLToPath(
  new URL('../../../shared/data/techstore-cart-events.json.gz', import.meta.url),
);

test('check finds nothing impossible in what generate writes', async () => {
  const file = join(await newFolder(), 'events.ndjson.gz');
  const made = await runCommand('generate', ['--count', '3000', '--seed', '5', '--output', file]);
  assert.equal(made.code, 0, made.stderr);
  const { code, stdout, stderr } = await runCommand('check', ['--input', file]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /All 3,000 events could have happened/);
  assert.match(stdout, /EVENTS BY HOUR/);
});

test('check says by rule what could not have happened, and ends with 2', async () => {
  const event = {
    event_id: 'e1',
    event_type: 'remove_from_cart',
    timestamp_unix: 1_756_137_851_545,
    session_id: 's',
  };
  const lines = [{ ...event, product_id: 4, quantity: 1 }, 'no event'].map((line) => JSON.stringify(line));
  const { code, stdout } = await runCommand('check', ['--input', '-'], {
    stdin: Buffer.from(lines.join('\n')),
  });
  assert.equal(code, 2);
  assert.match(stdout, /1 of 1 events \(100\.00 %\) could not have happened/);
  assert.match(stdout, /remove_of_absent +1 {2}What is removed is in the cart\.\n {4}e1 {2}product_id: 4/);
  assert.match(stdout, /1 elements are no JSON objects/);
});

test('check asks for an input, and says what it is asked for with --help', async () => {
  const none = await runCommand('check', []);
  assert.equal(none.code, 64);
  assert.match(none.stderr, /--input must name a file/);
  const help = await runCommand('check', ['--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /^Usage: /);
});

test('check reports what is wrong in the TechStore file, by rule', async (t) => {
  const there = await access(techStore).then(
    () => true,
    () => false,
  );
  if (!there) return t.skip('the TechStore file is not there');
  const { code, stdout } = await runCommand('check', ['--input', techStore, '--json']);
  assert.equal(code, 2);
  const { coherence } = JSON.parse(stdout) as CheckReport;
  const counts = Object.fromEntries(coherence.rules.map(({ rule, count }) => [rule, count]));
  assert.deepEqual(counts, {
    usd: 5183,
    old_quantity: 3346,
    remove_of_absent: 3227,
    remove_too_many: 11,
    update_of_absent: 3324,
  });
});
