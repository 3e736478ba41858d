import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLog } from '../../src/node/server-log.ts';

test('jsonLog() writes a JSON object a line, errors with their causes, and throws at nothing', () => {
  const lines: string[] = [];
  const log = jsonLog(
    (line) => lines.push(line),
    () => new Date('2025-11-24T00:00:00Z'),
  );
  const circle: { self?: unknown } = {};
  circle.self = circle;
  log({ level: 'info', message: 'two\nlines', request: 'r', status: 200, nothing: null });
  log({ level: 'error', message: 'failed', error: new Error('outer', { cause: new Error('inner') }) });
  log({ level: 'warn', message: 'odd', error: circle, big: 5n });
  for (const line of lines) assert.match(line, /^\{.*\}\n$/);
  const [first, second, third] = lines.map((line) => JSON.parse(line) as Record<string, string>);
  assert.deepEqual(first, {
    time: '2025-11-24T00:00:00.000Z',
    level: 'info',
    message: 'two\nlines',
    request: 'r',
    status: 200,
    nothing: null,
  });
  assert.match(second?.['error'] ?? '', /^Error: outer\n {4}at [\s\S]*\[cause\]: Error: inner/);
  assert.deepEqual([third?.['big'], /Circular/.test(third?.['error'] ?? '')], ['5n', true]);
});
