import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_TYPES } from '../../src/core/event-types.ts';
import { PRODUCT_TYPES, WIRE_DETAILS } from '../../src/core/wire-details.ts';
import { generatedLines } from '../support/generated.ts';

const CORE = 17;

test('WIRE_DETAILS names what generated events of every type have beside what all have', async () => {
  const { lines } = await generatedLines({ count: 20_000 });
  const keys = new Map<string, string[]>();
  for (const line of lines) {
    const event = JSON.parse(line) as { event_type: string };
    keys.set(event.event_type, Object.keys(event));
  }
  assert.deepEqual([...keys.keys()].toSorted(), EVENT_TYPES.toSorted());
  for (const [type, names] of keys) {
    const details = WIRE_DETAILS.get(type) ?? [];
    assert.equal(names.length, CORE + details.length, type);
    assert.deepEqual(names.slice(7, 7 + details.length), [...details], type);
  }
});

test('PRODUCT_TYPES are the types that carry a product_id', () => {
  assert.deepEqual(PRODUCT_TYPES, [
    'add_to_cart',
    'remove_from_cart',
    'update_quantity',
    'view_item',
    'add_to_wish_list',
  ]);
});
