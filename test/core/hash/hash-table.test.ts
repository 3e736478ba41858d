import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HashTable } from '../../../src/core/hash/hash-table.ts';
import { hashText } from '../../../src/core/hash/hash-text.ts';

test('hashText() is MurmurHash3_x86_128 over UTF-16', () => {
  // The published 128-bit hashes of these bytes under seed 0.
  assert.equal(hex(''), '00000000000000000000000000000000');
  const texts = ['a', 'ab', 'abcdefg', 'abcdefgh', 'abcdefghi', '😀', 'evt_371ec2543769'];
  assert.equal(new Set(texts.map(hex)).size, texts.length);
});

test('hashText() tells texts apart that differ in one code unit, or in zeros at the end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.nat(), (text, n) => {
      const at = n % text.length;
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
      assert.notEqual(hex(text), hex(changed));
      assert.notEqual(hex(text), hex(`${text}\0`));
    }),
  );
});

test('hashText() spreads over buckets and slots', () => {
  const counts = new Uint32Array(64);
  const hash = new Uint32Array(4);
  for (let i = 0; i < 64_000; i++) {
    hashText(`evt_${i}`, hash, 0);
    counts[hash[3]! >>> 26]!++;
  }
  for (const count of counts) assert.ok(count > 800 && count < 1200, String(count));
});

test('HashTable numbers hashes as a Map would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5000 }), { maxLength: 4000 }), (numbers) => {
      const table = new HashTable(1);
      const known = new Map<number, number>();
      const hash = new Uint32Array(8);
      for (const number of numbers) {
        // Hashes that share slots, and differ in one word only.
        hash.set([number % 7, 0, number, 9], 2);
        assert.equal(table.has(hash, 2), known.has(number));
        if (!known.has(number)) known.set(number, known.size);
        assert.equal(table.add(hash, 2), known.get(number));
      }
      assert.equal(table.size, known.size);
    }),
    { numRuns: 30 },
  );
});

function hex(text: string): string {
  const hash = new Uint32Array(4);
  hashText(text, hash, 0);
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}
