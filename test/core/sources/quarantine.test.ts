import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'fflate';
import { collect } from '../../../src/core/flow.ts';
import { ExactNumber } from '../../../src/core/raw.ts';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { readEvents } from '../../../src/core/sources/read-events.ts';
import { read, see, utf8 } from './reading.ts';

function kept(raw: string, code = 'malformed_json', encoding = 'utf8'): string {
  return JSON.stringify({ code, field: null, file: 'f', entry: null, offset: 1, raw, encoding, rules: 1 });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

test('lines of a quarantine file are read as what they keep', async () => {
  const text = [
    kept('{"event_id":"ü"}', 'wrong_type'),
    kept('{"event_id":'),
    kept(base64(utf8('{"b":1}')), 'invalid_utf8', 'base64'),
    kept(base64(Uint8Array.of(0x22, 0xff, 0x22)), 'invalid_utf8', 'base64'),
    kept(' [1] ', 'not_an_object'),
    kept('{"event_id":"cut', 'too_large'),
    kept(`${'['.repeat(600)}${']'.repeat(600)}`, 'too_deep'),
    kept('{"event_id":"1"}', 'too_large'),
  ];
  const values = [
    '{"event_id":"ü"}',
    'malformed_json',
    '{"b":1}',
    'invalid_utf8',
    '[1]',
    'too_large',
    'too_deep',
  ];
  for (const pieceBytes of [1, 300, 100_000]) {
    const seen = await read(gzipSync(utf8(`${text.join('\n')}\n`)), { pieceBytes });
    assert.deepEqual(seen, [...values, '{"event_id":"1"}']);
  }
});

test('an event out of a quarantine file has the place of its line and the text it had', async () => {
  const exact = '{"event_id":12345678901234567890}';
  const lines = [kept('{"a":'), kept(exact), kept(base64(Uint8Array.of(0xff)), 'invalid_utf8', 'base64')];
  const seen = await see(lines.join('\n'));
  assert.deepEqual(
    seen.map(({ offset, raw }) => [offset, raw]),
    [
      [0, '{"a":'],
      [lines[0]!.length + 1, exact],
      [lines[0]!.length + lines[1]!.length + 2, '/w=='],
    ],
  );
  const events = await collect(readEvents([inputFromBytes('in', utf8(lines.join('\n')))]));
  assert.deepEqual(events[1]!.exact(), { event_id: new ExactNumber('12345678901234567890') });
  assert.equal(events[0]!.exact(), undefined);
});

test('a broken line of a quarantine file costs itself', async () => {
  const [first, second] = [kept('{"event_id":"1"}'), kept('{"event_id":"2"}')];
  assert.deepEqual(await read(`${first}\n${second.slice(0, -9)}\n${second}`), [
    '{"event_id":"1"}',
    'malformed_json',
    '{"event_id":"2"}',
  ]);
});

test('objects with other keys are events', async () => {
  const { rules: _, ...record } = JSON.parse(kept('{}')) as Record<string, unknown>;
  for (const object of [record, { ...record, rules: 1, more: 1 }, { code: 1 }, { ...record, rule: 1 }]) {
    assert.deepEqual(await read(JSON.stringify(object)), [JSON.stringify(object)]);
  }
});
