import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConflictError, NotFoundError } from '../../../src/core/errors.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

const utf8 = new TextEncoder();

export function bytes(content: string): Uint8Array {
  return utf8.encode(content);
}

export function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

async function* blocksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of texts) yield bytes(part);
}

async function paths(storage: Storage, folder = ''): Promise<string[]> {
  return (await storage.list(folder)).map((file) => file.path);
}

async function gather(blocks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const gathered: Uint8Array[] = [];
  for await (const block of blocks) gathered.push(block);
  return gathered;
}

const strays = [
  '',
  '/etc/passwd',
  '../out',
  'a/../../b',
  './a',
  'a//b',
  'a/',
  'a\\b',
  'a\0b',
  'a/.tmp-1',
  '\ud800',
];

/** What holds for every storage. */
export function storageContract(label: string, create: () => Promise<Storage>): void {
  test(`${label} reads what was written`, async () => {
    const storage = await create();
    assert.equal(await storage.write('a/b/c.txt', bytes('one')), 3);
    assert.deepEqual(await storage.read('a/b/c.txt'), bytes('one'));
    assert.equal(await storage.write('a/b/c.txt', blocksOf('tw', '', 'o!'), { durable: false }), 4);
    assert.deepEqual(await storage.read('a/b/c.txt'), bytes('two!'));
    assert.deepEqual(await storage.stat('a/b/c.txt'), { size: 4 });
    assert.equal(await storage.write('empty', blocksOf()), 0);
    assert.deepEqual(await storage.read('empty'), new Uint8Array());
    assert.deepEqual(await gather(storage.readStream('empty')), []);
  });

  test(`${label} reads the part that lies in a range`, async () => {
    const storage = await create();
    await storage.write('a', bytes('0123456789'));
    assert.equal(text(await storage.read('a', { start: 2, end: 5 })), '234');
    assert.equal(text(await storage.read('a', { start: 8, end: 99 })), '89');
    assert.equal(text(await storage.read('a', { start: 99, end: 100 })), '');
    assert.equal(text((await gather(storage.readStream('a', { start: 3, end: 12 })))[0]!), '3456789');
    for (const range of [
      { start: -1, end: 2 },
      { start: 3, end: 2 },
      { start: 0.5, end: 2 },
    ]) {
      await assert.rejects(storage.read('a', range), RangeError);
      await assert.rejects(gather(storage.readStream('a', range)), RangeError);
    }
  });

  test(`${label} streams blocks, and stops when the reader does`, async () => {
    const storage = await create();
    const data = new Uint8Array(3_000_001).map((_, index) => index * 31);
    await storage.write('big', data);
    const blocks = await gather(storage.readStream('big'));
    assert.ok(blocks.length > 2 && blocks.every((block) => block.length <= 1024 * 1024));
    const whole = new Uint8Array(data.length);
    blocks.reduce((offset, block) => (whole.set(block, offset), offset + block.length), 0);
    assert.deepEqual(whole, data);
    for await (const block of storage.readStream('big')) {
      assert.ok(block.length > 0);
      break;
    }
  });

  test(`${label} keeps nothing of a write whose source throws, and closes the source`, async () => {
    const storage = await create();
    await storage.write('a', bytes('old'));
    const broken = new TypeError('broken source');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytes('new');
      throw broken;
    }
    await assert.rejects(storage.write('a', source()), broken);
    await assert.rejects(storage.write('b/c', source()), broken);
    assert.equal(text(await storage.read('a')), 'old');
    assert.deepEqual(await paths(storage), ['a']);
  });

  test(`${label} lets a source use its block again`, async () => {
    const storage = await create();
    const block = new Uint8Array(1);
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const code of [65, 66, 67]) {
        block[0] = code;
        yield block;
      }
    }
    await storage.write('a', source());
    assert.equal(text(await storage.read('a')), 'ABC');
  });

  test(`${label} shares no bytes with its callers`, async () => {
    const storage = await create();
    const mine = bytes('abc');
    await storage.write('a', mine);
    mine.fill(0);
    (await storage.read('a')).fill(0);
    assert.equal(text(await storage.read('a')), 'abc');
  });

  test(`${label} lets one of many writers create a path`, async () => {
    const storage = await create();
    const tries = Array.from({ length: 20 }, (_, index) =>
      storage.writeNew('log/1', bytes(`writer ${index}`)),
    );
    const results = await Promise.allSettled(tries);
    const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []));
    assert.equal(winners.length, 1);
    assert.equal(text(await storage.read('log/1')), `writer ${winners[0]}`);
    for (const result of results)
      if (result.status === 'rejected') assert.ok(result.reason instanceof ConflictError);
    assert.deepEqual(await paths(storage), ['log/1']);
  });

  test(`${label} moves files over what is there`, async () => {
    const storage = await create();
    for (const name of ['a/1', 'a/2', 'b']) await storage.write(name, bytes(name), { durable: false });
    await storage.rename('a/1', 'b');
    assert.deepEqual(await paths(storage), ['a/2', 'b']);
    assert.equal(text(await storage.read('b')), 'a/1');
    await storage.renameAll([
      { from: 'a/2', to: 'c/d/e' },
      { from: 'b', to: 'c/f' },
    ]);
    assert.deepEqual(await storage.list(''), [
      { path: 'c/d/e', size: 3 },
      { path: 'c/f', size: 3 },
    ]);
    await storage.renameAll([]);
  });

  test(`${label} says what is not there`, async () => {
    const storage = await create();
    await storage.write('a/file', bytes('x'));
    const missing = { name: 'NotFoundError', message: 'Cannot read a/none: it does not exist' };
    await assert.rejects(storage.read('a/none'), missing);
    await assert.rejects(gather(storage.readStream('a/none')), missing);
    await assert.rejects(storage.rename('a/none', 'n/b'), missing);
    await assert.rejects(storage.renameAll([{ from: 'a/none', to: 'b' }]), NotFoundError);
    for (const name of ['none', 'a', 'a/file/below']) assert.equal(await storage.stat(name), undefined);
    assert.deepEqual(await storage.list('none'), []);
    await storage.remove('none/at/all');
  });

  test(`${label} lists by path in code unit order, at any depth`, async () => {
    const storage = await create();
    const names = ['b', 'a/z', 'a-b', 'a/b/c', 'B', '.staging/x', 'é', 'date=2025-01-01/part.parquet'];
    for (const name of names) await storage.write(name, bytes(name), { durable: false });
    assert.deepEqual(await paths(storage), names.toSorted());
    assert.deepEqual(await paths(storage, 'a'), ['a/b/c', 'a/z']);
  });

  test(`${label} names what stands directly in a folder`, async () => {
    const storage = await create();
    for (const name of ['b', 'a/z', 'a/b/c', 'a/b/d', 'a-b/x', 'é', 'B', '.staging/x'])
      await storage.write(name, bytes(name), { durable: false });
    assert.deepEqual(await storage.names(''), ['.staging', 'B', 'a', 'a-b', 'b', 'é']);
    assert.deepEqual(await storage.names('a'), ['b', 'z']);
    assert.deepEqual(await storage.names('none'), []);
    await storage.remove('a/b/c');
    await storage.remove('a/b/d');
    assert.deepEqual(await storage.names('a'), ['z']);
  });

  test(`${label} removes files and whole folders`, async () => {
    const storage = await create();
    for (const name of ['a/1', 'a/b/2', 'ab', 'c'])
      await storage.write(name, bytes(name), { durable: false });
    await storage.remove('a');
    assert.deepEqual(await paths(storage), ['ab', 'c']);
    await storage.remove('c');
    await storage.sweep('');
    assert.deepEqual(await paths(storage), ['ab']);
  });

  test(`${label} never leaves its root`, async () => {
    const storage = await create();
    await storage.write('a', bytes('x'));
    for (const stray of strays) {
      await assert.rejects(async () => storage.read(stray), RangeError, stray);
      await assert.rejects(async () => gather(storage.readStream(stray)), RangeError, stray);
      await assert.rejects(async () => storage.write(stray, bytes('y')), RangeError, stray);
      await assert.rejects(async () => storage.writeNew(stray, bytes('y')), RangeError, stray);
      await assert.rejects(async () => storage.rename('a', stray), RangeError, stray);
      await assert.rejects(async () => storage.rename(stray, 'b'), RangeError, stray);
      await assert.rejects(async () => storage.stat(stray), RangeError, stray);
      await assert.rejects(async () => storage.remove(stray), RangeError, stray);
      if (stray === '') continue;
      await assert.rejects(async () => storage.list(stray), RangeError, stray);
      await assert.rejects(async () => storage.names(stray), RangeError, stray);
    }
    await assert.rejects(async () => storage.read(7 as never), TypeError);
    assert.deepEqual(await paths(storage), ['a']);
  });
}
