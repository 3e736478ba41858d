import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { attempt, isSystemError } from '../../src/node/atomic.ts';
import { fileStorage } from '../../src/node/files.ts';
import { bytes, storageContract, text } from '../core/storage/contract.ts';

const scratch = await mkdtemp(path.join(tmpdir(), 'files-'));
after(() => rm(scratch, { recursive: true }));

const newRoot = () => mkdtemp(path.join(scratch, 'root-'));

async function* brokenSource(): AsyncGenerator<Uint8Array> {
  yield bytes('x');
  throw new Error('broken');
}

async function countOpen(): Promise<number> {
  return (await readdir('/proc/self/fd').catch(() => [])).length;
}

for (const waits of [false, true]) {
  const label = `fileStorage()${waits ? ' that waits' : ''}`;
  storageContract(label, async () => {
    return fileStorage(path.join(await newRoot(), 'made', 'when needed'), { waits });
  });

  test(`${label} leaves no temporary file behind`, async () => {
    const root = await newRoot();
    const storage = fileStorage(root, { waits });
    await storage.write('a', bytes('x'));
    await storage.writeNew('b', bytes('x'));
    await assert.rejects(storage.writeNew('b', bytes('y')));
    for (const durable of [true, false]) {
      await storage.write('a', bytes('y'), { durable });
      const told = /^Error: Cannot write a\/b: not a directory$/;
      await assert.rejects(storage.write('a/b', bytes('x'), { durable }), told);
      await assert.rejects(storage.write('c', brokenSource(), { durable }), /broken/);
    }
    assert.deepEqual((await readdir(root)).toSorted(), ['a', 'b']);
  });
}

test('fileStorage() puts a prefix before paths where the system refuses them', async () => {
  const storage = fileStorage(await newRoot(), { prefix: 'data/' });
  await storage.write('a', bytes('x'));
  await assert.rejects(storage.write('a/b', bytes('x')), /^Error: Cannot write data\/a\/b: not a directory$/);
  await assert.rejects(storage.rename('a', 'a/b'), /^Error: Cannot move data\/a to data\/a\/b: /);
});

test('fileStorage() hides unfinished files while they are written, and sweeps those that never end', async () => {
  const root = await newRoot();
  const storage = fileStorage(root);
  async function* source(): AsyncGenerator<Uint8Array> {
    yield bytes('x');
    const [unfinished] = await readdir(path.join(root, 'a'));
    assert.match(unfinished ?? '', /^\.tmp-/);
    assert.deepEqual(await storage.list(''), []);
  }
  await storage.write('a/b', source());
  await writeFile(path.join(root, 'a', '.tmp-left'), 'half');
  await mkdir(path.join(root, 'c'));
  await writeFile(path.join(root, 'c', '.tmp-left'), 'half');
  assert.deepEqual(await storage.list(''), [{ path: 'a/b', size: 1 }]);
  await storage.sweep('');
  assert.deepEqual((await readdir(root, { recursive: true })).toSorted(), ['a', 'a/b']);
  await storage.sweep('none');
});

test('fileStorage() names path and cause, and cleans up, when the last step of a write fails', async () => {
  const root = await newRoot();
  const storage = fileStorage(root);
  const long = 'x'.repeat(300);
  const failure = new RegExp(`^Error: Cannot write ${long}: name too long$`);
  await assert.rejects(storage.write(long, bytes('x')), failure);
  await assert.rejects(storage.writeNew(long, bytes('x')), failure);
  await storage.write('folder/a', bytes('x'));
  await assert.rejects(storage.write('folder', bytes('x')), (error: Error) => {
    assert.match(error.message, /^Cannot write folder: /);
    assert.ok(isSystemError(error.cause, 'EISDIR', 'ENOTEMPTY'));
    return true;
  });
  assert.deepEqual((await readdir(root, { recursive: true })).toSorted(), ['folder', 'folder/a']);
});

test('attempt() says what a full device stopped', { skip: !existsSync('/dev/full') }, async () => {
  await using handle = await open('/dev/full', 'w');
  const failure = attempt('write day.txt', () => handle.write(bytes('x')));
  await assert.rejects(failure, (error: Error) => {
    assert.equal(error.message, 'Cannot write day.txt: no space left on device');
    assert.ok(isSystemError(error.cause, 'ENOSPC'));
    return true;
  });
});

test('fileStorage() closes its file when a reader stops or fails', async () => {
  const root = await newRoot();
  const storage = fileStorage(root);
  await storage.write('a', new Uint8Array(2_000_000));
  const before = await countOpen();
  for await (const block of storage.readStream('a')) if (block.length > 0) break;
  const failing = async () => {
    for await (const block of storage.readStream('a')) throw new Error(`${block.length}`);
  };
  await assert.rejects(failing());
  assert.equal(await countOpen(), before);
});

test('fileStorage() removes the folders that a removal leaves empty', async () => {
  const root = await newRoot();
  const storage = fileStorage(root);
  for (const name of ['t/date=1/a', 't/date=2/a', 't/date=2/b']) await storage.write(name, bytes(name));
  await storage.remove('t/date=1/a');
  await storage.remove('t/date=2/a');
  assert.deepEqual((await readdir(root, { recursive: true })).toSorted(), ['t', 't/date=2', 't/date=2/b']);
  await storage.remove('t/date=2/b');
  assert.deepEqual(await readdir(root), []);
});

test('fileStorage() writes into a folder that others keep removing', async () => {
  const storage = fileStorage(await newRoot());
  const rounds = Array.from({ length: 30 }, async (_, index) => {
    await storage.write(`f/${index}`, bytes(`${index}`), { durable: false });
    await storage.remove(`f/${index}`);
  });
  await Promise.all(rounds);
  await storage.write('f/last', bytes('last'));
  assert.equal(text(await storage.read('f/last')), 'last');
});
