import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PaddedBytes } from '../../../../src/core/plan/fast/padded-bytes.ts';
import { TimeReader } from '../../../../src/core/plan/fast/read-time.ts';
import { parseTimestamp } from '../../../../src/core/time/timestamp.ts';

const encoder = new TextEncoder();
const input = new PaddedBytes();
const times = new TimeReader();

/** What a time stamp says of UTC, or of the clock where it does not say how far that is. */
interface Said {
  micros: number;
  isUtc: boolean;
}

function parsed(text: string): Said | null {
  const time = parseTimestamp(text);
  return time && { micros: time.local - (time.offset ?? 0) * 60_000_000, isUtc: time.offset !== null };
}

function read(text: string): Said | null {
  input.load(encoder.encode(`${text}"`));
  const end = times.read(input.bytes, input.view, 0);
  if (end < 0) return null;
  assert.equal(end, text.length);
  return { micros: times.local[0]!, isUtc: times.isUtc };
}

const two = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));

test('TimeReader reads what parseTimestamp() reads, or nothing', () => {
  const text = fc
    .tuple(
      fc.constantFrom('1969', '2000', '2024', '2025', '2100', '0000'),
      two(13),
      two(32),
      fc.constantFrom('T', 'T', 'T', ' ', 't'),
      two(24),
      two(60),
      two(60),
      fc.constantFrom('', '.', '.1', '.000001', '.123456', '.1234567', ',5'),
      fc.constantFrom(
        '',
        '',
        'Z',
        'z',
        '+07:00',
        '-05:30',
        '+23:59',
        '+24:00',
        '+07:60',
        '+0700',
        '+07',
        'ZZ',
      ),
    )
    .map(([y, mo, d, t, h, mi, s, f, z]) => `${y}-${mo}-${d}${t}${h}:${mi}:${s}${f}${z}`);
  fc.assert(
    fc.property(text, (it) => {
      const found = read(it);
      if (found !== null) assert.deepEqual(found, parsed(it));
      else if (/[T ].{8}(\.\d{1,6})?(Z|[+-]..:..)?$/.test(it)) assert.equal(parsed(it), null);
    }),
    { numRuns: 3000 },
  );
});

test('TimeReader leaves what has another form to others', () => {
  for (const text of [
    '',
    '2025',
    '2025-08-25',
    '2025-08-25T10:00',
    '2o25-08-25T10:00:00',
    '2025-08-25T1:00:00',
  ])
    assert.equal(read(text), null, text);
});
