import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProgressStyle, progressPrinter } from '../../src/node/progress.ts';

test('progressPrinter() writes a line when a step ends, and every few seconds while it lasts', () => {
  assert.deepEqual(shown('lines'), [
    'Checking inputs      ████████████████████████ 100 %\n',
    'Reading and cleaning ██████████░░░░░░░░░░░░░░  41 %  1,000 events  200/s  7 s left\n',
    'Reading and cleaning ████████████████████░░░░  83 %  2,000 events  200/s  2 s left\n',
    'Reading and cleaning ████████████████████████ 100 %  2,400 events  200/s\n',
  ]);
});

test('progressPrinter() redraws a bar in its place, and wipes it at the end', () => {
  const texts = shown('bar');
  assert.ok(texts.every((text) => text.startsWith('\r\u001B[2K')));
  assert.equal(texts.at(-1), '\r\u001B[2K');
  assert.ok(texts.length > 4);
});

test('progressPrinter() gives JSON lines to programs', () => {
  const [first] = shown('json').map((text) => JSON.parse(text) as Record<string, unknown>);
  assert.deepEqual(first, {
    type: 'progress',
    step: 'check',
    done: 9,
    total: 9,
    events: 0,
    seconds: 0,
    rate: null,
    eta: 0,
  });
});

/** What is written about a check, and twelve seconds of reading, told of every second. */
function shown(style: ProgressStyle): string[] {
  const texts: string[] = [];
  let now = 1000;
  const printer = progressPrinter(
    style,
    (text) => texts.push(text),
    () => now,
  );
  printer.show({ step: 'check', done: 9, total: 9, events: 0 });
  for (let second = 0; second <= 12; second++) {
    printer.show({ step: 'read', done: second, total: 12, events: second * 200 });
    now += 1000;
  }
  printer.end();
  return texts;
}
