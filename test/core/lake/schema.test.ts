import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaString } from '../../../src/core/lake/schema.ts';

test('schemaString() writes columns as the protocol has them', () => {
  const items = { array: [{ name: 'product_id', type: 'long', nullable: true }] } as const;
  const text = schemaString([
    { name: 'event_id', type: 'string', nullable: false },
    { name: 'timestamp', type: 'timestamp', nullable: false },
    { name: 'items', type: items, nullable: true },
  ]);
  const field = { name: 'product_id', type: 'long', nullable: true, metadata: {} };
  const elementType = { type: 'struct', fields: [field] };
  assert.deepEqual(JSON.parse(text), {
    type: 'struct',
    fields: [
      { name: 'event_id', type: 'string', nullable: false, metadata: {} },
      { name: 'timestamp', type: 'timestamp', nullable: false, metadata: {} },
      {
        name: 'items',
        type: { type: 'array', elementType, containsNull: true },
        nullable: true,
        metadata: {},
      },
    ],
  });
});

test('schemaString() refuses names that readers would trip over', () => {
  for (const name of ['', 'a b', 'a,b', 'x=y', 'DATE']) {
    const columns = ['date', name].map((each) => ({ name: each, type: 'string', nullable: true }) as const);
    assert.throws(() => schemaString(columns), RangeError, name);
  }
});
