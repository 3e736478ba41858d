import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gunzip as portableGunzip } from '../../src/core/sources/gunzip.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { gzipCases, outcome } from '../core/sources/gzip-cases.ts';
import { chunks, utf8 } from '../core/sources/reading.ts';

test('gunzip() over node:zlib answers as the portable one does', async () => {
  for (const { name, bytes, text, problem } of gzipCases) {
    for (const size of [1, 7, 4_096]) {
      const got = await outcome(gunzip, bytes, size);
      if (text !== undefined) assert.equal(got, text, name);
      else if (problem !== undefined) assert.match(got, new RegExp(`^GunzipError: .*${problem}$`), name);
      assert.equal(got.startsWith('GunzipError'), text === undefined, name);
      const portable = await outcome(portableGunzip, bytes, size);
      assert.equal(portable.startsWith('GunzipError'), text === undefined, name);
    }
  }
});

test('gunzip() over node:zlib decompresses large members', async () => {
  const text = Array.from({ length: 200_000 }, (_, i) => `{"event_id":"${i * 7919}"}\n`).join('');
  const bytes = Buffer.concat([gzipSync(text), gzipSync('tail')]);
  assert.equal(await outcome(gunzip, bytes, 65_536), `${text}tail`);
});

test('gunzip() over node:zlib closes its source when the consumer stops', async () => {
  let closed = false;
  const member = gzipSync(utf8('text'.repeat(1_000_000)));
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield* chunks(member, 100);
    } finally {
      closed = true;
    }
  }
  for await (const _ of gunzip(source())) break;
  assert.equal(closed, true);
});

test('gunzip() over node:zlib passes on what its source throws', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield gzipSync('text').subarray(0, 12);
    throw new RangeError('the disk is on fire');
  }
  await assert.rejects(async () => {
    for await (const _ of gunzip(source()));
  }, /^RangeError: the disk is on fire$/);
});
