import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EVENT_TYPES } from '../../src/core/event-types.ts';
import type { EventFilter, SessionFilter } from '../../src/core/questions/filter.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { formatTimestamp } from '../../src/core/time/timestamp.ts';
import { anyEventFilter, anySessionFilter } from '../support/any-question.ts';
import { anyCartEvents } from '../support/cart-events.ts';
import { dataOf, handler } from './asking.ts';

const SOURCES = ['website', 'mobile_app', 'mobile_web'];
const DEVICES = ['desktop', 'mobile', 'tablet'];

/** Names as values of an enum where it has them, and as they are where it does not. */
function split(names: readonly string[] | undefined, known: readonly string[]): [string[]?, string[]?] {
  if (names === undefined) return [];
  const values = names.filter((name) => known.includes(name)).map((name) => name.toUpperCase());
  return [values, names.filter((name) => !known.includes(name))];
}

function channels(filter: EventFilter | SessionFilter): Record<string, unknown> {
  const [sources, sourceNames] = split(filter.sources, SOURCES);
  const [devices, deviceNames] = split(filter.devices, DEVICES);
  return {
    sources,
    sourceNames,
    devices,
    deviceNames,
    customers: filter.customers,
    guest: filter.guest,
    from: filter.from === undefined ? undefined : formatTimestamp(filter.from),
    to: filter.to === undefined ? undefined : formatTimestamp(filter.to),
  };
}

function eventVariables(filter: EventFilter): Record<string, unknown> {
  const [types, typeNames] = split(filter.types, EVENT_TYPES);
  const { products, sessions, orders } = filter;
  return { ...channels(filter), types, typeNames, products, sessions, orders };
}

describe('filters', () => {
  test('events() and statistics() pass on any filter as it is', async () => {
    const cases = anyCartEvents.chain((events) => fc.tuple(fc.constant(events), anyEventFilter(events)));
    await fc.assert(
      fc.asyncProperty(cases, async ([events, filter]) => {
        const questions = plainQuestions(events);
        const { events: found, statistics } = await dataOf(
          `query ($filter: EventFilter) {
            events(filter: $filter, first: 1000) { nodes { id } }
            statistics(filter: $filter) { totalEvents }
          }`,
          { filter: eventVariables(filter) },
          handler({ questions }),
        );
        const { rows, total } = await questions.events({ filter, page: { first: 1000 } });
        assert.deepEqual(
          found.nodes,
          rows.map(({ row }) => ({ id: row.event_id })),
        );
        assert.equal(statistics.totalEvents, total);
      }),
    );
  });

  test('sessions() passes on any filter as it is', async () => {
    const cases = anyCartEvents.chain((events) => fc.tuple(fc.constant(events), anySessionFilter(events)));
    await fc.assert(
      fc.asyncProperty(cases, async ([events, filter]) => {
        const questions = plainQuestions(events);
        const { cart: cartLeft, purchased } = filter;
        const { sessions } = await dataOf(
          'query ($filter: SessionFilter) { sessions(filter: $filter, first: 1000) { nodes { id } } }',
          { filter: { ...channels(filter), cartLeft, purchased } },
          handler({ questions }),
        );
        const { rows } = await questions.sessions({ filter, page: { first: 1000 } });
        assert.deepEqual(
          sessions.nodes,
          rows.map(({ row }) => ({ id: row.session_id })),
        );
      }),
    );
  });
});
