import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'fflate';
import { collect } from '../../../src/core/flow.ts';
import { joinBytes } from '../../../src/core/sources/bytes.ts';
import type { Input } from '../../../src/core/sources/input.ts';
import { readEvents } from '../../../src/core/sources/read-events.ts';
import { read, see, utf8 } from './reading.ts';

const events = '[{"event_id":"1"},{"event_id":"2"}]';
const seen = ['{"event_id":"1"}', '{"event_id":"2"}'];
const mark = Uint8Array.of(0xef, 0xbb, 0xbf);

describe('openTexts()', () => {
  test('finds plain text and gzip by content, however it is chunked', async () => {
    for (const bytes of [utf8(events), gzipSync(utf8(events)), gzipSync(gzipSync(utf8(events)))]) {
      for (const chunkBytes of [1, 3, 1_000]) assert.deepEqual(await read(bytes, { chunkBytes }), seen);
    }
  });

  test('passes over a byte order mark and white space, and counts them in offsets', async () => {
    const found = await see(joinBytes([mark, utf8(`\r\n\t ${events}`)]), { chunkBytes: 2 });
    assert.deepEqual(
      found.map(({ offset }) => offset),
      [8, 25],
    );
  });

  test('reads texts with a mark that were put one after the other', async () => {
    const text = utf8('{"event_id":"1"}\n');
    assert.deepEqual(await read(joinBytes([mark, text, mark, text])), [seen[0], seen[0]]);
  });

  test('refuses UTF-16, with a mark and without', async () => {
    const wide = new Uint8Array(Buffer.from(events, 'utf16le'));
    for (const bytes of [
      joinBytes([Uint8Array.of(0xff, 0xfe), wide]),
      Uint8Array.of(0xfe, 0xff, 0, 0x5b),
      wide,
    ]) {
      await assert.rejects(
        read(bytes),
        /^InputError: Cannot read text as UTF-8 is wanted: it is UTF-16, convert it \(in\)$/,
      );
    }
  });

  test('refuses what is empty', async () => {
    const nothing = new Uint8Array(0);
    const space = utf8(' \r\n\t'.repeat(100_000));
    for (const bytes of [
      nothing,
      space,
      mark,
      joinBytes([mark, space]),
      gzipSync(nothing),
      gzipSync(space),
    ]) {
      await assert.rejects(read(bytes), /^InputError: .* it is empty \(in\)$/);
    }
  });

  test('refuses what it does not know, and shows how it begins', async () => {
    const known =
      /^InputError: Cannot read events as JSON is wanted, .*: it begins with 50 41 52 31 \(PAR1\) \(in, byte 1\)$/;
    await assert.rejects(read(' PAR1'), known);
    for (const text of ['id,name\n1,2\n', '"text"', '1', 'null', '\u0000\u0000\u0000\u0000', '<html>', '}']) {
      await assert.rejects(read(text), /^InputError: Cannot read events as JSON is wanted/);
    }
  });

  test('names the byte at which a gzip breaks off', async () => {
    const text = `[${Array.from({ length: 5_000 }, (_, i) => `{"event_id":"${i}"}`).join(',')}]`;
    const bytes = gzipSync(utf8(text));
    await assert.rejects(
      read(bytes.subarray(0, -9)),
      /^InputError: Cannot gunzip .*: the data ends early \(in, byte \d+\)$/,
    );
    const wrong = bytes.slice();
    wrong[wrong.length - 5]! ^= 1;
    await assert.rejects(read(wrong), new RegExp(`a CRC-32 does not match \\(in, byte ${text.length}\\)$`));
  });

  test('refuses containers in too many containers', async () => {
    let bytes = utf8(events);
    for (let i = 0; i < 4; i++) bytes = gzipSync(bytes);
    assert.deepEqual(await read(bytes), seen);
    await assert.rejects(read(gzipSync(bytes)), /at most 4 containers may nest/);
  });

  test('stops a stream that gives too much for what it takes', async () => {
    const bomb = gzipSync(utf8(`[${' '.repeat(12 * 1_048_576)}]`));
    await assert.rejects(
      read(bomb),
      /^InputError: Cannot gunzip as at most 500 bytes may come out of one: .* \(in, byte \d+\)$/,
    );
    const equal = gzipSync(utf8('{"event_id":"1","event_type":"page_view"}\n'.repeat(300_000)));
    assert.equal((await read(equal)).length, 300_000);
  });

  test('passes on the signal and its reason', async () => {
    await assert.rejects(read(events, { signal: AbortSignal.abort(new Error('enough')) }), /^Error: enough$/);
  });

  test('closes an input that fails and one that is left early', async () => {
    let open = 0;
    function watched(text: string): Input {
      return {
        name: 'in',
        size: text.length,
        async *stream() {
          open++;
          try {
            for (const char of text) yield utf8(char);
          } finally {
            open--;
          }
        },
        async read() {
          throw new Error('not needed');
        },
      };
    }
    await assert.rejects(collect(readEvents([watched('[1,2] x and more')])), /something else/);
    assert.equal(open, 0);
    for await (const _ of readEvents([watched(events)], { batchSize: 1, pieceBytes: 8 })) break;
    assert.equal(open, 0);
  });
});
