import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'fflate';
import { gunzip } from '../../../src/core/sources/gunzip.ts';
import { gzipCases, outcome } from './gzip-cases.ts';
import { chunks, utf8 } from './reading.ts';

test('gunzip() decompresses whole members and refuses anything else, however it is chunked', async () => {
  for (const { name, bytes, text, problem } of gzipCases) {
    for (const size of [1, 2, 7, 4_096]) {
      const got = await outcome(gunzip, bytes, size);
      if (text !== undefined) assert.equal(got, text, name);
      else assert.match(got, new RegExp(`^GunzipError: .*${problem ?? ''}$`), name);
    }
  }
});

test('gunzip() decompresses large members', async () => {
  const text = Array.from({ length: 40_000 }, (_, i) => `{"event_id":"${i * 7919}"}\n`).join('');
  assert.equal(await outcome(gunzip, gzipSync(utf8(text)), 10_000), text);
  assert.equal(await outcome(gunzip, gzipSync(utf8(text), { level: 0 }), 10_000), text);
});

test('gunzip() closes its source when the consumer stops', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield* chunks(gzipSync(utf8('text')), 5);
    } finally {
      closed = true;
    }
  }
  for await (const _ of gunzip(source())) break;
  assert.equal(closed, true);
});

test('gunzip() passes on what its source throws', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield gzipSync(utf8('text')).subarray(0, 12);
    throw new RangeError('the disk is on fire');
  }
  await assert.rejects(async () => {
    for await (const _ of gunzip(source()));
  }, /^RangeError: the disk is on fire$/);
});
