import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { streamArray } from 'stream-json/core/streamers/stream-array.js';
import { streamValues } from 'stream-json/core/streamers/stream-values.js';
import { jsonParser } from 'stream-json/core/parser.js';
import { gen } from 'stream-chain';
import { collect } from '../../../src/core/flow.ts';
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
  for await (const item of pipeline(text)) values.push((item as { value: unknown }).value);
  const { none } = await import('stream-chain/defs.js');
  for await (const item of pipeline(none as never)) values.push((item as { value: unknown }).value);
  return values;
}

describe('readEvents()', () => {
  test('reads arrays as JSON.parse and stream-json do, however they are cut', async () => {
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

  test('reads lines as JSON.parse and stream-json do, however they are cut', async () => {
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

  test('gives batches of one size, in the order of the inputs', async () => {
    const inputs = [1, 2, 3].map((n) =>
      inputFromBytes(`${n}`, utf8(`[${Array.from({ length: 5 }, (_, i) => n * 10 + i).join(',')}]`)),
    );
    const sizes: number[] = [];
    for await (const batch of readEvents(inputs, { batchSize: 4, pieceBytes: 6 })) sizes.push(batch.length);
    assert.deepEqual(sizes, [4, 4, 4, 3]);
    const events = await collect(readEvents(inputs, { batchSize: 4 }));
    assert.deepEqual(
      events.map((event) => `${event.place().file}: ${String(event.value)}`).filter((_, i) => i % 7 === 0),
      ['1: 10', '2: 22', '3: 34'],
    );
  });

  test('stops when it is told to, with the reason', async () => {
    const controller = new AbortController();
    const input = inputFromBytes('in', utf8(`[${'1,'.repeat(10_000)}1]`));
    const reading = readEvents([input], { batchSize: 10, signal: controller.signal });
    await reading.next();
    controller.abort(new Error('enough'));
    await assert.rejects(reading.next(), /^Error: enough$/);
  });

  test('tells where surrogates may hide', async () => {
    const input = inputFromBytes('in', utf8(String.raw`["a","\u00e9","\ud83d","\\ud83d"]`));
    for (const pieceBytes of [1, 1_000]) {
      const events = await collect(readEvents([input], { pieceBytes }));
      assert.equal(events[2]?.surrogates, true);
    }
    const plain = await collect(
      readEvents([inputFromBytes('in', utf8(String.raw`["a","\u00e9","\\d83d"]`))]),
    );
    assert.deepEqual(
      plain.map((event) => event.surrogates),
      [false, false, false],
    );
  });

  test('leaves prototypes alone', async () => {
    const [event] = await see('[{"__proto__":{"polluted":1},"constructor":2,"a":1,"a":2}]');
    assert.deepEqual(Object.keys(event!.value as object), ['__proto__', 'constructor', 'a']);
    assert.equal(Object.getPrototypeOf(event!.value), Object.prototype);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });
});
