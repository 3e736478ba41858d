import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { GenerateRecord } from '../../src/core/plan/generate-record.ts';
import { parseGenerateArguments } from '../../src/node/generate-options.ts';
import { type Ended, hashesOf, runCommand, scratchFolders, startCommand } from '../support/command.ts';

const newFolder = await scratchFolders('generate');
/** Takes minutes to its end. */
const ENDLESS = ['--count', '20000000', '--seed', '1', '--until', '2025-11-23'];
const FEW = ['--count', '40', '--seed', '1', '--until', '2025-11-23'];
const SIDES = ['truth.ndjson.gz', 'generate.json', 'customers.ndjson.gz', 'products.json'];
const WITH_SIDES = ['--chaos', 'all=0.05', '--customers', '--products'];

const wrong: [args: string[], told: RegExp][] = [
  [['--nope'], /Unknown option '--nope'/],
  [['--count', '0'], /--count .*whole number from 1 to 500000000: "0"/],
  [['--until', '2025-02-30'], /--until .*such as 2025.*: "2025-02-30"/],
  [['--time-zone', 'Mars/Base'], /time zone "Mars\/Base"/],
  [['--chaos', 'gremlin=0.1'], /--chaos .*among all, duplicate, .*malformed_json: "gremlin"/],
  [['--chaos', 'late=lots'], /--chaos late .*from 0 to 1: "lots"/],
  [['--buyers', '0.4'], /buyers must not be more than 1 - abandonment/],
  [['--output', 'events.csv'], /"events\.csv" .*\.json, \.json\.gz, \.ndjson or \.ndjson\.gz, or be -/],
  [['--output', '-', '--chaos', 'late=0.1'], /standard output as --chaos.*need a file/],
];

/** Wrong in the same way for the shell, and so told by the parser alone. */
const alsoWrong: typeof wrong = [
  [['extra'], /Unexpected argument 'extra'/],
  [['--count', '1e6'], /--count .*whole number from 1 to 500000000: "1e6"/],
  [['--count', '500000001'], /--count .*from 1 to 500000000: "500000001"/],
  [['--days', '3661'], /--days .*from 1 to 3660: "3661"/],
  [['--seed', '-1'], /Cannot use --seed as .*: write --seed=-1$/m],
  [['--seed', '9007199254740992'], /--seed .*from 0 to 9007199254740991: "9007199254740992"/],
  [['--until', '1850-01-01'], /--until .*from 2000-01-02\S* to 2100-01-01\S*: "1850-01-01"/],
  [['--until', '2100-01-01T00:00:01Z'], /--until .*from 2000-01-02\S* to 2100-01-01\S*: "2100-01-01T/],
  [['--profile', 'toString'], /--profile .*realistic, uniform, skewed, burst: "toString"/],
  [['--guests', '1.1'], /--guests .*from 0 to 1: "1\.1"/],
  [['--chaos', 'late'], /--chaos late .*from 0 to 1: ""/],
  [['--chaos', 'late=0.1=0.2'], /--chaos late .*from 0 to 1: "0\.1=0\.2"/],
  [['--chaos', 'late=0.1,'], /--chaos .*among all, .*: ""/],
  [['--chaos', '__proto__=0.1'], /--chaos .*among all, .*: "__proto__"/],
  [['--chaos', 'all=0.25'], /rates of chaos must be 1 at most together: 2/],
  [['--workers', 'many'], /--workers .*: "many"/],
  [['--output', 'folder/'], /"folder\/" .*must end in/],
  [['--output', ''], /"" .*must end in/],
  [['--output', '.json'], /"\.json" .*must end in/],
  [['--output', 'a.JSON'], /"a\.JSON" .*must end in/],
  [['--output', 'in/truth.ndjson.gz'], /"in\/truth\.ndjson\.gz" .*names of what lies beside the events/],
  [['--output', 'Generate.json'], /names of what lies beside/],
  [['--output', 'customers.ndjson.gz'], /names of what lies beside/],
  [['--output', 'products.json'], /names of what lies beside/],
  [['--output', '-', '--json'], /standard output as .*--json/],
];

test('generate refuses wrong arguments with code 64, says which, and writes nothing', async () => {
  const folder = await newFolder();
  const all = await Promise.all(
    wrong.map(([args]) => runCommand('generate', ['--output', 'a.json', ...args], { cwd: folder })),
  );
  for (const [i, [args, told]] of wrong.entries()) {
    const { code, stdout, stderr } = all[i] as Ended;
    assert.equal(code, 64, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, told);
    assert.match(stderr, /--help/);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    assert.equal(stdout, '');
  }
  assert.deepEqual(await hashesOf(folder), {});
});

test('parseGenerateArguments() tells what is wrong', () => {
  for (const [args, message] of [...wrong, ...alsoWrong]) {
    const parse = () => parseGenerateArguments(args, { now: () => 1.7e15, drawSeed: () => 1 });
    assert.throws(parse, { name: 'UsageError', message }, args.join(' '));
  }
});

test('generate answers --help and --version without writing anything', async () => {
  const folder = await newFolder();
  const help = await runCommand('generate', ['--help', '--count', 'x'], { cwd: folder });
  assert.deepEqual([help.code, help.stderr], [0, '']);
  for (const option of ['--count', '--until', '--chaos', '--products', '--force', 'Exit codes'])
    assert.ok(help.stdout.includes(option), option);
  const version = await runCommand('generate', ['--version'], { cwd: folder });
  assert.deepEqual([version.code, version.stderr], [0, '']);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual(await hashesOf(folder), {});
});

test('generate replaces no file without --force, and each with it', async () => {
  const args = ['--output', 'a.json', ...FEW, ...WITH_SIDES];
  for (const name of ['a.json', ...SIDES]) {
    const folder = await newFolder();
    await writeFile(join(folder, name), 'mine');
    const { code, stderr } = await runCommand('generate', args, { cwd: folder });
    assert.equal(code, 64, stderr);
    assert.ok(stderr.includes(`Cannot write ${join(folder, name)} as it is there already: --force`), stderr);
    assert.deepEqual(Object.keys(await hashesOf(folder)), [name]);
    assert.equal(await readFile(join(folder, name), 'utf8'), 'mine');
  }
  const folder = await newFolder();
  for (const name of ['a.json', ...SIDES, 'other.json']) await writeFile(join(folder, name), 'mine');
  const { code, stderr } = await runCommand('generate', [...args, '--force'], { cwd: folder });
  assert.equal(code, 0, stderr);
  const names = Object.keys(await hashesOf(folder));
  assert.deepEqual(names, ['a.json', ...SIDES, 'other.json'].toSorted());
  for (const name of names) {
    const isMine = (await readFile(join(folder, name), 'utf8')) === 'mine';
    assert.equal(isMine, name === 'other.json', name);
  }
});

test('generate replaces no folder, with --force neither', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'generate.json'));
  await writeFile(join(folder, 'generate.json', 'kept'), 'mine');
  const args = ['--output', 'a.json', ...FEW, '--force'];
  const { code, stderr } = await runCommand('generate', args, { cwd: folder });
  assert.equal(code, 64);
  assert.match(stderr, /Cannot write \S+generate\.json as it is a folder/);
  assert.deepEqual(Object.keys(await hashesOf(folder)), ['generate.json/kept']);
});

test('generate prints a report, says what it drew, and makes the same files of it again', async () => {
  const folder = await newFolder();
  const first = await runCommand('generate', ['--count', '500', ...WITH_SIDES], { cwd: folder });
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /Shop report[^]*Broken on purpose: [^]*Next: .*transform[^]*then: .*score/);
  const [, seed, until] = /Seed (\d+), until (\S+Z): /.exec(first.stdout) ?? [];
  assert.ok(seed !== undefined && until !== undefined, first.stdout);
  const record = await recordOf(folder);
  assert.deepEqual([String(record.options.seed), record.options.until], [seed, until]);
  const again = join(folder, 'made', 'again');
  const drawn = ['--seed', seed, '--until', until, '--workers', '3'];
  const { code, stderr } = await runCommand(
    'generate',
    ['--count', '500', ...WITH_SIDES, ...drawn, '--output', join(again, 'cart_events.json.gz')],
    { env: { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
  );
  assert.equal(code, 0, stderr);
  assert.deepEqual((await recordOf(again)).outputs, record.outputs);
  const { 'generate.json': _, ...files } = await hashesOf(again);
  assert.deepEqual(files, Object.fromEntries(record.outputs.map(({ path, sha256 }) => [path, sha256])));
  const text = gunzipSync(await readFile(join(folder, 'cart_events.json.gz'))).toString();
  assert.equal(text.split('\n').length, record.elements + 3, 'an element a line, in brackets');

  async function recordOf(place: string): Promise<GenerateRecord> {
    return JSON.parse(await readFile(join(place, 'generate.json'), 'utf8')) as GenerateRecord;
  }
});

test('generate --json prints nothing but JSON lines: progress, then the result', async () => {
  const folder = await newFolder();
  const args = ['--output', 'a.ndjson', ...FEW, '--json'];
  const { code, stdout, stderr } = await runCommand('generate', args, { cwd: folder });
  assert.deepEqual([code, stderr], [0, '']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const { type, output, ...record } = lines.pop()!;
  assert.deepEqual([type, output], ['result', 'a.ndjson']);
  assert.deepEqual(record, JSON.parse(await readFile(join(folder, 'generate.json'), 'utf8')));
  assert.ok(lines.length >= 1);
  for (const line of lines) assert.deepEqual([line.type, line.step], ['progress', 'generate']);
  assert.deepEqual([lines.at(-1)!.done, lines.at(-1)!.total], [40, 40]);
});

test('generate --output - gives the lines that transform --input - reads, the same as in a file', async () => {
  const folder = await newFolder();
  const options = [
    '--count',
    '25000',
    '--seed',
    '1',
    '--until',
    '2025-11-23',
    '--time-zone',
    'Asia/Ho_Chi_Minh',
  ];
  const piped = await runCommand('generate', ['--output', '-', ...options], { cwd: folder });
  assert.deepEqual([piped.code, piped.stderr], [0, 'Seed 1, until 2025-11-22T17:00:00Z\n']);
  assert.deepEqual(await hashesOf(folder), {}, 'no file');
  await runCommand('generate', ['--output', 'a.ndjson', ...options], { cwd: folder });
  assert.ok(piped.stdout === (await readFile(join(folder, 'a.ndjson'), 'utf8')), 'the same text');
  const read = await runCommand('transform', ['--input', '-', '--output', 'out'], {
    cwd: folder,
    stdin: Buffer.from(piped.stdout.split('\n').slice(0, 2000).join('\n')),
  });
  assert.equal(read.code, 0, read.stderr);
  assert.match(read.stdout, /2,?000 read = 2,?000 written \+ 0 duplicates \+ 0 conflicts \+ 0 quarantined/);
});

test(
  'generate ends at once without a word when the reader of its output leaves',
  { timeout: 20_000 },
  async (t) => {
    for (const leaves of ['before', 'after'] as const) {
      const { child, ended } = startCommand('generate', ['--output', '-', ...ENDLESS]);
      t.after(() => child.kill('SIGKILL'));
      if (leaves === 'before') child.stdout.destroy();
      else child.stdout.once('data', () => child.stdout.destroy());
      const { code, signal, stderr } = await ended;
      assert.deepEqual([code, signal, stderr], [0, null, 'Seed 1, until 2025-11-23T00:00:00Z\n'], leaves);
    }
  },
);

test('generate finishes its files when the reader of what it says leaves', async () => {
  const folder = await newFolder();
  for (const name of ['stdout', 'stderr'] as const) {
    const args = ['--output', `${name}/a.json`, ...FEW];
    const { child, ended } = startCommand('generate', args, { cwd: folder });
    child[name].destroy();
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /EPIPE|\n {4}at /);
    assert.ok(existsSync(join(folder, name, 'generate.json')));
  }
});

test('generate that cannot write says where and why, with code 1 and no stack', async (t) => {
  const folder = await newFolder();
  await writeFile(join(folder, 'file'), 'mine');
  const cases: [output: string, told: RegExp][] = [
    ['file/a.json', /^generate: Cannot write to \S+file: (file already exists|not a directory)\n$/],
    ['file/b/a.json', /^generate: Cannot write to \S+b: not a directory\n$/],
    ['.tmp-a.json', /Cannot use path "\.tmp-a\.json"/],
  ];
  if (process.getuid?.() === 0) t.diagnostic('the superuser may write into any folder');
  else {
    await mkdir(join(folder, 'closed'));
    await chmod(join(folder, 'closed'), 0o555);
    cases.push(['closed/a.json', /Cannot write truth\.ndjson\.gz: permission denied\n$/]);
  }
  for (const [output, told] of cases) {
    const args = ['--output', output, ...FEW, '--chaos', 'late=0.1'];
    const { code, stdout, stderr } = await runCommand('generate', args, { cwd: folder });
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
  }
  assert.deepEqual(Object.keys(await hashesOf(folder)), ['file']);
});

for (const workers of ['1', '2']) {
  test(
    `generate that is interrupted ends with 130 and leaves what was there, with --workers ${workers}`,
    { timeout: 20_000 },
    async (t) => {
      const folder = await newFolder();
      const output = ['--output', 'a.json.gz', ...WITH_SIDES];
      assert.equal((await runCommand('generate', [...output, ...FEW], { cwd: folder })).code, 0);
      const before = await hashesOf(folder);
      const appears = unfinishedIn(folder);
      const args = [...output, ...ENDLESS, '--force', '--workers', workers];
      const { child, ended } = startCommand('generate', args, { cwd: folder });
      t.after(() => child.kill('SIGKILL'));
      await Promise.race([appears, ended]);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stdout], [130, '']);
      assert.match(stderr, /^Seed \d+, until .*\n(?:Generating .*\n)*generate: Interrupted\n$/);
      assert.deepEqual(await hashesOf(folder), before);
    },
  );
}

test(
  'generate that is interrupted while nobody reads its output ends with 130',
  { timeout: 20_000 },
  async (t) => {
    const file = fileURLToPath(new URL('../../src/jobs/generate.ts', import.meta.url));
    const args = ['--import', import.meta.resolve('tsx'), file, '--output', '-', ...ENDLESS];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    // Some is taken and then no more, so that the pipe is full.
    await Promise.race([once(child.stdout, 'readable'), exited]);
    child.kill('SIGINT');
    assert.deepEqual(await exited, [130, null]);
    child.stdout.destroy();
  },
);

/** Waits for an unfinished file. */
async function unfinishedIn(folder: string): Promise<void> {
  for await (const { filename } of watch(folder)) if (filename?.startsWith('.tmp-')) return;
}
