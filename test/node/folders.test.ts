import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { removeAll } from '../../src/node/folders.ts';

async function folder(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'folders-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'kept'));
  await writeFile(join(root, 'kept', 'a'), 'a');
  return root;
}

test('removeAll() removes a folder at any depth, a file, and nothing', async (t) => {
  const root = await folder(t);
  await mkdir(join(root, 'gone', 'b', 'c'), { recursive: true });
  for (const name of ['x', 'b/y', 'b/c/z']) await writeFile(join(root, 'gone', name), name);
  await writeFile(join(root, 'file'), 'file');
  for (const name of ['gone', 'file', 'nothing', 'kept/a/below']) await removeAll(join(root, name));
  assert.deepEqual(await readdir(root, { recursive: true }), ['kept', join('kept', 'a')]);
});

test('removeAll() removes links, and not what they lead to', async (t) => {
  const root = await folder(t);
  await symlink(join(root, 'kept'), join(root, 'link'));
  await mkdir(join(root, 'gone'));
  await symlink(join(root, 'kept'), join(root, 'gone', 'inner'));
  await removeAll(join(root, 'link'));
  await removeAll(join(root, 'gone'));
  assert.deepEqual(await readdir(root, { recursive: true }), ['kept', join('kept', 'a')]);
});
