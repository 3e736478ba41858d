import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageTexts, textsOf } from '../../../../src/core/questions/engine/texts.ts';

const anyTexts = fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 200 });

test('Texts gives texts by code and codes by text', () => {
  fc.assert(
    fc.property(anyTexts, fc.string(), (some, stranger) => {
      // Lone surrogates have no UTF-8.
      const strings = [...new Set(some.map((text) => text.toWellFormed()))];
      const bytes = strings.map((text) => new TextEncoder().encode(text));
      const page = bytes.flatMap((text) => [...new Uint8Array(Uint32Array.of(text.length).buffer), ...text]);
      const padded = Uint8Array.from([...page, ...Array<number>(8).fill(0)]);
      for (const texts of [textsOf(strings), pageTexts(padded.subarray(0, page.length), strings.length)]) {
        assert.equal(texts.size, strings.length);
        assert.equal(texts.at(0), null);
        strings.forEach((text, i) => {
          assert.equal(texts.at(i + 1), text);
          assert.equal(texts.codeOf(text), i + 1);
          assert.equal(texts.end(i + 1) - texts.start(i + 1), bytes[i]?.length);
        });
        strings.forEach((text, i) => assert.equal(texts.codeOf(text), i + 1));
        const code = strings.indexOf(stranger.toWellFormed()) + 1;
        assert.equal(texts.codeOf(stranger), code);
      }
    }),
  );
});

test('pageTexts() refuses a page that ends within a text', () => {
  const page = Uint8Array.of(9, 0, 0, 0, 65, 66, 0, 0, 0, 0, 0, 0, 0, 0);
  assert.throws(() => pageTexts(page.subarray(0, 6), 1), /must hold its texts whole/);
});
