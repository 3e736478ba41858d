import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutPieces } from '../../../src/core/sources/cut-pieces.ts';
import type { Piece } from '../../../src/core/sources/piece.ts';
import { readPiece } from '../../../src/core/sources/read-piece.ts';
import { chunks, utf8 } from './reading.ts';

async function cut(text: string, pieceBytes: number, chunkBytes = 7): Promise<Piece[]> {
  const bytes = chunks(utf8(text), chunkBytes);
  return Array.fromAsync(
    cutPieces({ file: 'in', entry: null, form: 'events', offset: 0, bytes }, { pieceBytes }),
  );
}

function textsOf(pieces: Piece[]): string[] {
  return pieces.map((piece) => new TextDecoder().decode(piece.bytes));
}

const events = Array.from({ length: 40 }, (_, i) => ({
  event_id: `e${i}`,
  items: [{ product_id: i }, { product_id: i + 1 }],
  text: '},{"product_id"',
}));

test('cutPieces() keeps every byte, in pieces that are not too large', async () => {
  const texts = fc.array(fc.constantFrom('{"a":1}', ',', '\n', ' ', '"},{"', '[', ']', 'ü', '{'), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 60 }), async (parts, pieceBytes) => {
      const text = `{${parts.join('')}`;
      const pieces = await cut(text, pieceBytes);
      assert.equal(textsOf(pieces).length, pieces.length);
      assert.deepEqual(Buffer.concat(pieces.map((piece) => piece.bytes)), Buffer.from(text));
      let offset = 0;
      for (const [i, piece] of pieces.entries()) {
        assert.ok(piece.bytes.length > 0 && piece.bytes.length <= pieceBytes);
        assert.equal(piece.offset, offset);
        assert.equal(piece.last, i === pieces.length - 1);
        offset += piece.bytes.length;
      }
    }),
  );
});

test('cutPieces() cuts where it does whatever the chunks', async () => {
  const text = JSON.stringify(events);
  const wanted = textsOf(await cut(text, 300, text.length));
  for (const size of [1, 2, 299, 300, 301]) assert.deepEqual(textsOf(await cut(text, 300, size)), wanted);
});

test('cutPieces() cuts between two elements, so that each piece is read by itself', async () => {
  const array = JSON.stringify(events);
  const spaced = JSON.stringify(events, null, 2);
  const lines = events.map((event) => JSON.stringify(event)).join('\r\n');
  for (const text of [array, spaced, lines]) {
    const pieces = await cut(text, 900);
    assert.ok(pieces.length > 3);
    const seen = pieces.flatMap((piece) => {
      const read = readPiece(piece);
      assert.equal(read.rest, piece.bytes.length);
      assert.equal(piece.last || piece.clean, true);
      return read.events.map((event) => event.value);
    });
    assert.deepEqual(seen, events);
  }
});

test('cutPieces() cuts anywhere where no element ends', async () => {
  const pieces = await cut(`["${'x'.repeat(100)}"]`, 30);
  assert.deepEqual(
    pieces.map((piece) => [piece.bytes.length, piece.clean, piece.start === null]),
    [
      [30, false, false],
      [30, false, true],
      [30, false, true],
      [14, false, true],
    ],
  );
});

test('cutPieces() refuses a size that is none', async () => {
  for (const pieceBytes of [0, -1, 1.5, NaN]) await assert.rejects(cut('[]', pieceBytes), RangeError);
});
