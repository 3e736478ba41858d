import fc from 'fast-check';
import { FIELDS } from '../../../../src/core/fields.ts';

/** JSON text of values that a field hardly has, or must not have. */
const ODD = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-0.0',
  '-5',
  '1e5',
  '1E+2',
  '1.0',
  '0.1',
  '1.',
  '.5',
  '007',
  '-',
  '+1',
  '12.50',
  '123456789012345',
  '1234567890123456',
  '123456789012345678',
  '0.123456789012345678',
  '4294967296',
  '-2147483649',
  '2147483648',
  '9007199254740993',
  '1e400',
  '"12"',
  '"NaN"',
  'NaN',
  '""',
  '" "',
  '"a"',
  '"a\\"b"',
  '"a\\\\"',
  '"x\\",\\"source\\":\\"y"',
  '"\\u00e9"',
  '"\\ud83d\\ude00"',
  '"\\ud800"',
  '"\\u0000"',
  '"é"',
  '"Bàn phím 😀"',
  '"\uFEFFa"',
  '"a\tb"',
  '"a\nb"',
  '"open',
  '[]',
  '{}',
  '[1]',
  '[[[[1]]]]',
  '{"a":{"b":[1,{"c":2}]}}',
  '[{}]',
  '[{"product_id":1,"quantity":2,"price_vnd":3}]',
  '[ { "product_id" : 1 , "quantity" : 2 , "price_vnd" : 3 } , {"product_id":4,"quantity":5,"price_vnd":6}]',
  '[{"quantity":2,"product_id":1,"price_vnd":3}]',
  '[{"product_id":1,"quantity":2}]',
  '[{"product_id":1,"quantity":2,"price_vnd":3,"more":4}]',
  '[{"product_id":1,"quantity":2,"price_vnd":03}]',
  '[{"product_id":1,"quantity":4294967296,"price_vnd":3}]',
  '[{"product_id":1,"quantity":-2,"price_vnd":3}]',
  '[{"product_id":1.0,"quantity":2,"price_vnd":1e3}]',
  '[{"product_id":null,"quantity":2,"price_vnd":3}]',
] as const;

const TIMES = [
  '"2025-08-25T00:01:13.853564"',
  '"2025-08-25T00:01:13"',
  '"2025-08-25T23:59:59.9Z"',
  '"2025-08-26T00:00:00.000001Z"',
  '"2024-02-29T12:00:00"',
  '"2025-02-29T12:00:00"',
  '"2025-13-01T12:00:00"',
  '"2025-08-25T24:00:00"',
  '"2025-08-25 10:00:00"',
  '"2025-08-25T10:00"',
  '"2025-08-25T10:00:00+07:00"',
  '"2025-08-25 10:00:00.5-05:30"',
  '"2025-08-25T10:00:00+23:59"',
  '"2025-08-25T10:00:00+24:00"',
  '"2025-08-25T10:00:00+07:60"',
  '"2025-08-25T10:00:00+0700"',
  '"2025-08-25T10:00:00+07"',
  '"2025-08-25t10:00:00"',
  '"2025-08-25T10:00:00.1234567"',
  '"2025-08-25T10:00:00."',
  '"2025-08-25T10:00:00z"',
  '"2025-03-30T02:30:00"',
  '"2025-10-26T02:30:00"',
  '"1999-12-31T23:59:59"',
  '"2101-01-01T00:00:00"',
  '"soon"',
] as const;

const UNIX = [
  '1756080073853',
  '1756080073',
  '1756054873853',
  '1761440400000',
  '1761444000000',
  '0',
  'null',
  '1.5',
];
const TYPES = [
  '"view_item"',
  '"scroll"',
  '"purchase"',
  '"view"',
  '"my_own"',
  '"Not good"',
  '"Product Added"',
];

function usual(name: string): readonly string[] {
  if (name === 'timestamp') return TIMES;
  if (name === 'timestamp_unix') return UNIX;
  if (name === 'event_type') return TYPES;
  const kind = FIELDS.find((field) => field.name === name)?.kind;
  if (kind === undefined) return [];
  if (kind === 'text') return ['"a"', '"b"', '"Máy tính"', '"https://techstore.vn/product/52"', 'null'];
  if (kind === 'bool') return ['true', 'false', 'null'];
  if (kind === 'items')
    return [
      'null',
      '[{"product_id":1,"quantity":2,"price_vnd":3},{"product_id":2,"quantity":1,"price_vnd":0}]',
    ];
  return kind === 'double' ? ['3470.83', '7.3', '16', 'null', '0.1'] : ['83300000', '1', '0', '52', 'null'];
}

const NAMES = FIELDS.map(({ name }) => name).filter((name) => name !== 'hour' && name !== 'properties');
/** Keys that nobody knows, or only seem so. */
const UNKNOWN = [
  'hour',
  'properties',
  '__proto__',
  'more',
  '7',
  '',
  'Gi\u00e1',
  'even\\t_id',
  's\\u006furce',
  'sourc',
] as const;
const BASE = ['event_id', 'event_type', 'timestamp', 'session_id'] as const;

const member = fc
  .oneof(
    { weight: 200, arbitrary: fc.constantFrom<string>(...NAMES) },
    { weight: 5, arbitrary: fc.constantFrom(...UNKNOWN) },
  )
  .chain((name) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: 200, arbitrary: fc.constantFrom(...(NAMES.includes(name as never) ? usual(name) : ODD)) },
        { weight: 1, arbitrary: fc.constantFrom(...ODD) },
        { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
        { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
      ),
    ),
  );

const required = fc.tuple(
  ...BASE.map((name) =>
    fc.option(
      fc.tuple(
        fc.constant<string>(name),
        fc.oneof(
          {
            weight: 100,
            arbitrary:
              name === 'event_id' || name === 'session_id'
                ? fc.nat(name === 'event_id' ? 1e6 : 20).map((n) => `"${name}_${n}"`)
                : fc.constantFrom(...usual(name).slice(0, 3)),
          },
          { weight: 1, arbitrary: fc.constantFrom(...usual(name), ...ODD) },
        ),
      ),
      { freq: 100 },
    ),
  ),
);

/** Members of an object as JSON text: what is required first, or anywhere. */
const members = fc
  .tuple(required, fc.uniqueArray(member, { maxLength: 12, selector: ([name]) => name }), fc.nat(20), member)
  .chain(([must, may, odds, more]) => {
    const all = [...must.filter((entry) => entry !== null), ...may];
    if (odds === 20) all.push(more);
    return odds < 5 ? fc.shuffledSubarray(all, { minLength: all.length }) : fc.constant(all);
  });

const space = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('  ', '\t', '\r', ' \n ', '\n') },
);

/** Elements that have, by turns, every value that is here for a field, the odd ones too. */
export function elementsWith(name: string): string[] {
  const base = new Map<string, string>([
    ['event_id', '"evt_1"'],
    ['event_type', '"scroll"'],
    ['timestamp', '"2025-08-25T00:01:13.853564"'],
    ['session_id', '"sess_1"'],
    ['customer_id', '7'],
  ]);
  return [...usual(name), ...ODD].map((value) => {
    const all = new Map(base).set(name, value);
    return `{${Array.from(all, ([key, text]) => `"${key}":${text}`).join(',')}}`;
  });
}

/** Elements with what nobody knows, keys that come again and values that are none among it. */
export const unknownElement = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...UNKNOWN), fc.constantFrom('source', 'quantity', 'browser')),
        fc.oneof(
          {
            weight: 6,
            arbitrary: fc.constantFrom('"a"', '["a", "b"]', '{"tier":"gold","points":112}', '5.25', 'null'),
          },
          { weight: 2, arbitrary: fc.constantFrom(...ODD) },
          { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
        ),
      ),
      { maxLength: 6 },
    ),
    fc.nat(5),
    fc.constantFrom('', '', '', ',"customer_id":"x"', ',"quantity":-1', ',"note":'),
  )
  .map(([more, at, tail]) => {
    const base = elementsWith('customer_id')[0]!.slice(1, -1).split(',');
    base.splice(at, 0, ...more.map(([name, value]) => `"${name}": ${value}`));
    return `{${base.join(',')}${tail}}`;
  });

/** Names of the fields that come over the wire. */
export const WIRE_NAMES: readonly string[] = NAMES;

/** The text of an element: an event of sorts, mostly; `more` asks for white space and for others. */
export const element = fc
  .tuple(members, fc.nat(30), fc.array(space, { minLength: 1, maxLength: 7 }), fc.boolean())
  .map(([list, odds, spaces, isSpaced]) => {
    if (odds === 0) return '12';
    if (odds === 1) return '[1,2]';
    let at = 0;
    const gap = (): string => (isSpaced ? spaces[at++ % spaces.length]! : '');
    const inner = list.map(([name, value]) => `${gap()}"${name}"${gap()}:${gap()}${value}${gap()}`).join(',');
    return `{${inner}${gap()}}`;
  });

/** Texts of elements in an array, or one a line, with what may stand between them; now and then a byte is another. */
export const text = fc
  .tuple(
    fc.array(element, { maxLength: 30 }),
    fc.boolean(),
    fc.array(fc.constantFrom(',\n', ',', ', ', ' , \n', ',\r\n', ',,', '\n', ' ', ''), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.nat(3),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', ' ', '\n', '0', 'a', '\u0000', '\u00ff'),
        fc.nat(2),
      ),
      {
        maxLength: 3,
      },
    ),
    fc.constantFrom('', '\n', ' ', '\n[]\n', '\n{"a":1}\n', ']', ','),
    fc.nat(5),
  )
  .map(([elements, isArray, separators, mixed, edits, end, odds]) => {
    const line = isArray ? ',\n' : '\n';
    const joined = elements
      .map((it, i) => `${i === 0 ? '' : mixed === 0 ? separators[i % separators.length]! : line}${it}`)
      .join('');
    const whole = `${isArray ? '[' : ''}${joined}${isArray ? ']' : ''}${odds === 0 ? end : '\n'}`;
    const bytes = new TextEncoder().encode(whole);
    if (odds > 1 || bytes.length === 0) return bytes;
    for (const [at, char, kind] of edits) {
      const place = at % bytes.length;
      if (kind < 2) bytes[place] = char.charCodeAt(0);
      else bytes.copyWithin(place, place + 1);
    }
    return bytes;
  });

/** The same where every element is JSON and nothing is amiss between them. */
export const wellFormedText = fc
  .tuple(fc.array(element.filter(isJson), { maxLength: 30 }), fc.boolean())
  .map(([elements, isArray]) =>
    new TextEncoder().encode(isArray ? `[${elements.join(',\n')}]` : `${elements.join('\n')}\n`),
  );

function isJson(it: string): boolean {
  try {
    JSON.parse(it);
    return true;
  } catch {
    return false;
  }
}
