import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextNumbers } from '../../../../src/core/questions/engine/text-numbers.ts';
import { textsOf } from '../../../../src/core/questions/engine/texts.ts';

test('TextNumbers gives a text the same number in every column', () => {
  const column = fc.uniqueArray(fc.oneof(fc.string({ maxLength: 2 }), fc.string()), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(column, { maxLength: 5 }), fc.string(), (columns, stranger) => {
      const numbers = new TextNumbers(columns.map(textsOf));
      const known = new Map<string, number>();
      columns.forEach((texts, at) => {
        const found = numbers.add(at);
        texts.forEach((text, i) => {
          if (!known.has(text)) known.set(text, known.size);
          assert.equal(found[i + 1], known.get(text));
        });
        assert.equal(numbers.count, known.size);
      });
      for (const [text, number] of known) {
        assert.equal(numbers.text(number), text);
        assert.equal(numbers.numberOf(text), number);
      }
      assert.equal(numbers.numberOf(stranger), known.get(stranger));
    }),
  );
});
