import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  dataOf,
  type Ended,
  hashesOf,
  runCommand,
  scratchFolders,
  someEvents,
  startCommand,
} from '../support/command.ts';

const newFolder = await scratchFolders('usage');
const folder = await newFolder();
const input = join(folder, 'events.json');
await writeFile(input, JSON.stringify(someEvents(40)));

const wrong: [args: string[], told: RegExp][] = [
  [['--nope'], /Unknown option '--nope'/],
  [['extra'], /Unexpected argument 'extra'/],
  [['--memory', '63'], /--memory .*from 64 to 1000000: "63"/],
  [['--memory', '1e9'], /--memory .*whole number.*"1e9"/],
  [['--chunk-size', '0'], /--chunk-size .*from 1 to \d+: "0"/],
  [['--workers', '1.5'], /--workers .*from 1 to \d+: "1.5"/],
  [['--time-zone', 'Mars/Base'], /time zone "Mars\/Base"/],
  [['--not-after', '2025-02-30'], /--not-after .*"2025-02-30"/],
  [['--max-quarantine', '1.01'], /--max-quarantine .*0 to 1: "1.01"/],
  [['--input'], /--input/],
  [['--temp-dir='], /--temp-dir .*it is empty/],
  [['--input='], /--input .*it is empty/],
];

test('transform refuses wrong arguments with code 64, says which, and writes nothing', async () => {
  const output = join(folder, 'refused');
  const all = await Promise.all(
    wrong.map(([args]) => runCommand('transform', ['--output', output, ...args])),
  );
  for (const [i, [args, told]] of wrong.entries()) {
    const { code, stdout, stderr } = all[i] as Ended;
    assert.equal(code, 64, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, told);
    assert.match(stderr, /--help/);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    assert.equal(stdout, '');
    assert.ok(!existsSync(output), args.join(' '));
  }
});

test('transform answers --help and --version without reading anything', async () => {
  const help = await runCommand('transform', ['--help', '--input', 'nowhere']);
  assert.equal(help.code, 0);
  for (const option of ['--input', '--resume', '--max-quarantine', '--not-after', 'Exit codes'])
    assert.ok(help.stdout.includes(option), option);
  const version = await runCommand('transform', ['--version']);
  assert.deepEqual([version.code, version.stderr], [0, '']);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
});

test('transform --json prints nothing but JSON lines: progress, then the result', async () => {
  const output = await newFolder();
  const { code, stdout, stderr } = await runCommand('transform', [
    '--input',
    input,
    '--output',
    output,
    '--json',
  ]);
  assert.deepEqual([code, stderr], [0, '']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const result = lines.pop() as {
    type: string;
    unchanged: boolean;
    counts: { read: number; written: number };
  };
  assert.deepEqual([result.type, result.unchanged], ['result', false]);
  assert.deepEqual([result.counts.read, result.counts.written], [40, 40]);
  assert.ok(lines.length >= 3);
  for (const line of lines) assert.equal(line.type, 'progress');
});

test('transform ends with code 2 when more is refused than --max-quarantine allows, and keeps the result', async () => {
  const dirty = join(folder, 'dirty.json');
  await writeFile(dirty, JSON.stringify([...someEvents(3), { event_id: 'alone' }]));
  const output = await newFolder();
  const args = ['--input', dirty, '--output', output];
  const strict = await runCommand('transform', [...args, '--max-quarantine', '0.24']);
  assert.equal(strict.code, 2);
  assert.match(strict.stderr, /25\.00 %.*quarantine\.ndjson\.gz/);
  assert.match(strict.stdout, /4 read = 3 written \+ 0 duplicates \+ 0 conflicts \+ 1 quarantined/);
  const before = await hashesOf(output);
  const again = await runCommand('transform', [...args, '--max-quarantine', '0.25']);
  assert.equal(again.code, 0);
  assert.match(again.stdout, /nothing had to be done/);
  assert.deepEqual(await hashesOf(output), before);
});

test('transform finishes without a word when the reader of its output leaves', async () => {
  const wanted = await newFolder();
  await runCommand('transform', ['--input', input, '--output', wanted]);
  for (const extra of [[], ['--json']]) {
    const output = await newFolder();
    const { child, ended } = startCommand('transform', ['--input', input, '--output', output, ...extra]);
    child.stdout.destroy();
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /EPIPE|\n {4}at /);
    assert.deepEqual(await dataOf(output), await dataOf(wanted), `whole in spite of it: ${extra.join(' ')}`);
  }
  const output = await newFolder();
  const { child, ended } = startCommand('transform', ['--input', input, '--output', output]);
  child.stderr.destroy();
  assert.equal((await ended).code, 0);
  assert.deepEqual(await dataOf(output), await dataOf(wanted));
});
