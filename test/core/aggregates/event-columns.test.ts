import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addColumns, type EventColumns } from '../../../src/core/aggregates/event-columns.ts';
import type { EventFacts } from '../../../src/core/aggregates/facts.ts';
import { statistics } from '../../../src/core/aggregates/statistics.ts';
import { ByteDictionary } from '../../../src/core/columns/byte-dictionary.ts';
import type { BytesColumn } from '../../../src/core/columns/column.ts';
import { anyFacts } from './rows.ts';

const date = '2025-08-25';

function texts(values: readonly (string | null)[]): BytesColumn {
  const dictionary = new ByteDictionary();
  const codes = Uint32Array.from(values, (value) => (value === null ? 0 : dictionary.codeOf(value)));
  return dictionary.column(codes);
}

function numbers(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

function columnsOf(events: readonly EventFacts[], rows: Uint32Array): EventColumns {
  const sessions = [...new Set(events.map(({ session }) => session))];
  return {
    date,
    rows,
    type: texts(events.map(({ event_type }) => event_type)),
    source: texts(events.map(({ source }) => source)),
    device: texts(events.map(({ device }) => device)),
    hour: numbers(events.map(({ hour }) => hour)),
    customer: numbers(events.map(({ customer_id }) => customer_id)),
    product: numbers(events.map(({ product_id }) => product_id)),
    productName: texts(events.map(({ product_name }) => product_name)),
    session: Uint32Array.from(events, ({ session }) => sessions.indexOf(session)),
    sessions: Float64Array.from(sessions),
  };
}

/** A lone surrogate is nothing that a column of UTF-8 could hold. */
const facts = anyFacts
  .filter((event) =>
    [event.source, event.device, event.product_name].every((name) => name?.isWellFormed() ?? true),
  )
  .map((event): EventFacts => Object.assign(event, { date }));

test('addColumns() counts what statistics.add counts, but only the rows it is told', () => {
  fc.assert(
    fc.property(fc.array(facts), fc.integer({ min: 1, max: 3 }), (events, every) => {
      const rows = Uint32Array.from(events.keys()).filter((row) => row % every === 0);
      const [ours, theirs] = [statistics.create(), statistics.create()];
      if (rows.length > 0) addColumns(ours, columnsOf(events, rows));
      statistics.add(
        theirs,
        Array.from(rows, (row) => events[row] as EventFacts),
      );
      assert.deepEqual(statistics.encode(ours), statistics.encode(theirs));
    }),
  );
});

test('addColumns() refuses an hour that is none', () => {
  const event = { ...fc.sample(facts, 1)[0]!, hour: 24 };
  assert.throws(
    () => addColumns(statistics.create(), columnsOf([event], Uint32Array.of(0))),
    /its hour must be 0 to 23: 24/,
  );
});
