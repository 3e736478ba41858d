import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Score } from '../../src/core/plan/score/result.ts';
import { hashesOf, runCommand, scratchFolders } from '../support/command.ts';

const newFolder = await scratchFolders('score');
const folder = await newFolder();
const events = join(folder, 'events.json.gz');
const truth = join(folder, 'truth.ndjson.gz');
const output = join(folder, 'out');
const stream = ['--seed', '5', '--until', '2025-11-20', '--time-zone', 'Asia/Ho_Chi_Minh'];
const limit = ['--not-after', '2025-11-19T17:00:00Z'];
const generated = await runCommand('generate', [
  '--count',
  '4000',
  ...stream,
  '--chaos',
  'all=0.01',
  '--output',
  events,
]);
const done = await transform(output, limit);

function transform(to: string, args: readonly string[], zone = 'Asia/Ho_Chi_Minh') {
  const all = ['--input', events, '--output', to, '--time-zone', zone, '--max-quarantine', '1', ...args];
  return runCommand('transform', all);
}

test('score of a generated stream with faults of every kind is 1, with code 0', async () => {
  assert.equal(generated.code, 0, generated.stderr);
  assert.equal(done.code, 0, done.stderr);
  const before = await hashesOf(output);
  const { code, stdout, stderr } = await runCommand('score', ['--truth', truth, '--output', output]);
  assert.deepEqual([code, stderr], [0, ''], stdout);
  for (const kind of ['duplicate', 'late', 'malformed_json'])
    assert.match(stdout, new RegExp(`^${kind} +[1-9]\\d* .*1\\.0000 +1\\.0000$`, 'm'));
  assert.match(stdout, /^Untouched events: (3,\d+) of \1 kept exactly once, in their date$/m);
  assert.match(stdout, /Everything is as the truth says\.\n$/);
  assert.deepEqual(await hashesOf(output), before, 'nothing is written');
});

test('score --json prints the score and nothing else', async () => {
  const { code, stdout, stderr } = await runCommand('score', [
    '--truth',
    truth,
    '--output',
    output,
    '--json',
  ]);
  assert.deepEqual([code, stderr], [0, '']);
  const { perfect, kinds, untouched, unexpected, notes } = JSON.parse(stdout) as Score;
  assert.deepEqual([perfect, notes, unexpected], [true, [], { count: 0, examples: [] }]);
  assert.equal(untouched?.kept, untouched?.expected);
  for (const { kind, injected, found, claimed, precision, recall, examples } of kinds) {
    assert.ok(injected > 0, kind);
    assert.deepEqual([found, claimed, precision, recall, examples], [injected, injected, 1, 1, []], kind);
  }
});

test('score ends with 2 and says what is missing: a limit, and a generate.json', async () => {
  const alone = await newFolder();
  await cp(truth, join(alone, 'truth.ndjson.gz'));
  const unlimited = join(alone, 'out');
  assert.equal((await transform(unlimited, [])).code, 0);
  const beside = await runCommand('score', ['--truth', truth, '--output', unlimited]);
  assert.deepEqual([beside.code, beside.stderr], [2, '']);
  assert.match(beside.stdout, /^future +\d+ +0 +0 +1\.0000 +0\.0000$/m);
  assert.match(beside.stdout, /transform with --not-after 2025-11-19T17:00:00Z/);
  // By default the output folder is out.
  const { code, stdout } = await runCommand('score', ['--truth', 'truth.ndjson.gz'], { cwd: alone });
  assert.equal(code, 2);
  assert.match(stdout, /not checked: there is no generate\.json beside the truth/);
  await writeFile(join(alone, 'generate.json'), '{"options":');
  assert.equal((await runCommand('score', ['--truth', 'truth.ndjson.gz'], { cwd: alone })).code, 2);
});

test('score in another zone than the stream ends with 2 and names the right one', async () => {
  const other = join(await newFolder(), 'out');
  assert.equal((await transform(other, limit, 'UTC')).code, 0);
  const { code, stdout } = await runCommand('score', ['--truth', truth, '--output', other]);
  assert.equal(code, 2);
  assert.match(stdout, /transform with --time-zone Asia\/Ho_Chi_Minh/);
});

test('score refuses wrong arguments with code 64', async () => {
  const cases: [args: string[], told: RegExp][] = [
    [[], /--truth must name a truth\.ndjson\.gz: there is no --truth/],
    [['--truth='], /--truth .*it is empty/],
    [['--truth', truth, '--output='], /--output .*it is empty/],
    [['--truth', truth, '--nope'], /Unknown option '--nope'/],
    [['--truth', join(folder, 'none.gz'), '--output', output], /--truth .*none\.gz is no file/],
    [['--truth', folder, '--output', output], /--truth .* is no file/],
    [['--truth', truth, '--output', join(folder, 'nowhere')], /--output .*nowhere is no folder/],
    [['--truth', truth, '--output', truth], /--output .* is no folder/],
  ];
  const all = await Promise.all(cases.map(([args]) => runCommand('score', args)));
  for (const [i, { code, stdout, stderr }] of all.entries()) {
    const [args, told] = cases[i]!;
    assert.deepEqual([code, stdout], [64, ''], `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, told);
    assert.match(stderr, /score\.ts --help/);
  }
});

test('score fails with code 1 on a broken truth and on a folder that is no output, and says where', async () => {
  const broken = await newFolder();
  const cut = join(broken, 'cut.gz');
  await writeFile(cut, (await readFile(truth)).subarray(0, -20));
  const odd = join(broken, 'odd.gz');
  await writeFile(odd, gzipSync('{"event_id":"evt_1"}\n'));
  const several = join(broken, 'several');
  const inputs = ['--input', events, '--input', events];
  assert.equal((await transform(several, [...limit, ...inputs])).code, 0);
  const cases: [args: string[], told: RegExp][] = [
    [['--truth', cut, '--output', output], /the data ends early \(\S*cut\.gz, after line \d+\)/],
    [['--truth', odd, '--output', output], /odd\.gz as line 1 must have kind/],
    [['--truth', truth, '--output', broken], /there is no run\.json/],
    [['--truth', truth, '--output', several], /must have had one input.*names 3/],
  ];
  for (const [args, told] of cases) {
    const { code, stdout, stderr } = await runCommand('score', args);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
  }
  await rm(cut);
  const left = (await readdir(broken)).filter((name) => name.startsWith('.'));
  assert.deepEqual(left, [], 'the folder is free again');
});

test('score answers --help and --version without reading anything', async () => {
  const help = await runCommand('score', ['--help']);
  assert.equal(help.code, 0);
  for (const word of ['--truth', '--output', '--json', 'Recall', 'Precision', 'Exit codes'])
    assert.ok(help.stdout.includes(word), word);
  const { code, stdout } = await runCommand('score', ['--version']);
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});
