import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TextBuffer } from '../../../src/core/sinks/text-buffer.ts';
import { TimeText } from '../../../src/core/sinks/time-text.ts';
import { wallClock } from '../../../src/core/time/wall-clock.ts';
import { openZone } from '../../../src/core/time/zone.ts';

const decoder = new TextDecoder();

/** What a piece of text is, and how it is written. */
type Piece = [text: string, write: (out: TextBuffer) => void];

const pieces: fc.Arbitrary<Piece> = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text): Piece => [text, (out) => out.text(text)]),
  fc
    .string({ unit: 'grapheme-ascii', maxLength: 40_000 })
    .map((text): Piece => [text, (out) => out.ascii(text)]),
  fc.string({ unit: 'grapheme' }).map((text): Piece => [text, (out) => out.raw(Buffer.from(text))]),
  fc
    .integer({ min: 32, max: 126 })
    .map((code): Piece => [String.fromCharCode(code), (out) => out.code(code)]),
  fc.maxSafeNat().map((value): Piece => [String(value), (out) => out.whole(value)]),
  fc.nat().map((value): Piece => [String(value), (out) => out.whole(value)]),
  fc
    .nat({ max: 999_999 })
    .map((value): Piece => [String(value).padStart(6, '0'), (out) => out.padded(value, 6)]),
  fc.integer().map((word): Piece => [(word >>> 0).toString(16).padStart(8, '0'), (out) => out.hex(word, 8)]),
  fc
    .integer()
    .map((word): Piece => [(word & 0xffff).toString(16).padStart(4, '0'), (out) => out.hex(word, 4)]),
);

describe('TextBuffer', () => {
  test('holds what is written, one after another, in shared memory or not', () => {
    fc.assert(
      fc.property(fc.array(pieces), fc.nat({ max: 200_000 }), fc.boolean(), (written, size, isShared) => {
        const room = new Uint8Array(isShared ? new SharedArrayBuffer(size) : new ArrayBuffer(size));
        const out = new TextBuffer(room);
        for (const [, write] of written) write(out);
        const text = written.map(([piece]) => piece).join('');
        assert.equal(out.length, Buffer.byteLength(text));
        const bytes = out.bytes();
        assert.equal(Buffer.from(bytes).toString(), text);
        assert.equal(bytes.buffer === room.buffer, bytes.length <= size);
      }),
    );
  });
});

describe('TimeText', () => {
  test('writes what wallClock() says', () => {
    const times = fc.integer({ min: 946_684_800_000_000, max: 4_102_444_800_000_000 });
    const whole = times.map((time) => time - (time % 1_000_000));
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns'),
        fc.array(fc.oneof(times, whole)),
        (name, list) => {
          const zone = openZone(name);
          const writer = new TimeText(zone);
          for (const time of list) {
            const out = new TextBuffer(new Uint8Array(32));
            writer.write(time, out);
            assert.equal(decoder.decode(out.bytes()), wallClock(zone)(time));
          }
        },
      ),
    );
  });
});
