import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextBuffer } from '../../../src/core/sinks/text-buffer.ts';
import { WireText } from '../../../src/core/sinks/wire-text.ts';
import { generate } from '../../../src/core/sources/generate.ts';
import type { WireEvent } from '../../../src/core/wire-event.ts';

const decoder = new TextDecoder();
const UNTIL = Date.UTC(2025, 10, 23) * 1000;

function written(event: WireEvent, writer: WireText): string {
  const out = new TextBuffer(16);
  assert.ok(writer.write(event, out));
  return decoder.decode(out.bytes());
}

describe('WireText', () => {
  for (const profile of ['realistic', 'uniform', 'skewed', 'burst'] as const) {
    test(`writes ${profile} events as JSON.stringify does`, async () => {
      const writer = new WireText();
      const options = { count: 12_000, seed: 3, until: UNTIL, profile, buyers: 0.2 };
      for await (const batch of generate(options)) {
        for (const event of batch) assert.equal(written(event, writer), JSON.stringify(event));
      }
    });
  }

  test('tells apart what has the same id', async () => {
    const writer = new WireText();
    for await (const batch of generate({ count: 300, seed: 3, until: UNTIL })) {
      for (const event of batch) {
        const other: WireEvent = { ...event, device: 'fridge "new"', page_url: null };
        if (event.product_id !== undefined) other.product_name = 'ứng dụng';
        for (const some of [event, other, event]) {
          assert.equal(written(some, writer), JSON.stringify(some));
        }
      }
    }
  });

  test('leaves a type that it does not know to others', () => {
    const out = new TextBuffer(16);
    assert.equal(new WireText().write({ event_type: 'gift_wrapped' } as WireEvent, out), false);
    assert.equal(out.length, 0);
  });
});
