import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCustomers, type Customer } from '../../../src/core/sources/customers.ts';
import { CUSTOMERS } from '../../../src/core/sources/shopper/visitors.ts';
import { hashText } from '../../../src/core/hash/hash-text.ts';

const ids = fc.integer({ min: 1, max: CUSTOMERS });
const letters = '[a-z]+';

function hashOf(value: unknown): string {
  const words = new Uint32Array(4);
  hashText(JSON.stringify(value), words, 0);
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** The first customers, ids 1 to `count`. */
function firstCustomers(count: number): Customer[] {
  const customer = createCustomers();
  return Array.from({ length: count }, (_, index) => customer(index + 1));
}

function assertSound(customer: Customer): void {
  for (const text of [customer.name, customer.address, customer.city]) {
    assert.equal(text, text.normalize('NFC'));
    assert.match(text, /^[\p{L}\d/ -]+$/u);
    assert.doesNotMatch(text, /undefined|null|NaN|^ | $| {2}/);
  }
  assert.match(customer.name, /^\p{Lu}\p{L}* \p{Lu}\p{L}* \p{Lu}\p{L}*$/u);
  assert.match(
    customer.email,
    new RegExp(`^${letters}\\.${letters}\\.${letters}\\.${customer.customer_id}@example\\.(com|net|org)$`),
  );
  assert.match(customer.phone, /^0[35789]\d{8}$/);
  assert.match(customer.address, /^\d+(\/\d+)? đường \p{Lu}/u);
  assert.match(customer.registered_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.ok(customer.registered_at >= '2020-06-01' && customer.registered_at < '2025-06-01');
}

describe('customers', () => {
  test('createCustomers() knows the same customers for ever', () => {
    assert.equal(hashOf(firstCustomers(1000)), '341cf513ecd5339e4b43117ac419ad6e');
  });

  test('createCustomers() gives one customer an id, in any order', () => {
    const [one, other] = [createCustomers(), createCustomers()];
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1 }), (asked) => {
        const found = asked.map(one);
        assert.deepEqual(found.toReversed(), asked.toReversed().map(other));
        found.forEach(({ customer_id }, index) => assert.equal(customer_id, asked[index]));
      }),
    );
  });

  test('createCustomers() makes well-formed customers of all ids', () => {
    const customer = createCustomers();
    fc.assert(
      fc.property(ids, (id) => assertSound(customer(id))),
      { numRuns: 2000, examples: [[1], [CUSTOMERS]] },
    );
  });

  test('createCustomers() gives no email twice, and thousands of names', () => {
    const customers = firstCustomers(10_000);
    assert.equal(new Set(customers.map(({ email }) => email)).size, 10_000);
    assert.ok(new Set(customers.map(({ name }) => name)).size > 7000);
  });

  test('createCustomers() writes the name in the email without its marks', () => {
    const { email, name } = firstCustomers(1000).find((customer) => customer.name.startsWith('Đ'))!;
    assert.match(email, /^d/);
    assert.ok(!email.startsWith(name.toLowerCase()));
  });

  test('createCustomers() names cities in Vietnamese, the largest most often', () => {
    const counts = new Map<string, number>();
    for (const { city } of firstCustomers(10_000)) counts.set(city, (counts.get(city) ?? 0) + 1);
    const order = [...counts].toSorted(([, a], [, b]) => b - a).map(([city]) => city);
    assert.deepEqual(order.slice(0, 2), ['Hồ Chí Minh', 'Hà Nội']);
    assert.equal(order.length, 31);
    for (const city of ['Hanoi', 'Haiphong', 'Ho Chi Minh City']) assert.ok(!counts.has(city), city);
  });

  for (const id of [0, -1, 1.5, CUSTOMERS + 1, Number.NaN, Infinity]) {
    test(`createCustomers() refuses the id ${id}`, () => {
      const message = `Cannot find a customer as the id must be a whole number from 1 to 2000000: ${id}`;
      assert.throws(() => createCustomers()(id), { name: 'RangeError', message });
    });
  }
});
