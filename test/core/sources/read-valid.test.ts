import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gen } from 'stream-chain';
import { none } from 'stream-chain/defs.js';
import { jsonParser } from 'stream-json/core/parser.js';
import { streamArray } from 'stream-json/core/streamers/stream-array.js';
import { streamValues } from 'stream-json/core/streamers/stream-values.js';
import { ExactNumber } from '../../../src/core/raw.ts';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { readLimits } from '../../../src/core/sources/limits.ts';
import { startState } from '../../../src/core/sources/piece.ts';
import { readEvents } from '../../../src/core/sources/read-events.ts';
import { readExact } from '../../../src/core/sources/read-exact.ts';
import { see, type Seen, utf8 } from './reading.ts';

const space = fc.constantFrom('', '', ' ', '\n', '\r\n', '\t  ');
const line = fc.constantFrom('', '', ' ', '\r', '\t  ');
const key = fc.oneof(
  fc.constantFrom('event_id', 'event_id', '__proto__', 'constructor', 'items', ''),
  fc.string(),
);
const words = fc.oneof(
  fc.constantFrom(
    '},{"event_id":"',
    '}\n{',
    '"',
    '\\',
    '\ud83d\ude00',
    'tiếng Việt',
    '\u2028',
    '\ud800',
    ']',
  ),
  fc.string({ unit: 'grapheme' }),
);

/** JSON text with keys twice, escapes and white space of the kind given. */
function json(gap: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('object'), tie('array')),
    leaf: fc.oneof(
      words.map((text) => JSON.stringify(text)),
      words.map(
        (text) =>
          `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`,
      ),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
      fc.integer().map(String),
      fc.constantFrom('true', 'false', 'null', '-0', '1E5', '12345678901234567890', '"\\/"'),
    ),
    object: fc
      .array(fc.tuple(gap, key, gap, gap, tie('value'), gap), { maxLength: 4 })
      .map(
        (members) =>
          `{${members.map(([a, k, b, c, v, d]) => `${a}${JSON.stringify(k)}${b}:${c}${String(v)}${d}`).join(',')}}`,
      ),
    array: fc
      .array(fc.tuple(gap, tie('value'), gap), { maxLength: 4 })
      .map((items) => `[${items.map(([a, v, b]) => `${a}${String(v)}${b}`).join(',')}]`),
  }));
  return value as fc.Arbitrary<string>;
}

const cutting = fc.record({
  pieceBytes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4_000 })),
  chunkBytes: fc.integer({ min: 1, max: 100 }),
});

function valuesOf(seen: Seen[]): unknown[] {
  for (const { fault } of seen) assert.equal(fault, null);
  return seen.map(({ value }) => value);
}

/** The elements as the exact reader alone reads them. */
function exactly(text: string): unknown[] {
  const bytes = utf8(text);
  const piece = {
    file: 'in',
    entry: null,
    form: 'events',
    offset: 0,
    bytes,
    last: true,
    clean: false,
    start: null,
  } as const;
  return readExact(piece, startState, readLimits).events.map((event) => event.value);
}

/** The elements as stream-json reads them. */
async function streamed(text: string, isArray: boolean): Promise<unknown[]> {
  const pipeline = isArray
    ? gen(jsonParser({ streamValues: false }), streamArray())
    : gen(jsonParser({ streamValues: false, jsonStreaming: true }), streamValues());
  const values: unknown[] = [];
  for (const part of [text, none as never]) {
    for await (const item of pipeline(part)) values.push((item as { value: unknown }).value);
  }
  return values;
}

test('readEvents() reads arrays as JSON.parse and stream-json do, however they are cut', async () => {
  const items = fc.array(fc.tuple(space, json(space), space), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(items, cutting, async (elements, options) => {
      const text = `[${elements.map((parts) => parts.join('')).join(',')}]`;
      const wanted = JSON.parse(text) as unknown[];
      const seen = await see(text, options);
      assert.deepEqual(valuesOf(seen), wanted);
      assert.deepEqual(exactly(text), wanted);
      assert.deepEqual(await streamed(text, true), wanted);
      for (const { raw, value } of seen) assert.deepEqual(JSON.parse(raw), value);
      assert.deepEqual(await see(text), seen);
    }),
    { numRuns: 300 },
  );
});

test('readEvents() reads lines as JSON.parse and stream-json do, however they are cut', async () => {
  const object = json(line).map((text) => `{"event_id":${text}}`);
  const lines = fc.array(fc.tuple(line, object, line), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lines, cutting, async (elements, options) => {
      const text = elements.map((parts) => parts.join('')).join('\n');
      const wanted = elements.map(([, element]) => JSON.parse(element) as unknown);
      const seen = await see(text, options);
      assert.deepEqual(valuesOf(seen), wanted);
      assert.deepEqual(exactly(text), wanted);
      assert.deepEqual(await streamed(text, false), wanted);
      assert.deepEqual(await see(text), seen);
    }),
    { numRuns: 300 },
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
