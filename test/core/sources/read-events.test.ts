import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect } from '../../../src/core/flow.ts';
import { inputFromBytes } from '../../../src/core/sources/input.ts';
import { readEvents } from '../../../src/core/sources/read-events.ts';
import { see, utf8 } from './reading.ts';

describe('readEvents()', () => {
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
