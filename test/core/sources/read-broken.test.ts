import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { read, see, utf8 } from './reading.ts';

const cuts = fc.record({
  chunkBytes: fc.integer({ min: 1, max: 500 }),
  pieceBytes: fc.integer({ min: 1, max: 2000 }),
});
/** Ways to break an object, in order: what it becomes. */
const breaks: ((text: string) => string)[] = [
  (text) => text.replace('"event_id":', '"event_id"'),
  (text) => text.replace('"browser":"', '"browser":'),
  (text) => text.replace('{', ''),
  (text) => text.slice(0, -1),
  (text) => text.replace('"n":', '"n":NaN,"m":'),
  (text) => text.replace('"items":[', '"items":'),
  (text) => text.slice(0, text.length / 2),
  (text) => text.replace('"n":', '"n":,'),
  (text) => text.replace('}', ']'),
  (text) => text.replace(',', ',,'),
];

/** The break that takes the first bracket. */
const UNOPENED = 2;

test('a broken line costs itself alone', async () => {
  await fc.assert(
    fc.asyncProperty(scene(), cuts, async ({ count, at, way }, options) => {
      const lines = objects(count);
      lines[at] = breaks[way]!(lines[at]!);
      const seen = await see(lines.join('\n'), options);
      assert.deepEqual(ids(seen), intact(count, at));
      assert.deepEqual(
        seen.filter(({ fault }) => fault !== null).map(({ fault, raw }) => [fault, raw]),
        [['malformed_json', lines[at]]],
      );
    }),
    { numRuns: 300 },
  );
});

test('a broken element of an array costs itself alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      scene(),
      cuts,
      fc.constantFrom(',', ', ', ',\n'),
      async ({ count, at, way }, options, separator) => {
        const items = objects(count);
        items[at] = breaks[way]!(items[at]!);
        const seen = await see(`[${items.join(separator)}]`, options);
        assert.deepEqual(ids(seen), intact(count, at));
        assert.ok(seen.some(({ fault }) => fault === 'malformed_json'));
      },
    ),
    { numRuns: 300 },
  );
});

test('what is read is the same for any cut, broken or not', async () => {
  await fc.assert(
    fc.asyncProperty(scene(), cuts, fc.boolean(), async ({ count, at, way }, options, isArray) => {
      const items = objects(count);
      items[at] = breaks[way]!(items[at]!);
      const text = isArray ? `[${items.join(', ')}]` : items.join('\n');
      assert.deepEqual(await see(text, options), await see(text));
    }),
    { numRuns: 300 },
  );
});

test('bytes that are not UTF-8 cost their element, and are kept as base64', async () => {
  const bytes = utf8('[{"event_id":"a"},{"event_id":"b?"},{"event_id":"c"}]');
  bytes[bytes.indexOf(63)] = 0xff;
  const seen = await see(bytes);
  assert.deepEqual(
    seen.map(({ fault }) => fault),
    [null, 'invalid_utf8', null],
  );
  assert.deepEqual([...Buffer.from(seen[1]!.raw, 'base64')], [...bytes.subarray(18, 35)]);
  assert.equal(seen[1]!.offset, 18);
});

test('an element that is too large costs itself, and is not kept whole', async () => {
  const large = `{"event_id":"x","text":"${'y'.repeat(5000)}"}`;
  const limits = { elementBytes: 2000, headBytes: 100 };
  for (const text of [
    `[{"event_id":"a"},${large},{"event_id":"b"}]`,
    `{"event_id":"a"}\n${large}\n{"event_id":"b"}\n`,
  ]) {
    for (const pieceBytes of [50, 700, 100_000]) {
      const seen = await see(text, { limits, pieceBytes });
      assert.deepEqual(
        seen.map(({ fault }) => fault),
        [null, 'too_large', null],
        `${pieceBytes}`,
      );
      assert.ok(seen[1]!.raw.length <= 100);
    }
  }
});

test('an element that is too deep costs itself, however deep', async () => {
  const nest = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  assert.deepEqual(
    (await see(`[${nest(511)},{}]`)).map(({ fault }) => fault),
    [null, null],
  );
  assert.deepEqual(await read(`[${nest(512)},{}]`), ['too_deep', '{}']);
  assert.deepEqual(await read(`${nest(1_000_000)}\n{}`), ['too_deep', '{}']);
});

test('scalars are elements too', async () => {
  assert.deepEqual(await read('[1, "x", null, {}, [2], true]'), ['1', '"x"', 'null', '{}', '[2]', 'true']);
});

test('a text that nobody can read on in ends the run, and says where', async () => {
  const cases: [text: string, told: RegExp][] = [
    ['', /empty/],
    [' \n\t', /empty/],
    ['\uFEFF', /empty/],
    ['hello', /JSON is wanted/],
    ['PAR1', /JSON is wanted/],
    ['[{"event_id":"a"},{"event_id":"b"}', /byte \d+/],
    ['[{"event_id":"a"}', /byte \d+/],
    ['[', /byte \d+/],
    ['[{}] x', /byte \d+/],
  ];
  for (const [text, told] of cases) {
    for (const pieceBytes of [1, 5, 1000]) {
      await assert.rejects(read(text, { pieceBytes }), (error: Error) => {
        assert.equal(error.name, 'InputError', text);
        assert.match(error.message, told, text);
        return true;
      });
    }
  }
});

test('lines of a quarantine file are read as what they keep', async () => {
  const kept = (raw: string, encoding = 'utf8'): string =>
    JSON.stringify({ code: 'x', field: null, file: 'f', entry: null, offset: 1, raw, encoding, rules: 1 });
  const text = [
    kept('{"event_id":"a"}'),
    kept('{"event_id":'),
    kept(Buffer.from('{"b":1}').toString('base64'), 'base64'),
  ].join('\n');
  assert.deepEqual(await read(text), ['{"event_id":"a"}', 'malformed_json', '{"b":1}']);
});

/** A number of objects, and one of them to break; not the first bracket of all, by which a text is known as JSON. */
function scene() {
  return fc
    .record({ count: fc.integer({ min: 2, max: 12 }), n: fc.nat(), way: fc.nat({ max: breaks.length - 1 }) })
    .map(({ count, n, way }) => ({ count, at: way === UNOPENED ? 1 + (n % (count - 1)) : n % count, way }));
}

function objects(count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      event_id: `e${n}`,
      browser: 'Fire "fox"',
      items: [{ id: 1 }, { id: 2 }],
      n,
      nested: { a: [1, 2] },
    }),
  );
}

function ids(seen: Awaited<ReturnType<typeof see>>): unknown[] {
  return seen
    .filter(({ fault }) => fault === null)
    .map(({ value }) => (value as { event_id?: unknown } | null)?.event_id);
}

function intact(count: number, at: number): string[] {
  return Array.from({ length: count }, (_, n) => `e${n}`).filter((_, n) => n !== at);
}
