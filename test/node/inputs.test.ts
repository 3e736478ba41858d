import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { Input } from '../../src/core/sources/input.ts';
import { openInputs } from '../../src/node/inputs.ts';

async function folder(t: TestContext, files: Record<string, string> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'inputs-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function textOf(input: Input, signal?: AbortSignal): Promise<string> {
  return Buffer.concat(await Array.fromAsync(input.stream(signal), (chunk) => chunk.slice())).toString();
}

test('openInputs() opens files in the order given, by their name', async (t) => {
  const root = await folder(t, { 'b.json': 'bb', 'a.json': 'a' });
  const args = [join(root, 'b.json'), join(root, 'a.json'), join(root, 'b.json')];
  const { inputs } = await openInputs(args, { tempDir: root });
  assert.deepEqual(
    inputs.map(({ name, size }) => [name, size]),
    args.map((name) => [name, name.endsWith('b.json') ? 2 : 1]),
  );
  assert.equal(await textOf(inputs[0]!), 'bb');
});

test('openInputs() opens all files of a folder by path, dot files left out', async (t) => {
  const root = await folder(t, {
    'b/2': '',
    'b/10': '',
    B: '',
    'a/x/y': '',
    'b.z': '',
    '.dot': '',
    '.d/x': '',
  });
  await symlink(join(root, 'B'), join(root, 'link'));
  const { inputs } = await openInputs([root], { tempDir: root });
  assert.deepEqual(
    inputs.map(({ name }) => name.slice(root.length + 1)),
    ['B', 'a/x/y', 'b.z', 'b/10', 'b/2', 'link'],
  );
});

test('openInputs() reads any part of a file', async (t) => {
  const root = await folder(t, { a: '0123456789' });
  const { inputs } = await openInputs([join(root, 'a')], { tempDir: root });
  const part = async (start: number, end: number) =>
    Buffer.from(await inputs[0]!.read(start, end)).toString();
  assert.deepEqual(
    [await part(2, 5), await part(8, 20), await part(10, 20), await part(0, 0)],
    ['234', '89', '', ''],
  );
});

test('openInputs() keeps standard input in a file until it is disposed of', async (t) => {
  const root = await folder(t);
  const tempDir = join(root, 'temp');
  const opened = await openInputs(['-'], { tempDir, stdin: Readable.from(['[1,', '2]']) });
  const [input] = opened.inputs;
  assert.deepEqual([input!.name, input!.size], ['-', 5]);
  assert.equal(await textOf(input!), '[1,2]');
  assert.equal(await textOf(input!), '[1,2]');
  await opened.dispose();
  assert.deepEqual(await readdir(tempDir), []);
});

test('openInputs() says what it cannot open, and leaves nothing behind', async (t) => {
  const root = await folder(t, { 'empty/.dot': '' });
  await assert.rejects(
    openInputs([join(root, 'no')], { tempDir: root }),
    /^InputError: .*: it does not exist \(.*no\)$/,
  );
  await assert.rejects(
    openInputs([join(root, 'empty')], { tempDir: root }),
    /^InputError: .* folder has to hold files: it has none/,
  );
  const stdin = Readable.from(['x']);
  const tempDir = join(root, 'temp');
  await assert.rejects(openInputs(['-', join(root, 'no')], { tempDir, stdin }), /does not exist/);
  assert.deepEqual(await readdir(tempDir), []);
});

test('openInputs() stops a stream by its signal', async (t) => {
  const root = await folder(t, { a: 'x'.repeat(3_000_000) });
  const { inputs } = await openInputs([join(root, 'a')], { tempDir: root });
  await assert.rejects(textOf(inputs[0]!, AbortSignal.abort(new Error('enough'))));
});

test('openInputs() stays inside a folder, wherever links lead, and calls inputs as they are given', async (t) => {
  const elsewhere = await folder(t, { secret: 'no', 'more/secret': 'no' });
  const root = await folder(t, { 'raw/a': 'a', '-': 'minus', 'linked/b': 'b' });
  await symlink(join(root, 'raw', 'a'), join(root, 'linked', 'a'));
  await symlink(join(elsewhere, 'secret'), join(root, 'leak'));
  await mkdir(join(root, 'leaky'));
  await symlink(join(elsewhere, 'secret'), join(root, 'leaky', 'x'));
  await symlink(elsewhere, join(root, 'out'));
  const named = async (...args: string[]) =>
    (await openInputs(args, { tempDir: root, inside: root })).inputs.map(({ name }) => name);
  assert.deepEqual(await named('linked', '-', 'raw/../raw/a'), ['linked/a', 'linked/b', '-', 'raw/../raw/a']);
  for (const arg of ['leak', 'leaky', 'out/secret', 'out/more', '../x', elsewhere, '/etc/passwd']) {
    await assert.rejects(
      named(arg),
      /^InputError: Cannot open \S+ as it must stay in the folder .*: it leads out of it/,
    );
  }
  await assert.rejects(named('none'), /Cannot open none as .*: it does not exist/);
});

test('openInputs() refuses a pipe inside a folder without opening it, and leaves those in a folder out', async (t) => {
  const root = await folder(t, { 'raw/a': 'a' });
  for (const path of ['pipe', 'raw/pipe']) assert.equal(spawnSync('mkfifo', [join(root, path)]).status, 0);
  await symlink(join(root, 'pipe'), join(root, 'raw', 'link'));
  await symlink('/dev/zero', join(root, 'device'));
  const named = async (...args: string[]) =>
    (await openInputs(args, { tempDir: root, inside: root })).inputs.map(({ name }) => name);
  for (const arg of ['pipe', 'raw/pipe', 'raw/link']) {
    await assert.rejects(
      named(arg),
      /^InputError: Cannot open \S+ as a file or folder is wanted: it is neither/,
    );
  }
  await assert.rejects(named('device'), /leads out of it/);
  assert.deepEqual(await named('raw'), ['raw/a']);
});

test('openInputs() says in words what the system refuses, without the path that it was asked for', async (t) => {
  const root = await folder(t);
  const name = 'n'.repeat(300);
  await assert.rejects(openInputs([name], { tempDir: root, inside: root }), (error: Error) => {
    assert.equal(
      error.message,
      `Cannot open ${name} as a file or folder that can be read is wanted: name too long (${name})`,
    );
    return true;
  });
});
