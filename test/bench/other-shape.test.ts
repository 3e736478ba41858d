import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOtherShape } from '../../bench/other-shape.ts';

const EVENTS = [
  {
    event_id: 'evt_0004',
    session_id: 's',
    page_url: 'https://shop.vn/a',
    product_name: 'Bàn phím 🎧',
    utm_source: null,
  },
  {
    event_id: 'evt_0001',
    session_id: 's',
    page_url: 'https://shop.vn/"b"\\',
    product_name: null,
    items: [{ quantity: 2 }],
  },
  { event_id: 'evt_0004', session_id: 't', page_url: null, product_name: 'Màn hình', items: [] },
];

async function* parts(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function rewritten(...texts: readonly string[]): Promise<string> {
  return Buffer.concat(await Array.fromAsync(inOtherShape(parts(...texts)))).toString();
}

test('inOtherShape() keeps what an event says but for its nulls, and adds what nobody knows', async () => {
  const [first, ...others] = EVENTS.map((event) => `${JSON.stringify(event)}\n`);
  const text = await rewritten(first ?? '', others.join(''));
  const events = JSON.parse(text) as Record<string, unknown>[];
  const known = events.map(({ loyalty: _loyalty, store_view: _view, tags: _tags, ...rest }) => rest);
  const said = EVENTS.map((event) =>
    Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)),
  );
  assert.deepEqual(known, said);
  assert.deepEqual(
    events.map((event) => 'loyalty' in event),
    [true, false, true],
  );
  assert.ok(events.every((event) => 'store_view' in event && 'tags' in event));
});

test('inOtherShape() writes other keys first, over several lines, in ASCII with escapes', async () => {
  const text = await rewritten(EVENTS.map((event) => JSON.stringify(event)).join('\n'));
  assert.match(text, /^\[\n\{\n {4}"event_id": "evt_0004",\n {4}"loyalty": \{\n {8}"tier": "gold"/);
  assert.match(text, /^[\n -~]*$/);
  assert.ok(text.includes(String.raw`"B\u00e0n ph\u00edm \ud83c\udfa7"`));
  assert.ok(text.includes(String.raw`https:\/\/shop.vn\/\"b\"\\`));
});

test('inOtherShape() makes an empty array of nothing', async () => {
  assert.equal(await rewritten(), '[]\n');
});
