import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashBytes, hashText } from '../../../src/core/hash/hash-text.ts';

const encoder = new TextEncoder();

test('hashBytes() gives what hashText() gives for the same text, wherever its bytes stand', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((it) => it.toWellFormed());
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ maxLength: 40 })), fc.nat(5), (it, before) => {
      const bytes = encoder.encode(`${'x'.repeat(before)}${it}yz`);
      const [wanted, found] = [new Uint32Array(5), new Uint32Array(5)];
      hashText(it, wanted, 1);
      hashBytes(bytes, before, bytes.length - 2, found, 1);
      assert.deepEqual(found, wanted);
    }),
    { numRuns: 1000 },
  );
});

test('hashText() is MurmurHash3_x86_128 of the code units', () => {
  const out = new Uint32Array(4);
  const hash = (text: string): number[] => {
    hashText(text, out, 0);
    return [...out];
  };
  assert.deepEqual(hash(''), [0, 0, 0, 0]);
  assert.deepEqual(hash('a'), [54243734, 3438235617, 3438235617, 3438235617]);
  assert.deepEqual(hash('Bàn phím 😀'), [4086428497, 2016954556, 3817294989, 1863795590]);
  assert.deepEqual(hash('x'.repeat(1999)), [4188686137, 1152959164, 2821285627, 1195549592]);
});
