import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync, zipSync } from 'fflate';
import { collect } from '../../../src/core/flow.ts';
import { joinBytes } from '../../../src/core/sources/bytes.ts';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { readEvents, type ReadEventsOptions } from '../../../src/core/sources/read-events.ts';
import { read, utf8 } from './reading.ts';

const a = utf8('[{"event_id":"a"}]');
const b = utf8('{"event_id":"b"}\n');

/** Events and the entries they stand in. */
async function entries(zip: Uint8Array, options: ReadEventsOptions = {}): Promise<string[]> {
  const events = await collect(readEvents([inputFromBytes('in.zip', zip, 11)], options));
  return events.map((event) => `${event.place().entry}: ${JSON.stringify(event.value)}`);
}

/** The position of a record with this signature. */
function find(bytes: Uint8Array, signature: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at + 4 <= bytes.length; at++) if (view.getUint32(at, true) === signature) return at;
  return -1;
}

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;

/** A copy with bytes written over it, counted from a record. */
function patched(zip: Uint8Array, signature: number, offset: number, bytes: number[]): Uint8Array {
  const copy = zip.slice();
  copy.set(bytes, find(copy, signature) + offset);
  return copy;
}

describe('a zip archive', () => {
  test('is read entry by entry in the order of its directory', async () => {
    const zip = zipSync({
      'z.json': a,
      'dir/b.txt': b,
      'dir/': new Uint8Array(0),
      stored: [a, { level: 0 }],
    });
    assert.deepEqual(await entries(zip), [
      'z.json: {"event_id":"a"}',
      'dir/b.txt: {"event_id":"b"}',
      'stored: {"event_id":"a"}',
    ]);
  });

  test('may hold gzip and archives, and lie in gzip', async () => {
    const inner = zipSync({ 'c.json': a, 'd.gz': gzipSync(b) });
    const outer = gzipSync(zipSync({ 'e.zip': inner, 'f.json.gz': gzipSync(b) }));
    assert.deepEqual(await entries(outer), [
      'e.zip/c.json: {"event_id":"a"}',
      'e.zip/d.gz: {"event_id":"b"}',
      'f.json.gz: {"event_id":"b"}',
    ]);
  });

  test('gives its entries names that are never paths', async () => {
    assert.deepEqual(await entries(zipSync({ '../../x': a })), ['../../x: {"event_id":"a"}']);
  });

  test('is read without what file managers leave in it, unless that is data', async () => {
    const left = utf8('\u0000\u0005\u0016\u0007');
    const zip = zipSync({
      '__MACOSX/._a.json': left,
      '.DS_Store': left,
      'x/.hidden': b,
      '.empty': new Uint8Array(0),
    });
    assert.deepEqual(await entries(zip), ['x/.hidden: {"event_id":"b"}']);
  });

  test('has to hold something', async () => {
    for (const zip of [zipSync({}), zipSync({ 'd/': new Uint8Array(0) })]) {
      await assert.rejects(
        entries(zip),
        /^InputError: .* archive has to hold files: it is empty \(in\.zip\)$/,
      );
    }
    await assert.rejects(
      entries(zipSync({ 'a.json': new Uint8Array(0) })),
      /it is empty \(in\.zip, entry a\.json\)$/,
    );
    await assert.rejects(
      entries(zipSync({ 'a.csv': utf8('1,2') })),
      /JSON is wanted, .* \(in\.zip, entry a\.csv, byte 0\)$/,
    );
  });

  test('is refused when it is cut anywhere', async () => {
    const zip = zipSync({ 'a.json': a, 'b.json': b });
    for (let size = 4; size < zip.length; size++)
      await assert.rejects(entries(zip.subarray(0, size)), /^InputError: /);
  });

  test('is refused when an entry is not what the directory says', async () => {
    const zip = zipSync({ 'a.json': a });
    const place = String.raw` \(in\.zip, entry a\.json, byte \d+\)$`;
    await assert.rejects(
      entries(patched(zip, CENTRAL, 16, [1, 2, 3, 4])),
      new RegExp(`CRC-32 of an entry has to match: it does not${place}`),
    );
    await assert.rejects(
      entries(patched(zip, CENTRAL, 24, [17])),
      new RegExp(`17 bytes are announced: there are more${place}`),
    );
    await assert.rejects(
      entries(patched(zip, CENTRAL, 24, [19])),
      new RegExp(`19 bytes are announced: there are 18${place}`),
    );
    await assert.rejects(
      entries(patched(zip, CENTRAL, 42, [1])),
      new RegExp(`an entry begins with its header: there is none${place}`),
    );
    await assert.rejects(
      entries(patched(zip, LOCAL, 37, [255, 255, 255])),
      new RegExp(`the compressed data is broken${place}`),
    );
  });

  test('is refused when it is encrypted or packed in another way', async () => {
    const zip = zipSync({ 'a.json': a });
    await assert.rejects(
      entries(patched(zip, CENTRAL, 8, [1])),
      /without a password are wanted: this one is encrypted/,
    );
    await assert.rejects(
      entries(patched(zip, CENTRAL, 10, [93])),
      /stored or deflated: this one has method 93/,
    );
    await assert.rejects(entries(patched(zip, END, 4, [1])), /of one part is wanted: this is one of several/);
  });

  test('is refused past its limits', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}.json`, a])));
    assert.equal((await entries(many, { limits: { entries: 11 } })).length, 11);
    await assert.rejects(
      entries(many, { limits: { entries: 10 } }),
      /at most 10 entries are read: it has 11/,
    );
    const big = zipSync({ 'in.zip': [zipSync({ 'a.json': [a, { level: 0 }] }), { level: 0 }] });
    await assert.rejects(
      entries(big, { limits: { nestedBytes: 100 } }),
      /a nested archive may have 100 bytes: it has more \(in\.zip, entry in\.zip\)$/,
    );
    let deep = zipSync({ 'a.json': a });
    for (let i = 0; i < 3; i++) deep = zipSync({ 'z.zip': deep });
    assert.equal((await entries(deep)).length, 1);
    await assert.rejects(entries(zipSync({ 'z.zip': deep })), /at most 4 containers may nest/);
    const bomb = zipSync({ 'a.json': utf8(`[${' '.repeat(12 * 1_048_576)}]`) });
    await assert.rejects(entries(bomb), /at most 500 bytes may come out of one/);
  });

  test('is refused when its entries share bytes', async () => {
    const zip = zipSync({ 'a.json': [a, { level: 0 }], 'b.json': [a, { level: 0 }] });
    const second = find(zip, CENTRAL) + 46 + 6;
    const copy = zip.slice();
    copy.set([0, 0, 0, 0], second + 42);
    copy.set([200, 0, 0, 0], second + 20);
    await assert.rejects(entries(copy), /entries lie side by side: these overlap/);
  });

  test('may be of the 64 bit kind, and end in a comment', async () => {
    assert.deepEqual(await entries(wide(a)), ['a: {"event_id":"a"}']);
    const zip = zipSync({ 'a.json': a }, { comment: '' });
    const commented = joinBytes([patched(zip, END, 20, [5, 0]), utf8('hello')]);
    assert.equal((await read(commented)).length, 1);
  });
});

/** A stored entry `a` with every size and offset in zip64 fields, its own sizes in a data descriptor. */
function wide(data: Uint8Array): Uint8Array {
  const zip = zipSync({ a: [data, { level: 0 }] });
  const crc = new DataView(zip.buffer).getUint32(14, true);
  const max = 0xffff_ffff;
  const local = record([4, LOCAL], [2, 45], [2, 8], [2, 0], [4, 0], [4, 0], [4, 0], [4, 0], [2, 1], [2, 0]);
  const start = local.length + 1 + data.length + 16;
  const descriptor = record([4, 0x0807_4b50], [4, crc], [4, data.length], [4, data.length]);
  const extra = record([2, 1], [2, 24], [8, data.length], [8, data.length], [8, 0]);
  const central = joinBytes([
    record([4, CENTRAL], [2, 45], [2, 45], [2, 8], [2, 0], [4, 0], [4, crc], [4, max], [4, max], [2, 1]),
    record([2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, max]),
    utf8('a'),
    extra,
  ]);
  return joinBytes([
    local,
    utf8('a'),
    data,
    descriptor,
    central,
    record(
      [4, 0x0606_4b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, 1],
      [8, 1],
      [8, central.length],
      [8, start],
    ),
    record([4, 0x0706_4b50], [4, 0], [8, start + central.length], [4, 1]),
    record([4, END], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, max], [4, max], [2, 0]),
  ]);
}

/** Little-endian numbers by their width in bytes. */
function record(...fields: [width: number, value: number][]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([width, value]) =>
      Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256),
    ),
  );
}
