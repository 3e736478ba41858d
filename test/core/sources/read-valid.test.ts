import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { parser } from 'stream-json';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import { chain } from 'stream-chain';
import { see, utf8 } from './reading.ts';

const space = fc.constantFrom('', ' ', '\n', '\r\n', ' \t ');
const keys = fc.oneof(
  fc.constantFrom('event_id', 'id', 'a', '__proto__', 'items'),
  fc.string({ maxLength: 4 }),
);
const scalars = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, ''),
  fc.integer(),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('},{"event_id":1', '\\', '"', '\u2028', '[{', '\n', 'a,b'),
);
/** JSON text of an object: nested, with white space anywhere, escapes or not, and keys that come twice. */
const { object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    fc.tuple(scalars, fc.boolean()).map(([scalar, escaped]) => scalarText(scalar, escaped)),
    tie('object'),
    fc
      .tuple(space, fc.array(tie('value'), { maxLength: 3 }))
      .map(([s, items]) => `[${s}${items.join(`${s},${s}`)}${s}]`),
  ),
  object: fc
    .tuple(space, fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }))
    .map(
      ([s, fields]) =>
        `{${s}${fields.map(([key, text]) => `${JSON.stringify(key)}${s}:${s}${text}`).join(`${s},`)}${s}}`,
    ),
}));
const cuts = fc.record({
  chunkBytes: fc.integer({ min: 1, max: 300 }),
  pieceBytes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40, max: 2000 })),
  batchSize: fc.integer({ min: 1, max: 20 }),
});

test('readEvents() reads any JSON array as JSON.parse and stream-json do, however it is cut', async () => {
  const arrays = fc
    .tuple(space, fc.array(object, { maxLength: 25 }))
    .map(([s, items]) => `${s}[${s}${items.join(`${s},${s}`)}${s}]${s}`);
  await fc.assert(
    fc.asyncProperty(arrays, cuts, async (text, options) => {
      const expected = JSON.parse(text) as unknown[];
      const seen = await see(text, options);
      assert.deepEqual(
        seen.map(({ value }) => value),
        expected,
      );
      assert.deepEqual(await withStreamJson(text), expected.map(withoutPrototypeKeys));
      for (const { fault, offset, raw } of seen) {
        assert.equal(fault, null);
        const bytes = utf8(raw);
        assert.deepEqual(utf8(text).subarray(offset!, offset! + bytes.length), bytes);
      }
    }),
    { numRuns: 200 },
  );
});

test('readEvents() reads any lines of JSON as JSON.parse does, however they are cut', async () => {
  const ends = fc.constantFrom('\n', '\r\n', '\n\n', ' \n');
  const lines = fc.array(
    fc.tuple(
      object.map((text) => text.replaceAll(/[\r\n]/g, ' ')),
      ends,
    ),
    { minLength: 1, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(lines, cuts, fc.boolean(), async (list, options, mark) => {
      const text = `${mark ? '\uFEFF' : ''}${list.map(([line, end]) => line + end).join('')}`;
      const expected = list.map(([line]) => JSON.parse(line) as unknown);
      const seen = await see(text, options);
      assert.deepEqual(
        seen.map(({ value }) => value),
        expected,
      );
      assert.ok(seen.every(({ fault }) => fault === null));
    }),
    { numRuns: 200 },
  );
});

test('readEvents() reads objects that are spread over lines, and arrays one after the other', async () => {
  const pretty = JSON.stringify(
    [{ event_id: 'a', items: [{ id: 1 }, { id: 2 }] }, { event_id: 'b' }],
    null,
    2,
  );
  for (const pieceBytes of [1, 7, 30, 1000]) {
    assert.deepEqual((await see(pretty, { pieceBytes })).length, 2);
    assert.deepEqual((await see(`${pretty}\n${pretty}`, { pieceBytes })).length, 4);
    const single = JSON.stringify({ event_id: 'a', items: [{ id: 1 }] }, null, 2);
    assert.deepEqual(
      (await see(single, { pieceBytes })).map(({ value }) => value),
      [JSON.parse(single)],
    );
  }
});

test('readEvents() keeps the digits that a double cannot hold, where they are asked for', async () => {
  const { readEvents } = await import('../../../src/core/sources/read-events.ts');
  const { inputFromBytes } = await import('../../../src/core/sources/input.ts');
  const { ExactNumber } = await import('../../../src/core/raw.ts');
  const text =
    '[{"a":12345678901234567890,"b":0.1,"c":1.00,"d":1e999,"__proto__":1,"a2":[9007199254740993]}]';
  const [batch] = await Array.fromAsync(readEvents([inputFromBytes('in', utf8(text))]));
  const exact = Object.fromEntries(Object.entries(batch![0]!.exact() as object)) as Record<string, unknown>;
  assert.deepEqual(exact['a'], new ExactNumber('12345678901234567890'));
  assert.deepEqual(exact['d'], new ExactNumber('1e999'));
  assert.deepEqual([exact['b'], exact['c']], [0.1, 1]);
  assert.deepEqual(exact['a2'], [new ExactNumber('9007199254740993')]);
  assert.ok(Object.hasOwn(batch![0]!.exact() as object, '__proto__'));
});

function scalarText(scalar: unknown, escaped: boolean): string {
  const text = JSON.stringify(scalar);
  if (!escaped || typeof scalar !== 'string') return text;
  return `"${Array.from({ length: scalar.length }, (_, i) => `\\u${scalar.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
}

/** stream-json assembles objects by assignment, which a key `__proto__` does not survive. */
function withoutPrototypeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypeKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutPrototypeKeys(inner)]));
}

async function withStreamJson(text: string): Promise<unknown[]> {
  const items: unknown[] = [];
  const stream = chain([Readable.from([utf8(text)]), parser({ streamValues: false }), streamArray()]);
  for await (const { value } of stream as AsyncIterable<{ value: unknown }>) {
    items.push(withoutPrototypeKeys(structuredClone(value)));
  }
  return items;
}
