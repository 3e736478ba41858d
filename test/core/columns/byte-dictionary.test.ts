import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteDictionary } from '../../../src/core/columns/byte-dictionary.ts';

const texts = fc.string({ unit: 'binary', maxLength: 9 }).map((text) => text.toWellFormed());

test('ByteDictionary numbers texts in the order in which they come, and lets go of the last', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, fc.nat(5)), { maxLength: 300 }), (steps) => {
      const dictionary = new ByteDictionary();
      dictionary.codeOf('of another piece');
      dictionary.clear();
      const wanted: string[] = [];
      for (const [text, odds] of steps) {
        if (odds === 0 && wanted.length > 0) {
          wanted.pop();
          dictionary.removeLast();
        }
        const known = wanted.indexOf(text) + 1;
        assert.equal(dictionary.codeOf(text), known || wanted.push(text));
      }
      assert.deepEqual(dictionary.texts(), wanted);
      const { ends, bytes } = dictionary.column(new Uint32Array());
      assert.equal(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), wanted.join(''));
      assert.equal(ends.length, wanted.length);
    }),
  );
});

test('ByteDictionary takes on texts it does not look for', () => {
  const dictionary = new ByteDictionary();
  const long = 'Bàn phím '.repeat(1000);
  assert.deepEqual(
    ['a', 'a', long, ''].map((text) => dictionary.appendText(text)),
    [1, 2, 3, 4],
  );
  dictionary.removeLast();
  assert.deepEqual(dictionary.texts(), ['a', 'a', long]);
});
