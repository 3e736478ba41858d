import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Lane } from '../../../src/core/plan/fast/lane.ts';
import { generatedLines } from '../../support/generated.ts';
import { assertSame } from './fast/mapped.ts';
import { elementsWith, text, unknownElement, wellFormedText, WIRE_NAMES } from './fast/odd-texts.ts';

const published = new URL('../../../../shared/data/techstore-cart-events.json.gz', import.meta.url);
const skip = existsSync(published) ? false : 'the published data set is not beside the repository';
const encoder = new TextEncoder();
const lane = new Lane();

test('mapBytes() gives what mapPiece() gives for any text, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.constantFrom(300, 3000, 20_000, 1 << 20),
      fc.constantFrom('UTC', 'Asia/Ho_Chi_Minh', 'Europe/Berlin'),
      fc.constantFrom(false, false, false, true),
      async (bytes, pieceBytes, timeZone, dropGuests) => {
        await assertSame(bytes, { pieceBytes, timeZone, dropGuests, lane });
      },
    ),
    { numRuns: 300 },
  );
});

test('mapBytes() gives what mapPiece() gives for every odd value of every field', async () => {
  for (const name of [...WIRE_NAMES, 'note', 'hour', '__proto__']) {
    const elements = elementsWith(name);
    await assertSame(encoder.encode(`[${elements.join(',\n')}]`), { lane });
    await assertSame(encoder.encode(elements.join('\n')), {
      lane,
      timeZone: 'Europe/Berlin',
      dropGuests: true,
    });
  }
  const notAfter = Date.parse('2025-08-25T00:01:13.853Z') * 1000;
  await assertSame(encoder.encode(elementsWith('timestamp').join('\n')), { lane, notAfter });
});

test('mapBytes() gives what mapPiece() gives for what nobody knows, and takes most of it the fast way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(unknownElement, { maxLength: 12 }), fc.boolean(), async (elements, isArray) => {
      await assertSame(encoder.encode(isArray ? `[${elements.join(',\n')}]` : elements.join('\n')), { lane });
    }),
    { numRuns: 300 },
  );
  const usual = [
    '"note":"vn\\/3"',
    '"tags":["m\\u00f9a thu",{"a":[]}]',
    '"page_url":"https:\\/\\/a.vn","n":1.50',
  ];
  const elements = usual.map((more) => elementsWith('browser')[0]!.replace('{', `{${more},`));
  const { read, plain } = await assertSame(encoder.encode(elements.join('\n')), { lane });
  assert.deepEqual([read, plain], [3, 2], 'what is three levels deep takes thought');
});

test('mapBytes() gives what mapPiece() gives for what is no UTF-8, and for lines that are none', async () => {
  const [first, ...others] = elementsWith('browser') as [string, ...string[]];
  const bytes = encoder.encode(`${first}\n${others[0]}\n`);
  for (const name of ['"a"', '"evt_1"', '"sess_1"']) {
    for (const wrong of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc3, 0xa9], [0xc0, 0x80], [0]]) {
      const edited = bytes.slice();
      edited.set(wrong, new TextDecoder().decode(bytes).indexOf(name) + 1);
      await assertSame(edited, { lane });
    }
  }
  for (const between of [
    ' ',
    '',
    ',',
    '\n\n',
    '\r\n',
    '\n,',
    '\n12\n',
    '\n[1]\n',
    '\u0000\u0000\u0000\u0000',
  ])
    for (const end of ['', '\n', ' ', ',']) {
      await assertSame(encoder.encode(`${first}${between}${first}${end}`), { lane });
      await assertSame(encoder.encode(`[${first}${between}${first}${end}]`), { lane });
      await assertSame(encoder.encode(`[${first}${between}${first}${end}`), { lane });
    }
});

test('mapBytes() gives what mapPiece() gives where limits are near', async () => {
  await fc.assert(
    fc.asyncProperty(
      wellFormedText,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(40, 200),
      async (bytes, depth, size) => {
        await assertSame(bytes, {
          pieceBytes: 2000,
          limits: { depth, elementBytes: size, headBytes: 30 },
          lane,
        });
      },
    ),
    { numRuns: 200 },
  );
});

test('mapBytes() gives what mapPiece() gives for generated events, and takes nearly all of them the fast way', async () => {
  const chaos = {
    malformed_json: 0.01,
    missing_field: 0.01,
    wrong_type: 0.01,
    duplicate: 0.02,
    future: 0.01,
  };
  for (const [seed, given] of [{}, chaos].entries()) {
    const { lines } = await generatedLines({ seed, count: 4000, chaos: given });
    const escaped = lines.map(withEscapes).join(',\n');
    for (const whole of [`${lines.join('\n')}\n`, `[\n${lines.join(',\n')}\n]\n`, `[\n${escaped}\n]\n`]) {
      for (const timeZone of ['UTC', 'Asia/Ho_Chi_Minh']) {
        const { read, plain } = await assertSame(encoder.encode(whole), {
          pieceBytes: 1 << 18,
          timeZone,
          lane,
        });
        assert.equal(read, lines.length);
        assert.ok(plain >= (seed === 0 ? read : 0.9 * read), `${plain} of ${read}`);
      }
    }
  }
});

test('mapBytes() gives what mapPiece() gives for a file of quarantined events', async () => {
  const record = { code: 'wrong_type', field: 'quantity', file: 'a', entry: null, offset: 1, raw: '{"a":1}' };
  const line = JSON.stringify({ ...record, encoding: 'utf8', rules: 1 });
  const { read } = await assertSame(encoder.encode(`${line}\n${line}\n`), { form: 'quarantine', lane });
  assert.equal(read, 2);
});

test('mapBytes() takes all of the published data set the fast way', { skip }, async () => {
  const { read, plain } = await assertSame(gunzipSync(readFileSync(published)), {
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  assert.equal(read, 10_000);
  assert.equal(plain, read);
});

/** An event as other shops export it: pretty-printed, slashes and all but ASCII escaped; what cannot be parsed stays as it is. */
function withEscapes(line: string): string {
  let json: string;
  try {
    json = JSON.stringify(JSON.parse(line), null, 4);
  } catch {
    return line;
  }
  return json
    .replaceAll('/', String.raw`\/`)
    .replaceAll(/[^ -~\n]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
