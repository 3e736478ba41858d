import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textsOf, toColumns } from '../../../src/core/columns/column.ts';
import { FIELDS } from '../../../src/core/fields.ts';
import { PieceColumns } from '../../../src/core/plan/piece-columns.ts';
import { batchCleaner } from '../../../src/core/stages/clean.ts';
import { parseDay } from '../../../src/core/time/timestamp.ts';
import { rawEvents, wireEvent } from '../../support/raw-events.ts';

const wire = fc
  .record(
    {
      event_id: fc.string({ minLength: 1, maxLength: 400 }),
      event_type: fc.constantFrom('scroll', 'my_own', 'view'),
      timestamp: fc.constantFrom('2025-08-25T10:00:00', '2025-08-25T23:59:59.5', '2025-08-26T01:00:00'),
      page_url: fc.option(fc.constantFrom('a', 'Bàn phím', '')),
      items: fc.constantFrom(null, [], [{ product_id: 1, quantity: 2, price_vnd: 3 }]),
      page_height: fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
      is_guest: fc.option(fc.boolean()),
      more: fc.string(),
    },
    { requiredKeys: [] },
  )
  .map(wireEvent);

test('PieceColumns hold what toColumns() gives, piece after piece', () => {
  const columns = new PieceColumns();
  fc.assert(
    fc.property(fc.array(wire, { maxLength: 200 }), fc.constantFrom(1, 30), (list, times) => {
      const events = batchCleaner()(rawEvents(Array.from({ length: times }, () => list).flat()));
      columns.clear();
      for (const event of events) columns.append(event);
      assert.equal(columns.rows, events.length);
      assert.deepEqual(
        [...columns.days.subarray(0, events.length)],
        events.map(({ date }) => parseDay(date)),
      );
      const wanted = toColumns(events, FIELDS);
      columns.columns().forEach((column, i) => {
        const other = wanted[i]!;
        if (column.kind !== 'bytes') assert.deepEqual(column, other);
        else assert.deepEqual({ kind: 'text', codes: column.codes, values: textsOf(column) }, other);
      });
    }),
    { numRuns: 60 },
  );
});
