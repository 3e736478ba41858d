import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ItemsReader } from '../../../../src/core/plan/fast/read-items.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const items = new ItemsReader();

function read(text: string): string | null {
  const end = items.read(encoder.encode(`${text},`), 0);
  if (end < 0) return null;
  assert.equal(end, text.length);
  return decoder.decode(items.bytes.subarray(0, items.length));
}

test('ItemsReader gives the text that JSON.stringify would, whatever the white space', () => {
  const item = fc.record({
    product_id: fc.nat(),
    quantity: fc.nat(),
    price_vnd: fc.maxSafeNat().map((n) => n % 1e15),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), fc.constantFrom('', ' ', '\n\t'), (list, indent) => {
      assert.equal(read(JSON.stringify(list, null, indent)), JSON.stringify(list));
    }),
  );
});

test('ItemsReader leaves other lists to others', () => {
  for (const text of [
    '[1]',
    '[{}]',
    '[',
    '[{"product_id":1,"quantity":2,"price_vnd":3}',
    '[{"product_id":1,"quantity":2,"price_vnd":3},]',
    '[{"product_id":1,"quantity":2,"price_vnd":3,"more":1}]',
    '[{"quantity":2,"product_id":1,"price_vnd":3}]',
    '[{"product_id":1,"quantity":2147483648,"price_vnd":3}]',
    '[{"product_id":1,"quantity":-2,"price_vnd":3}]',
    '[{"product_id":1,"quantity":2,"price_vnd":03}]',
    '[{"product_id":1,"quantity":2,"price_vnd":3.0}]',
    '[{"product_id":null,"quantity":2,"price_vnd":3}]',
    '[{"product_id":1234567890123456,"quantity":2,"price_vnd":3}]',
  ])
    assert.equal(read(text), null, text);
});
