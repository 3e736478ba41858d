import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteDictionary } from '../../../../src/core/columns/byte-dictionary.ts';
import { PaddedBytes } from '../../../../src/core/plan/fast/padded-bytes.ts';
import { UnknownReader } from '../../../../src/core/plan/fast/unknown-reader.ts';
import { propertiesOf } from '../../../../src/core/stages/properties.ts';

const encoder = new TextEncoder();
const reader = new UnknownReader();

/** What a reader makes of members; undefined where it leaves them to others. */
function read(members: readonly string[]): string | undefined {
  const input = new PaddedBytes();
  const texts = new ByteDictionary();
  reader.begin();
  for (const member of members) {
    input.load(encoder.encode(`${member},`));
    const end = reader.take(input.bytes, input.view, 0);
    if (end < 0) return undefined;
    // What comes then is for the reader of the element to say.
    if (end !== input.length - 1) return undefined;
  }
  return texts.text(reader.codeIn(texts));
}

const ODD_NUMBERS =
  '0 -0 0.0 -0.5 1.0 1.50 007 - 1. .5 1e5 1E-7 0.000001 0.0000001 0.00000120 123456789012345 1234567890123456 ' +
  '12345678901234.5 1234567.12345678 -12 1e400';
const value = fc.oneof(
  fc.json({ maxDepth: 1 }),
  fc.constantFrom(...ODD_NUMBERS.split(' ')),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((number) => number.toFixed(3)),
  fc.integer().map(String),
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"vn\\/3"',
    '"\\u00e9"',
    '"é"',
    '"\\ud83d\\ude00"',
    '"a\tb"',
    'true',
    'null',
    'nul',
    '[1,\n 2]',
  ),
);
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'store_view', '', '__proto__', 'Giá', '7', '07', '-1', '4294967295', 'a b'),
  fc.string(),
);
const members = fc.array(
  fc
    .tuple(key, fc.constantFrom('', ' ', '\n '), value)
    .map(([name, space, text]) => `${JSON.stringify(name)}${space}:${space}${text}`),
  { minLength: 1, maxLength: 4 },
);

test('UnknownReader writes down members as they are written after JSON.parse, or leaves them to others', () => {
  let plain = 0;
  let runs = 0;
  fc.assert(
    fc.property(members, (all) => {
      runs++;
      if (runs % 50 === 0) reader.clear();
      const text = read(all);
      if (text === undefined) return;
      plain++;
      assert.equal(text, propertiesOf(JSON.parse(`{${all.join(',')}}`) as object));
    }),
    { numRuns: 3000 },
  );
  assert.ok(plain > runs / 5, `${plain} of ${runs}`);
});

test('UnknownReader takes what shops write without thought', () => {
  const usual = [
    '"store_view": "vn\\/3"',
    '"tags": [\n "m\\u00f9a thu",\n "web"\n ]',
    '"loyalty": { "tier": "gold", "points": 112 }',
    '"request_id":"f3a0-77"',
    '"weight":12.5',
    '"test":false',
    '"campaign":null',
    '"city":"Hà Nội"',
  ];
  assert.equal(
    read(usual),
    '{"store_view":"vn/3","tags":["mùa thu","web"],"loyalty":{"tier":"gold","points":112},"request_id":"f3a0-77",' +
      '"weight":12.5,"test":false,"campaign":null,"city":"Hà Nội"}',
  );
});

test('UnknownReader leaves to others what objects would change', () => {
  for (const all of [
    ['"a":1', '"a":2'],
    ['"b":1', '"7":2'],
    ['"a":12345678901234567'],
    ['"a":"\\ud800"'],
    ['"a":[[[1]]]'],
    ['"e\\u0076":1'],
    ['"a":nul'],
  ])
    assert.equal(read(all), undefined, all.join());
  assert.equal(read(['"a":1', '"b":2']), '{"a":1,"b":2}');
});

test('UnknownReader forgets keys that are many or long', () => {
  const many = new UnknownReader();
  const input = new PaddedBytes();
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 300; i++) {
    many.clear();
    input.load(encoder.encode(`"${i}${'k'.repeat(100_000)}":1,`));
    assert.ok(many.take(input.bytes, input.view, 0) > 0);
  }
  assert.ok(process.memoryUsage().arrayBuffers - before < 16_000_000);
});
