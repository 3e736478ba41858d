import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  checkRawFile,
  CLOSING,
  extendRawFile,
  OPENING,
  RAW_FILE,
  rawFileOf,
  SEPARATOR,
} from '../../../src/core/plan/raw-file.ts';
import { readSegments, type Segment } from '../../../src/core/plan/segments.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

test('members around elements are the same bytes for ever, and whole gzip files', () => {
  const members = { '[\n': OPENING, ',\n': SEPARATOR, '\n]\n': CLOSING };
  for (const [text, member] of Object.entries(members)) assert.equal(gunzipSync(member).toString(), text);
  // Files of before end in them.
  assert.deepEqual(
    Object.values(members).map((member) => Buffer.from(member).toString('hex')),
    [
      '1f8b08000000000000ff010200fdff5b0a7e7f43f802000000',
      '1f8b08000000000000ff010200fdff2c0a4f903d9802000000',
      '1f8b08000000000000ff010300fcff0a5d0ac396161d03000000',
    ],
  );
});

test('extendRawFile() adds to a file without a look at what is in it, and begins one where there is none', async () => {
  const data = memoryStorage();
  const wanted: number[] = [];
  for (const numbers of [[1], [2, 3], [4, 5, 6]]) {
    const elements = numbers.map((n) => gzipSync(String(n)));
    await write(data, await extendRawFile(data, elements));
    wanted.push(...numbers);
    const bytes = Buffer.from(await data.read(RAW_FILE));
    assert.equal(gunzipSync(bytes).toString(), `[\n${wanted.join(',\n')}\n]\n`);
    assert.equal(await checkRawFile(data), undefined);
    const all = memoryStorage();
    await write(all, rawFileOf(wanted.map((n) => gzipSync(String(n)))));
    assert.deepEqual(bytes, Buffer.from(await all.read(RAW_FILE)), 'as if they were made at once');
  }
});

test('checkRawFile() takes no file, and none that no generation has written', async () => {
  const data = memoryStorage();
  assert.equal(await checkRawFile(data), undefined);
  const ours = [OPENING, gzipSync('{}'), CLOSING];
  const foreign: Record<string, Uint8Array[]> = {
    'nothing at all': [],
    'some text': [Buffer.from('[\n{}\n]\n')],
    'an array in one member': [gzipSync('[\n{}\n]\n')],
    'another packing of the same end': [...ours.slice(0, -1), gzipSync('\n]\n')],
    'another packing of the same start': [gzipSync('[\n'), ...ours.slice(1)],
    'something after the end': [...ours, Buffer.from([0])],
    'an end that is cut off': [Buffer.concat(ours).subarray(0, -1)],
    'no elements': [OPENING, CLOSING],
    'only an end': [CLOSING],
  };
  for (const [name, parts] of Object.entries(foreign)) {
    await data.write(RAW_FILE, Buffer.concat(parts));
    assert.match(
      (await checkRawFile(data)) ?? '',
      /^Cannot append to cart_events.json.gz as a generation/,
      name,
    );
  }
  await data.write(RAW_FILE, Buffer.concat(ours));
  assert.equal(await checkRawFile(data), undefined);
});

async function write(data: Storage, segments: readonly Segment[]): Promise<void> {
  const blocks: Uint8Array[] = [];
  for await (const block of readSegments(segments)) blocks.push(block);
  await data.write(RAW_FILE, Buffer.concat(blocks));
}
