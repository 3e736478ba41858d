import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { read, see } from './reading.ts';

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

test('a break anywhere in one element of several loses no other', async () => {
  await fc.assert(
    fc.asyncProperty(damage, cuts, fc.constantFrom(',', ' ,\n', '\n'), async (given, options, separator) => {
      const { items, at, text } = given;
      const list = items.toSpliced(at, 1, text);
      const isArray = separator !== '\n';
      const seen = await see(isArray ? `[${list.join(separator)}]` : list.join(separator), options);
      const values = new Set(seen.map(({ value }) => JSON.stringify(value)));
      for (const item of items.toSpliced(at, 1)) assert.ok(values.has(item), item);
      if (!isArray) assert.equal(seen.length, items.length);
    }),
    { numRuns: 1_000 },
  );
});

/** Events one of which lost a character or gained one, so that it is no JSON any more. */
const damage = fc
  .record({
    count: fc.integer({ min: 2, max: 8 }),
    n: fc.nat(),
    place: fc.nat(),
    change: fc.constantFrom('', '', '', '"', '{', '}', '[', ']', ',', ':', '@', '\\'),
  })
  .map(({ count, n, place, change }) => {
    const items = events(count);
    const at = n % count;
    const item = items[at]!;
    // By the first bracket of all a text is known as JSON.
    const i = 1 + (place % (item.length - 1));
    return { items, at, text: item.slice(0, i) + change + item.slice(change === '' ? i + 1 : i) };
  })
  .filter(({ text }) => !isJson(text));

function events(count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      event_id: `e${n}`,
      text: ['plain', '"},{"', 'a\\,}'][n % 3],
      items: [{ p: 1, q: 2 }, { p: 2, q: '}' }, { p: 3 }],
      related: { event_id: n, list: [1, [2]] },
    }),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

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

test('readEvents() never takes a newline for a comma, whatever else stands on its line', async () => {
  assert.deepEqual(await read('{"a":"x\ny"}, {"b":2}\n{"c":3}\n'), [
    'malformed_json',
    'malformed_json',
    '{"c":3}',
  ]);
  assert.deepEqual(await read('{"a":1\n"b":2}, {"c":3}\n{"d":4}\n'), [
    'malformed_json',
    'malformed_json',
    '{"d":4}',
  ]);
});
