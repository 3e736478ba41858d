import { quietJobs } from '../support/jobs.ts';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createApp } from '../../src/app.ts';
import { statistics } from '../../src/core/aggregates/statistics.ts';
import type { CartEvent } from '../../src/core/event.ts';
import { FIELDS } from '../../src/core/fields.ts';
import { readSnapshot } from '../../src/core/lake/log.ts';
import { readParquet } from '../../src/core/lake/read-parquet.ts';
import { aggregate } from '../../src/core/plan/aggregate.ts';
import { EVENTS } from '../../src/core/plan/events-table.ts';
import { TABLE } from '../../src/core/plan/table-publication.ts';
import { openQuestions } from '../../src/core/questions/engine.ts';
import type { EventFilter } from '../../src/core/questions/filter.ts';
import { matchesEvent } from '../../src/core/questions/plain/matches.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { sharing } from '../../src/core/questions/sharing.ts';
import { memoryStorage } from '../../src/core/storage/memory.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { formatTimestamp } from '../../src/core/time/timestamp.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { anyEventFilter } from '../support/any-question.ts';
import { runImport } from '../support/run-import.ts';
import { runTransform } from '../support/run-transform.ts';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const request = { options: { timeZone: TIME_ZONE, dropGuests: false, notAfter: null } };
const raw = gunzipSync(await readFile(new URL('../../fixtures/cart-events.json.gz', import.meta.url)));
const data = memoryStorage();
await runImport(data, raw, request);
const { output } = await runTransform(raw, { request });
/** What the transform has written: nothing of it comes from the table that is asked. */
const transformed = await rowsOf(output);
const zone = openZone(TIME_ZONE);
const plain = plainQuestions(transformed, { zone });
const app = createApp({
  questions: sharing(openQuestions(data, EVENTS, { zone })),
  jobs: quietJobs,
  zone,
  version: '0.0.0',
  now: () => new Date('2025-11-24T00:00:00Z'),
  clock: () => 0,
  log: ({ error }) => assert.equal(error, undefined),
  ready: () => null,
});

async function rowsOf(storage: Storage): Promise<CartEvent[]> {
  const rows: CartEvent[] = [];
  for (const [path, { partitionValues }] of (await readSnapshot(storage, TABLE)).files) {
    const names = FIELDS.map(({ name }) => name);
    for await (const group of readParquet(storage, `${TABLE}/${path}`, names)) {
      for (const row of group) rows.push({ ...row, date: partitionValues['date'] } as unknown as CartEvent);
    }
  }
  return rows;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the shape is the route's
async function read(path: string, init?: RequestInit): Promise<any> {
  const response = await app(new Request(new URL(path, 'http://localhost'), init));
  assert.equal(response.status, 200, path);
  return response.json();
}

interface Numbers {
  events: number;
  types: Record<string, number>;
  sources: Record<string, number>;
  devices: Record<string, number>;
  customers: number;
  sessions: number;
  ratio: number;
  products: { id: number; name: string | null; adds: number }[];
}

async function byGraphql(filter: EventFilter): Promise<Numbers & { total: number; ids: string[] }> {
  const { types, sources, devices, from, to, ...rest } = filter;
  const variables = {
    filter: {
      ...rest,
      typeNames: types,
      sourceNames: sources,
      deviceNames: devices,
      from: from === undefined ? undefined : formatTimestamp(from),
      to: to === undefined ? undefined : formatTimestamp(to),
    },
  };
  const query = `query ($filter: EventFilter) {
    statistics(filter: $filter) {
      totalEvents byType { typeName count } bySource { sourceName count } byDevice { deviceName count }
      uniqueCustomers uniqueSessions addRemoveRatio topProducts { productId name adds }
    }
    events(filter: $filter, first: 20) { totalCount nodes { id } }
  }`;
  const { data: found, errors } = await read('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  assert.equal(errors, undefined, JSON.stringify(errors));
  const { statistics: of, events } = found;
  const counts = (rows: Record<string, unknown>[], name: string): Record<string, number> =>
    Object.fromEntries(rows.map((row) => [row[name], row['count']]));
  return {
    events: of.totalEvents,
    types: counts(of.byType, 'typeName'),
    sources: counts(of.bySource, 'sourceName'),
    devices: counts(of.byDevice, 'deviceName'),
    customers: of.uniqueCustomers,
    sessions: of.uniqueSessions,
    ratio: of.addRemoveRatio,
    products: of.topProducts.map(({ productId, name, adds }: Record<string, unknown>) => ({
      id: Number(productId),
      name,
      adds,
    })),
    total: events.totalCount,
    ids: events.nodes.map(({ id }: { id: string }) => id),
  };
}

type Counted = ReturnType<typeof statistics.finish>;

/** What the report says of the events of a filter, by its own fold. */
function byReport(of: Counted, sessions: number): Numbers {
  const counts = (rows: readonly { name: string; count: number }[]): Record<string, number> =>
    Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  return {
    events: of.events,
    types: counts(of.types),
    sources: counts(of.sources),
    devices: counts(of.devices),
    customers: of.customers,
    sessions,
    ratio: of.removes === 0 ? of.adds : Math.round((of.adds / of.removes) * 100) / 100,
    products: of.topProductsAdded.map(({ productId, name, count }) => ({ id: productId, name, adds: count })),
  };
}

function reportOf(filter: EventFilter): Numbers {
  const part = statistics.create();
  const numbers = new Map<string, number>();
  for (const event of transformed) {
    if (!matchesEvent(event, filter)) continue;
    const session = numbers.get(event.session_id) ?? numbers.size;
    numbers.set(event.session_id, session);
    statistics.add(part, [{ ...event, session }]);
  }
  return byReport(statistics.finish(part), numbers.size);
}

/** Of products that were added equally often, the report puts another first. */
function sameAsReport(ours: Numbers, report: Numbers): void {
  const { products, ...numbers } = ours;
  const { products: theirs, ...others } = report;
  assert.deepEqual(numbers, others);
  assert.deepEqual(
    products.map(({ adds }) => adds),
    theirs.map(({ adds }) => adds),
  );
  const inBoth = (of: Numbers['products'], other: Numbers['products']): Numbers['products'] =>
    of.filter(({ id }) => other.some((row) => row.id === id)).toSorted((a, b) => a.id - b.id);
  assert.deepEqual(inBoth(products, theirs), inBoth(theirs, products));
}

async function byPlain(filter: EventFilter): Promise<Numbers & { total: number; ids: string[] }> {
  const of = await plain.statistics({ filter });
  const { rows, total } = await plain.events({ filter, page: { first: 20 } });
  const counted = of.top_products.map((row) => ({
    productId: row.product_id,
    name: row.name,
    count: row.adds,
  }));
  return {
    ...byReport({ ...of, topProductsAdded: counted } as unknown as Counted, of.sessions),
    total,
    ids: rows.map(({ row }) => row.event_id),
  };
}

test('GraphQL, REST, the plain answers and the report have the same numbers', async () => {
  const { total, ids, ...numbers } = await byGraphql({});
  const report = await aggregate(output, { timeZone: TIME_ZONE });
  const { data: rest } = await read('/cart/statistics');
  sameAsReport(numbers, byReport(report.events, report.sessions.sessions));
  assert.deepEqual({ ...numbers, total, ids }, await byPlain({}));
  assert.deepEqual(
    {
      events: rest.total_events,
      types: rest.by_event_type,
      sources: rest.by_source,
      devices: rest.by_device,
      customers: rest.unique_customers,
      sessions: rest.unique_sessions,
      ratio: rest.add_remove_ratio,
      products: rest.top_products_added.map((row: Record<string, unknown>) => ({
        id: row['product_id'],
        name: row['name'],
        adds: row['add_count'],
      })),
    },
    numbers,
  );
  assert.equal((await read('/cart/')).data.events, total.toLocaleString('en-US'));
  assert.equal((await plain.statistics()).revenue_vnd, report.sessions.revenue);
});

test('GraphQL, the plain answers and the report have the same numbers for any filter', async () => {
  await fc.assert(
    fc.asyncProperty(anyEventFilter(transformed), async (filter) => {
      const { total, ids, ...numbers } = await byGraphql(filter);
      assert.equal(numbers.events, total);
      sameAsReport(numbers, reportOf(filter));
      assert.deepEqual({ ...numbers, total, ids }, await byPlain(filter));
    }),
    { numRuns: 40 },
  );
});

test('REST and GraphQL find the same events for any filter that REST has', async () => {
  const one = <Value>(values: readonly (Value | null)[]): fc.Arbitrary<Value | undefined> =>
    fc.constantFrom(undefined, ...new Set(values.filter((value) => value !== null)));
  const time = fc.option(fc.constantFrom(...transformed.map((event) => event.timestamp)), { nil: undefined });
  const asked = fc.record({
    event_type: one(transformed.map((event) => event.event_type)),
    source: one(transformed.map((event) => event.source)),
    device: one(transformed.map((event) => event.device)),
    start_date: time,
    end_date: time,
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ event_type, source, device, start_date, end_date }) => {
      const filter = {
        ...(event_type !== undefined && { types: [event_type] }),
        ...(source !== undefined && { sources: [source] }),
        ...(device !== undefined && { devices: [device] }),
        ...(start_date !== undefined && { from: start_date }),
        // REST takes in the end, too.
        ...(end_date !== undefined && { to: end_date + 1 }),
      };
      const query = new URLSearchParams({ limit: '20' });
      for (const [name, value] of Object.entries({ event_type, source, device })) {
        if (value !== undefined) query.set(name, value);
      }
      for (const [name, value] of Object.entries({ start_date, end_date })) {
        if (value !== undefined) query.set(name, formatTimestamp(value));
      }
      const { data: events, total } = await read(`/cart/events?${query}`);
      const found = await byGraphql(filter);
      assert.deepEqual(
        [events.map(({ event_id }: { event_id: string }) => event_id), total],
        [found.ids, found.total],
      );
    }),
    { numRuns: 25 },
  );
});
