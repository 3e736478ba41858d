import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { memo } from '../../../src/core/plan/memo.ts';
import { TextSlab } from '../../../src/core/plan/text-slab.ts';

describe('TextSlab', () => {
  test('encodes each text to bytes that later ones leave alone', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', size: 'large', maxLength: 30_000 }));
    fc.assert(
      fc.property(texts, (list) => {
        const slab = new TextSlab();
        const encoded = list.map((text) => slab.encode(text));
        assert.deepEqual(
          encoded.map((bytes) => Buffer.from(bytes).toString()),
          list,
        );
      }),
    );
  });
});

describe('memo()', () => {
  test('makes each value once, until there are more than it remembers', () => {
    const made: number[] = [];
    const half = memo((key: number) => {
      made.push(key);
      return key / 2;
    });
    const keys = Array.from({ length: 8192 }, (_, key) => key);
    for (const key of [...keys, ...keys]) assert.equal(half(key), key / 2);
    assert.deepEqual(made, keys);
    assert.deepEqual([half(8192), half(0)], [4096, 0]);
    assert.deepEqual(made.slice(-2), [8192, 0]);
  });
});
