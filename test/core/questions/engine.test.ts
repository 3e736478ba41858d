import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CartEvent } from '../../../src/core/event.ts';
import { openQuestions } from '../../../src/core/questions/engine.ts';
import { FEW } from '../../../src/core/questions/engine/few-sessions.ts';
import type { Position } from '../../../src/core/questions/page.ts';
import { plainQuestions } from '../../../src/core/questions/plain.ts';
import { type Questions, VersionGoneError } from '../../../src/core/questions/questions.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { anyEventFilter, anyPage, anySessionFilter, anyTime } from '../../support/any-question.ts';
import { anyCartEvents, cartEvent, generatedEvents, HOUR, MINUTE } from '../../support/cart-events.ts';
import { appendEvents } from '../../support/events-table.ts';
import { UNTIL } from '../../support/generated.ts';

const TABLE = 'events';
const zone = openZone('Asia/Ho_Chi_Minh');
const DAY = 24 * HOUR;

/** A question by its name, so that it can be asked of both. */
type Ask = (questions: Questions) => Promise<unknown>;

/** A question of any kind about events. */
function anyQuestion(events: readonly CartEvent[]): fc.Arbitrary<[string, Ask]> {
  const filter = anyEventFilter(events);
  const time = anyTime(events);
  const ids = <T>(values: readonly (T | null)[], stranger: T): fc.Arbitrary<T[]> =>
    fc.array(fc.constantFrom(...values.filter((value) => value !== null), stranger), { maxLength: 5 });
  const types = fc.array(fc.constantFrom('view_item', 'add_to_cart', 'purchase', 'none'), {
    minLength: 1,
    maxLength: 4,
  });
  const sessions = ids(
    events.map((event) => event.session_id),
    'none',
  );
  const idle = fc.constantFrom(0, MINUTE, HOUR, DAY);
  const eventPlaces = events.map(({ timestamp, event_id }): Position => ({ key: timestamp, id: event_id }));
  const sessionPlaces = events.map(({ timestamp, session_id }): Position => ({
    key: timestamp,
    id: session_id,
  }));
  const valuePlaces = [0, 1, 2, 100_000, 250_000, 500_000].map((key): Position => ({ key, id: 'sess_3' }));

  return fc.oneof(
    fc
      .record({
        filter,
        order: fc.constantFrom('newest' as const, 'oldest' as const),
        page: anyPage(eventPlaces),
      })
      .map((question): [string, Ask] => ['events', (it) => it.events(question)]),
    ids(
      events.map((event) => event.event_id),
      'none',
    ).map((wanted): [string, Ask] => ['eventsById', (it) => it.eventsById(wanted)]),
    fc
      .record({
        filter: anySessionFilter(events),
        order: fc.constantFrom(
          'newest' as const,
          'oldest' as const,
          'latest_activity' as const,
          'events' as const,
          'cart_value' as const,
          'order_value' as const,
        ),
        page: anyPage([...sessionPlaces, ...valuePlaces]),
      })
      .map((question): [string, Ask] => ['sessions', (it) => it.sessions(question)]),
    sessions.map((wanted): [string, Ask] => ['sessionsById', (it) => it.sessionsById(wanted)]),
    ids(
      events.map((event) => event.customer_id),
      -1,
    ).map((wanted): [string, Ask] => ['customersById', (it) => it.customersById(wanted)]),
    ids(
      events.map((event) => event.product_id),
      -1,
    ).map((wanted): [string, Ask] => ['productsById', (it) => it.productsById(wanted)]),
    fc
      .tuple(fc.constantFrom({}, { customer: 1 }, { session: 'sess_2' }), anyPage(eventPlaces))
      .map(([about, page]): [string, Ask] => ['orders', (it) => it.orders({ ...about, page })]),
    fc
      .record({ filter, top: fc.nat({ max: 4 }) })
      .chain((question) =>
        fc.constantFrom<[string, Ask]>(
          ['statistics', (it) => it.statistics(question)],
          ['topProducts', (it) => it.topProducts(question)],
        ),
      ),
    fc
      .record({ at: time, idleFor: idle, minValue: fc.constantFrom(0, 200_000), page: anyPage(valuePlaces) })
      .map((question): [string, Ask] => ['abandonedCarts', (it) => it.abandonedCarts(question)]),
    fc
      .tuple(sessions, time, idle)
      .map((args): [string, Ask] => ['cartStates', (it) => it.cartStates(...args)]),
    fc
      .tuple(
        types,
        fc.constantFrom('ordered' as const, 'strict' as const, 'any' as const),
        fc.constantFrom({}, { within: 0 }, { within: HOUR }, { within: DAY }),
        filter,
      )
      .map(([steps, mode, within, of]): [string, Ask] => [
        'funnel',
        (it) => it.funnel({ steps, mode, filter: of, ...within }),
      ]),
    fc
      .record({ first: fc.nat({ max: 10 }), filter })
      .map((question): [string, Ask] => ['journeys', (it) => it.journeys(question)]),
    fc
      .tuple(
        fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
        time,
        fc.constantFrom(0, HOUR, 3 * DAY),
        filter,
      )
      .map(([interval, from, length, of]): [string, Ask] => [
        'timeline',
        (it) => it.timeline({ interval, from, to: from + length, filter: of }),
      ]),
  );
}

/** A table with a commit for each list of events, a second apart. */
async function tableOf(
  commits: readonly (readonly CartEvent[])[],
  options: { files?: number; stats?: boolean } = {},
): Promise<Storage> {
  const storage = memoryStorage();
  for (const [version, events] of commits.entries()) {
    await appendEvents(storage, TABLE, events, { ...options, time: version * 1000 });
  }
  return storage;
}

/** Asks with another version in every question. */
function asOf(questions: Questions, version: number): Questions {
  return new Proxy(questions, {
    get(target, method: keyof Questions) {
      return (...args: unknown[]): Promise<unknown> => {
        const isById = method.endsWith('ById') || method === 'cartStates';
        const asking = isById
          ? [...args, { asOf: { version } }]
          : [{ ...(args[0] as object), asOf: { version } }];
        return (target[method] as (...all: unknown[]) => Promise<unknown>)(...asking);
      };
    },
  });
}

test('openQuestions() answers as plainQuestions() does, about every version, however little it keeps', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCartEvents.chain((events) =>
        fc.record({
          events: fc.constant(events),
          questions: fc.array(anyQuestion(events), { minLength: 30, maxLength: 60 }),
          cuts: fc.array(fc.nat({ max: events.length }), { maxLength: 2 }),
          files: fc.integer({ min: 1, max: 3 }),
          stats: fc.boolean(),
          cacheBytes: fc.constantFrom(0, 4000, 1_000_000),
        }),
      ),
      async ({ events, questions, cuts, files, stats, cacheBytes }) => {
        const ends = [...new Set([...cuts, events.length])]
          .filter((end) => end > 0)
          .toSorted((a, b) => a - b);
        const commits = ends.map((end, i) => events.slice(ends[i - 1] ?? 0, end));
        const storage = await tableOf(commits, { files, stats });
        const engine = openQuestions(storage, TABLE, { zone, cacheBytes });
        const newest = ends.length - 1;
        for (const [i, [name, ask]] of questions.entries()) {
          const version = i % 3 === 0 ? 0 : newest;
          const plain = plainQuestions(events.slice(0, ends[version]), { zone, version });
          const asked = version === newest && i % 2 === 0 ? engine : asOf(engine, version);
          assert.deepEqual(await ask(asked), await ask(plain), name);
        }
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
});

test('openQuestions() answers about a generated shop as plainQuestions() does', async () => {
  const events = await generatedEvents({ count: 3000, days: 5 });
  const engine = openQuestions(await tableOf([events], { files: 2 }), TABLE, { zone });
  const plain = plainQuestions(events, { zone });
  const asks: Ask[] = [
    (it) => it.events({ page: { first: 100 } }),
    (it) => it.sessions({ order: 'cart_value', page: { first: 20 } }),
    (it) => it.statistics(),
    (it) => it.abandonedCarts({ at: UNTIL, idleFor: HOUR, page: {} }),
    (it) => it.abandonedCarts({ at: UNTIL - 2 * DAY, idleFor: HOUR, page: {} }),
    (it) => it.funnel({ steps: ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'], within: HOUR }),
    (it) => it.journeys({ first: 50 }),
    (it) => it.timeline({ interval: 'hour', from: UNTIL - 5 * DAY, to: UNTIL }),
    (it) => it.productsById(Array.from({ length: 300 }, (_, i) => i + 1)),
    (it) => it.orders({ page: { first: 100 } }),
    (it) => it.customersById(events.map((event) => event.customer_id ?? 0)),
  ];
  for (const ask of asks) assert.deepEqual(await ask(engine), await ask(plain), String(ask));
});

test('openQuestions() reads files of more than one row group', async () => {
  const events = await generatedEvents({ count: 40_000, days: 1 });
  const storage = await tableOf([events]);
  const engine = openQuestions(storage, TABLE, { zone });
  const inOrder = events.toSorted((a, b) => a.timestamp - b.timestamp || (a.event_id < b.event_id ? -1 : 1));
  const page = await engine.events({ order: 'oldest', page: { offset: 33_000, first: 3 } });
  const wanted = inOrder.slice(33_000, 33_003).map(({ date: _date, hour: _hour, ...event }) => event);
  assert.deepEqual(
    page.rows.map(({ row }) => row),
    wanted,
  );
  assert.deepEqual(await engine.eventsById([wanted[1]!.event_id]), [wanted[1]]);
  assert.deepEqual(await engine.statistics(), await plainQuestions(events).statistics());
});

test('openQuestions() finds sessions one by one or by way of all, as many as are asked for', async () => {
  const visits = Array.from({ length: FEW + 1 }, (_, i) => [
    cartEvent(i, 'add_to_cart', { session_id: `sess_${i}`, customer_id: i < FEW ? 7 : 8 }),
    cartEvent(i, 'view_item', { session_id: `sess_${i}`, customer_id: 7 }),
    cartEvent(i + 2000, 'remove_from_cart', { session_id: `sess_${i}`, customer_id: null }),
  ]);
  const events = visits.flat();
  const storage = await tableOf([events], { files: 2 });
  const plain = plainQuestions(events);
  const ids = [...visits.map(([event]) => event!.session_id), 'none'];
  for (const few of [FEW, FEW + 1]) {
    const asks: Ask[] = [
      (it) => it.sessionsById(ids.slice(-few)),
      (it) => it.sessions({ filter: { customers: [7], cart: true }, order: 'events', page: { first: 5 } }),
      (it) => it.sessions({ filter: { customers: [8] }, page: {} }),
      (it) => it.sessions({ filter: { customers: [9] }, page: {} }),
    ];
    for (const ask of asks) {
      const engine = openQuestions(storage, TABLE, { zone });
      assert.deepEqual(await ask(engine), await ask(plain), String(ask));
    }
  }
});

test('openQuestions() orders ids by code units, and takes the oldest of those that are the same', async () => {
  const ids = ['evt_\u{1F600}', 'evt_\uFFFD', 'evt_é', 'evt_z', 'evt_', 'evt_zz'];
  const events = ids.map((event_id) => cartEvent(0, 'search', { event_id }));
  const twice = [
    cartEvent(9, 'search', { event_id: 'twice' }),
    cartEvent(8, 'search', { event_id: 'twice' }),
  ];
  const storage = await tableOf([[...events, twice[0]!], [twice[1]!]]);
  const engine = openQuestions(storage, TABLE, { zone });
  const { rows } = await engine.events({ order: 'oldest', page: {} });
  assert.deepEqual(
    rows.slice(0, ids.length).map(({ row }) => row.event_id),
    ids.toSorted(),
  );
  const [found] = await engine.eventsById(['twice']);
  assert.equal(found?.timestamp, twice[1]!.timestamp);
});

test('openQuestions() keeps every character of a text', async () => {
  const texts = ['\u{FEFF}marked', 'Bàn phím', '😀', '', 'a,b\n'];
  const events = texts.map((text, i) =>
    cartEvent(i, 'view_item', {
      product_id: 1,
      product_name: text,
      search_query: text,
      event_id: `${text}${i}`,
    }),
  );
  const engine = openQuestions(await tableOf([events]), TABLE, { zone });
  const plain = plainQuestions(events, { zone });
  assert.deepEqual(await engine.events({ page: {} }), await plain.events({ page: {} }));
});

test('openQuestions() reads pages that only the general reader knows', async () => {
  // Steps of more than 2^52 microseconds to and fro.
  const events = Array.from({ length: 6 }, (_, i) => ({
    ...cartEvent(0, 'purchase', {
      total_amount_vnd: i,
      items: [{ product_id: 1, quantity: 2, price_vnd: 3 }],
    }),
    timestamp: i % 2 === 0 ? 0 : 4.4e15 + i,
  }));
  const engine = openQuestions(await tableOf([events], { stats: false }), TABLE, { zone });
  const plain = plainQuestions(events, { zone });
  assert.deepEqual(await engine.events({ page: {} }), await plain.events({ page: {} }));
  assert.deepEqual(await engine.productsById([1]), await plain.productsById([1]));
});

test('openQuestions() sums VND exactly, up to 2^53 - 1', async () => {
  const large = Number.MAX_SAFE_INTEGER;
  const add = (total: number, quantity = 1): CartEvent =>
    cartEvent(0, 'add_to_cart', { product_id: 1, product_price_vnd: large, quantity, line_total_vnd: total });
  const events = [
    add(large),
    add(-3, 2_000_000),
    add(large),
    cartEvent(1, 'purchase', { total_amount_vnd: large }),
  ];
  const engine = openQuestions(await tableOf([events]), TABLE, { zone });
  const plain = plainQuestions(events, { zone });
  assert.deepEqual(await engine.statistics(), await plain.statistics());
  assert.deepEqual(await engine.sessions({ page: {} }), await plain.sessions({ page: {} }));
});

test('openQuestions() says nothing of a table that is not there, but answers', async () => {
  const engine = openQuestions(memoryStorage(), TABLE, { zone });
  const plain = plainQuestions([], { zone });
  const asks: Ask[] = [
    (it) => it.events({ page: {} }),
    (it) => it.eventsById(['x']),
    (it) => it.sessions({ page: {} }),
    (it) => it.sessionsById(['x']),
    (it) => it.customersById([1]),
    (it) => it.productsById([1]),
    (it) => it.orders({ page: {} }),
    (it) => it.statistics(),
    (it) => it.abandonedCarts({ at: 0, idleFor: 0, page: {} }),
    (it) => it.cartStates(['x'], 0, 0),
    (it) => it.funnel({ steps: ['a'] }),
    (it) => it.journeys({ first: 1 }),
    (it) => it.timeline({ interval: 'day', from: 0, to: 1 }),
    (it) => it.version(),
    (it) => it.versions(3),
  ];
  for (const ask of asks) assert.deepEqual(await ask(engine), await ask(plain), String(ask));
  await assert.rejects(engine.statistics({ asOf: { version: 0 } }), VersionGoneError);
  await assert.rejects(engine.statistics({ asOf: { time: 0 } }), VersionGoneError);
});

test('openQuestions() answers about a table from which everything was taken', async () => {
  const storage = await tableOf([[cartEvent(0, 'search')]]);
  const file = (await storage.list(TABLE)).find(({ path }) => path.endsWith('.parquet'));
  await appendEvents(storage, TABLE, [], { remove: [file!.path.slice(TABLE.length + 1)] });
  const engine = openQuestions(storage, TABLE, { zone });
  assert.equal((await engine.statistics()).events, 0);
  assert.deepEqual(
    (await engine.versions(5)).map(({ version, rows, files }) => [version, rows, files]),
    [
      [1, 0, 0],
      [0, 1, 1],
    ],
  );
  assert.equal((await engine.statistics({ asOf: { version: 0 } })).events, 1);
  await storage.remove(file!.path);
  const anew = openQuestions(storage, TABLE, { zone });
  await assert.rejects(anew.statistics({ asOf: { version: 0 } }), VersionGoneError);
});

test('openQuestions() sees new versions at once, old ones by number and by time', async () => {
  const storage = await tableOf([[cartEvent(0, 'search')], [cartEvent(1, 'search')]]);
  const engine = openQuestions(storage, TABLE, { zone });
  assert.equal((await engine.statistics()).events, 2);
  await appendEvents(storage, TABLE, [cartEvent(2, 'search')], { time: 2000 });
  const { events, version } = await engine.statistics();
  assert.deepEqual([events, version, await engine.version()], [3, 2, 2]);
  assert.equal((await engine.statistics({ asOf: { version: 0 } })).events, 1);
  assert.equal((await engine.statistics({ asOf: { time: 1_500_000 } })).events, 2);
  const [first] = await engine.versions(1);
  assert.deepEqual([first?.version, first?.time, first?.operation, first?.rows], [2, 2_000_000, 'WRITE', 3]);
});

test('openQuestions() reads a file once for questions that are asked at the same time', async () => {
  const storage = await tableOf([await generatedEvents({ count: 2000, days: 3 })]);
  const reads = new Map<string, number>();
  const counting: Storage = {
    ...storage,
    async read(path, range) {
      const key = `${path} ${range?.start} ${range?.end}`;
      reads.set(key, (reads.get(key) ?? 0) + 1);
      return storage.read(path, range);
    },
  };
  const engine = openQuestions(counting, TABLE, { zone });
  const answers = await Promise.all(Array.from({ length: 5 }, () => engine.statistics()));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  const again = [...reads].filter(([key, count]) => key.includes('.parquet') && count > 1);
  assert.deepEqual(again, []);
});

test('openQuestions() reads no file that the log says holds nothing of the filter', async () => {
  const storage = await tableOf([await generatedEvents({ count: 2000, days: 5 })]);
  const touched = new Set<string>();
  const watching: Storage = {
    ...storage,
    async read(path, range) {
      if (path.endsWith('.parquet')) touched.add(path);
      return storage.read(path, range);
    },
  };
  const engine = openQuestions(watching, TABLE, { zone });
  await engine.events({ page: { first: 5 } });
  assert.equal(touched.size, 1);
  touched.clear();
  await engine.customersById([-5]);
  await engine.events({ filter: { from: UNTIL }, page: {} });
  assert.equal(touched.size, 0);
});

test('openQuestions() ends with the reason of a signal, and leaves what others wait for', async () => {
  const storage = await tableOf([await generatedEvents({ count: 2000, days: 3 })]);
  const engine = openQuestions(storage, TABLE, { zone });
  await assert.rejects(engine.statistics({ signal: AbortSignal.abort(new Error('gone')) }), /gone/);
  const controller = new AbortController();
  const left = engine.journeys({ first: 3, signal: controller.signal });
  const stayed = engine.journeys({ first: 3 });
  controller.abort(new Error('left'));
  await assert.rejects(left, /left/);
  assert.equal((await stayed).length, 3);
});
