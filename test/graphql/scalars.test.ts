import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isScalarType } from 'graphql';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { schema } from '../../src/graphql/schema.ts';
import { cartEvent } from '../support/cart-events.ts';
import { ask, dataOf, handler } from './asking.ts';

function scalar(name: string): {
  parseValue: (value: unknown) => unknown;
  serialize: (value: unknown) => unknown;
} {
  const type = schema.getType(name);
  assert.ok(isScalarType(type));
  return { parseValue: (value) => type.parseValue(value), serialize: (value) => type.serialize(value) };
}

describe('scalars', () => {
  test('DateTime reads an offset, and UTC without one, to the microsecond', () => {
    const { parseValue } = scalar('DateTime');
    const micros = Date.parse('2025-08-25T16:04:11Z') * 1000 + 545_981;
    for (const text of [
      '2025-08-25T23:04:11.545981+07:00',
      '2025-08-25T16:04:11.545981Z',
      '2025-08-25 16:04:11.545981',
      '2025-08-25T16:04:11.5459819Z',
    ]) {
      assert.equal(parseValue(text), micros, text);
    }
  });

  test('DateTime writes UTC with microseconds', () => {
    const { serialize } = scalar('DateTime');
    assert.equal(
      serialize(Date.parse('2025-08-25T16:04:11Z') * 1000 + 545_981),
      '2025-08-25T16:04:11.545981Z',
    );
    assert.equal(serialize(0), '1970-01-01T00:00:00Z');
  });

  for (const name of ['Vnd', 'SafeInt']) {
    test(`${name} is any whole number that JSON holds exactly, and no other`, () => {
      const { parseValue, serialize } = scalar(name);
      for (const value of [0, -1, 137_200_000, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        assert.equal(parseValue(value), value);
        assert.equal(serialize(value), value);
      }
      for (const value of [1.5, 2 ** 53, '1', null, Number.NaN]) {
        assert.throws(() => parseValue(value), /whole number/);
        assert.throws(() => serialize(value), /whole number/);
      }
    });
  }

  test('amounts beyond 32 bits arrive', async () => {
    const total = 9_000_000_000_000;
    const questions = plainQuestions([
      cartEvent(0, 'purchase', { customer_id: 7, total_amount_vnd: total, order_id: 'ord_1' }),
    ]);
    const data = await dataOf(
      '{ customer(id: 7) { orderValue orders { nodes { total } } } }',
      {},
      handler({ questions }),
    );
    assert.deepEqual(data.customer, { orderValue: total, orders: { nodes: [{ total }] } });
  });

  test('JSON is only in answers', () => {
    assert.throws(() => scalar('JSON').parseValue({}), /only in answers/);
  });

  test('an id may be written as a number', async () => {
    assert.equal((await ask('{ product(id: 1) { id } }')).status, 200);
  });
});
