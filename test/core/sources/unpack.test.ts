import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { type Gunzip, gunzip as portable } from '../../../src/core/sources/gunzip.ts';
import { readPieces, type ReadOptions } from '../../../src/core/sources/read-pieces.ts';
import { gunzip as native } from '../../../src/node/gunzip.ts';
import { chunks, utf8 } from './reading.ts';

const small = gzipSync(utf8('[{"event_id":"a"},{"event_id":"b"}]'));
const other = gzipSync(utf8('second'));
const empty = gzipSync(new Uint8Array());

for (const [name, gunzip] of [
  ['portable', portable],
  ['native', native],
] as [string, Gunzip][]) {
  suite(`${name} gunzip()`, () => {
    test('reads one member or many, and padding of zeros, in chunks of any size', async () => {
      const first = '[{"event_id":"a"},{"event_id":"b"}]';
      const cases: [parts: Uint8Array[], text: string][] = [
        [[small], first],
        [[small, other], `${first}second`],
        [[other, other, small], `secondsecond${first}`],
        [[empty], ''],
        [[empty, other], 'second'],
        [[small, new Uint8Array(600)], first],
      ];
      for (const [parts, text] of cases) {
        for (const size of [1, 2, 7, 1000]) assert.equal(await unpack(gunzip, join(parts), size), text);
      }
    });

    test('refuses what is cut short at every byte', async () => {
      for (let end = 1; end < small.length; end++)
        await refuses(gunzip, small.subarray(0, end), /early|header/);
      const two = join([small, other]);
      for (let end = small.length + 2; end < two.length; end++)
        await refuses(gunzip, two.subarray(0, end), /early|header/);
    });

    test('refuses a wrong checksum, a wrong length and what follows the last member', async () => {
      await refuses(gunzip, changed(small, small.length - 8), /CRC-32/);
      await refuses(gunzip, changed(small, small.length - 4), /length/);
      await refuses(gunzip, join([small, utf8('garbage')]), /follows the last member/);
      await refuses(gunzip, join([small, new Uint8Array(9), utf8('garbage')]), /follows the last member/);
      await refuses(gunzip, join([small, new Uint8Array(9), other]), /follows the last member/);
    });

    test('lets go of its source when the consumer stops', async () => {
      let closed = false;
      async function* source() {
        try {
          for (let i = 0; i < 1000; i++) yield gzipSync(new Uint8Array(100_000));
        } finally {
          closed = true;
        }
      }
      for await (const chunk of gunzip(source())) if (chunk.length > 0) break;
      assert.ok(closed);
    });
  });
}

suite('archives', () => {
  const events = strToU8('[{"event_id":"a"}]');
  const lines = strToU8('{"event_id":"b"}\n{"event_id":"c"}\n');

  test('are read entry by entry, zips and gzips in them too', async () => {
    const inner = zipSync({ 'deep/b.ndjson': lines });
    const bytes = zipSync({
      'a.json': events,
      'inner.zip': inner,
      'c.gz': gzipSync(lines),
      '../../x': [lines, { level: 0 }],
    });
    assert.deepEqual(await placesOf(bytes), [
      ['a.json', 'a', 1],
      ['inner.zip/deep/b.ndjson', 'b', 0],
      ['inner.zip/deep/b.ndjson', 'c', 17],
      ['c.gz', 'b', 0],
      ['c.gz', 'c', 17],
      ['../../x', 'b', 0],
      ['../../x', 'c', 17],
    ]);
    assert.equal((await placesOf(gzipSync(bytes))).length, 7, 'a zip in a gzip');
  });

  test('are refused when they are broken, naming the entry', async () => {
    const stored = zipSync({ 'a.json': [events, { level: 0 }] });
    await assert.rejects(placesOf(changed(stored, 36 + 5)), /CRC-32.*a\.json/);
    for (let end = 30; end < stored.length; end += 7)
      await assert.rejects(placesOf(stored.subarray(0, end)), { name: 'InputError' });
  });

  test('are refused past their limits', async () => {
    const bytes = zipSync({ 'a.json': events, 'b.json': events });
    await assert.rejects(placesOf(bytes, { limits: { entries: 1 } }), /1 entr/);
    const nested = zipSync({ 'in.zip': zipSync({ 'in.zip': zipSync({ 'a.json': events }) }) });
    await assert.rejects(placesOf(nested, { limits: { containers: 2 } }), /2 containers/);
    await assert.rejects(placesOf(nested, { limits: { nestedBytes: 100 } }), { name: 'InputError' });
    const bomb = gzipSync(new Uint8Array(300_000).fill(32));
    await assert.rejects(placesOf(bomb, { limits: { ratio: 50, ratioFrom: 1000 } }), { name: 'InputError' });
  });
});

async function placesOf(bytes: Uint8Array, options: ReadOptions = {}): Promise<unknown[][]> {
  const places: unknown[][] = [];
  for await (const { events } of readPieces(inputFromBytes('in', bytes), options)) {
    for (const event of events) {
      const { entry, offset } = event.place();
      places.push([entry, (event.value as { event_id: string }).event_id, offset]);
    }
  }
  return places;
}

async function unpack(gunzip: Gunzip, bytes: Uint8Array, size: number): Promise<string> {
  return new TextDecoder().decode(join(await Array.fromAsync(gunzip(chunks(bytes, size)))));
}

async function refuses(gunzip: Gunzip, bytes: Uint8Array, told: RegExp): Promise<void> {
  for (const size of [3, 10_000]) {
    await assert.rejects(unpack(gunzip, bytes, size), (error: Error) => {
      assert.equal(error.name, 'GunzipError');
      assert.match(error.message, told);
      return true;
    });
  }
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[at]! ^= 1;
  return copy;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
