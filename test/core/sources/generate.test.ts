import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CoherenceChecker } from '../../../src/core/aggregates/coherence.ts';
import { EVENT_TYPES } from '../../../src/core/event-types.ts';
import { collect } from '../../../src/core/flow.ts';
import { arrivals, generate, sliceOf } from '../../../src/core/sources/generate.ts';
import { type GenerateOptions, settle } from '../../../src/core/sources/shopper/options.ts';
import { PROFILES, type ProfileName } from '../../../src/core/sources/shopper/profiles.ts';
import { openShop } from '../../../src/core/sources/shopper/shop.ts';
import { FAULT_KINDS } from '../../../src/core/truth.ts';
import { PINNED_TEXTS } from '../../support/pinned-texts.ts';
import { generatedHash, generatedLines, shopOptions, UNTIL } from '../../support/generated.ts';

const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];
const COHERENT = PROFILE_NAMES.filter((name) => !PROFILES[name].uniform);
const ALL_FAULTS = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.03]));

const someOptions = fc.record({
  count: fc.integer({ min: 1, max: 3000 }),
  seed: fc.maxSafeNat(),
  days: fc.constantFrom(1, 2, 7, 90, 800),
  profile: fc.constantFrom(...PROFILE_NAMES),
  guests: fc.constantFrom(0, 0.3, 1),
  buyers: fc.constantFrom(0, 0.03, 0.3),
  timeZone: fc.constantFrom('UTC', 'Asia/Ho_Chi_Minh', 'America/New_York', '-03:30'),
});

describe('generate()', () => {
  test('gives exactly count events in order of time, each with an id of its own, all within the period', async () => {
    await fc.assert(
      fc.asyncProperty(someOptions, async (some) => {
        const options = shopOptions(some);
        const events = await collect(generate(options));
        assert.equal(events.length, options.count);
        assert.equal(new Set(events.map(({ event_id }) => event_id)).size, options.count);
        const times = events.map(({ timestamp_unix }) => timestamp_unix);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.ok(times[0]! * 1000 >= UNTIL - some.days * 86_400_000_000 - 1000);
        assert.ok(times.at(-1)! * 1000 < UNTIL);
      }),
      { numRuns: 40 },
    );
  });

  test('gives no event that could not have happened', async () => {
    await fc.assert(
      fc.asyncProperty(someOptions, fc.constantFrom(...COHERENT), async (some, profile) => {
        const checker = new CoherenceChecker();
        for (const event of await collect(generate(shopOptions({ ...some, profile }))))
          checker.add({ ...event });
        const { impossible, rules } = checker.finish();
        assert.equal(impossible, 0, JSON.stringify(rules.filter(({ count }) => count > 0)));
      }),
      { numRuns: 40 },
    );
  });

  test('gives all types of events', async () => {
    for (const profile of PROFILE_NAMES) {
      const events = await collect(generate(shopOptions({ count: 20_000, profile })));
      assert.deepEqual(new Set(events.map(({ event_type }) => event_type)), new Set(EVENT_TYPES), profile);
    }
  });

  test('gives other events and other ids for another seed', async () => {
    const [one, other] = await Promise.all([1, 2].map((seed) => collect(generate(shopOptions({ seed })))));
    const ids = new Set(one!.flatMap(({ event_id, session_id }) => [event_id, session_id]));
    assert.ok(other!.every(({ event_id, session_id }) => !ids.has(event_id) && !ids.has(session_id)));
  });

  test('keeps every product at one price, and its fields alike', async () => {
    const products = new Map<unknown, string>();
    for (const event of await collect(generate(shopOptions({ count: 20_000 })))) {
      if (event.product_id === undefined) continue;
      const { product_name, product_sku, product_price_vnd, product_price_usd } = event;
      const text = JSON.stringify({ product_name, product_sku, product_price_vnd, product_price_usd });
      assert.equal(products.get(event.product_id) ?? text, text);
      products.set(event.product_id, text);
    }
    assert.ok(products.size > 250);
  });

  test('ends with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(collect(generate(shopOptions(), { signal })), /enough/);
  });

  const wrong: [text: string, options: Partial<GenerateOptions>, error: RegExp][] = [
    ['no events', { count: 0 }, /count must be a whole number from 1 to/],
    ['half an event', { count: 1.5 }, /count must be a whole number/],
    ['a seed beyond 2^53', { seed: 2 ** 53 }, /seed must be a whole number/],
    [
      'a period from before 2000',
      { until: Date.UTC(2005, 0, 1) * 1000, days: 3660 },
      /must begin in 2000 or later/,
    ],
    ['no days', { days: 0 }, /days must be a whole number from 1 to 3660/],
    ['a time that is none', { until: Number.NaN }, /until must be a whole number/],
    [
      'an unknown profile',
      { profile: 'toString' as ProfileName },
      /one of realistic, uniform, skewed, burst/,
    ],
    ['too many guests', { guests: 1.01 }, /guests must be a number from 0 to 1/],
    [
      'more buyers than carts',
      { buyers: 0.4, abandonment: 0.7 },
      /buyers must not be more than 1 - abandonment/,
    ],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, /Cannot use time zone/],
    ['an unknown fault', { chaos: { __proto__: null, gremlin: 1 } as never }, /chaos must be of duplicate/],
    ['too much chaos', { chaos: { late: 0.6, future: 0.6 } }, /rates of chaos must be 1 at most/],
  ];
  for (const [text, options, error] of wrong) {
    test(`refuses ${text}`, () => {
      assert.throws(() => generate(shopOptions(options)), { name: 'RangeError', message: error });
    });
  }
});

describe('arrivals()', () => {
  test('are the same in one piece and in any parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        someOptions,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (some, parts, chaos) => {
          const shop = openShop(settle(shopOptions({ ...some, chaos: chaos ? ALL_FAULTS : {} })));
          const whole = await collect(arrivals(shop));
          const slices = Array.from({ length: parts }, (_, part) => sliceOf(shop, part, parts));
          const lists = await Promise.all(slices.map((slice) => collect(arrivals(shop, { slice }))));
          assert.deepEqual(lists.flat(), whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('go on in the middle as if they had begun at the start', async () => {
    const shop = openShop(settle(shopOptions({ days: 3, chaos: ALL_FAULTS })));
    const whole = await collect(arrivals(shop));
    // Events that are in time arrive when they happen, so that the rest of the stream is known by its time.
    const at = whole.findIndex(({ fault }, index) => index > 2500 && fault === null);
    const time = Math.floor(whole[at]!.event.timestamp_unix) * 1000;
    const rest = await collect(arrivals(shop, { slice: { from: time, to: Infinity } }));
    assert.deepEqual(rest.slice(-(whole.length - at)), whole.slice(at));
    assert.ok(rest.length - (whole.length - at) < 20);
  });

  test('hold the same events with chaos as without', async () => {
    const chaos = await collect(arrivals(openShop(settle(shopOptions({ chaos: ALL_FAULTS })))));
    const copies = new Set(['duplicate', 'conflict']);
    const events = chaos.filter(({ fault }) => !copies.has(fault?.kind ?? '')).map(({ event }) => event);
    const calm = await collect(generate(shopOptions()));
    assert.deepEqual(
      events.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1)),
      calm.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1)),
    );
  });
});

describe('generated text', () => {
  for (const { name, options, sha256 } of PINNED_TEXTS) {
    test(`of ${name} is the same as ever`, async () => {
      assert.equal(await generatedHash(options), sha256);
    });
  }

  test('has its faults where the truth says they are', async () => {
    const { lines, truth } = await generatedLines({ chaos: ALL_FAULTS, count: 50_000 });
    const text = Buffer.from(`${lines.join('\n')}\n`);
    const copies = truth.filter(({ kind }) => kind === 'duplicate' || kind === 'conflict').length;
    assert.equal(lines.length, 50_000 + copies);
    for (const { kind, position, offset, original, event_id, field } of truth) {
      const line = lines[position]!;
      assert.equal(text.subarray(offset, text.indexOf(10, offset)).toString(), line);
      assert.equal(original.event_id, event_id);
      if (kind === 'malformed_json') assert.throws(() => JSON.parse(line) as unknown, SyntaxError);
      else {
        const element = JSON.parse(line) as Record<string, unknown>;
        const same = ['duplicate', 'late', 'out_of_order'].includes(kind);
        assert.equal(line === JSON.stringify(original), same, line);
        if (kind === 'missing_field') assert.ok(field !== null && !(field in element));
        if (kind === 'future') assert.ok(Number(element['timestamp_unix']) * 1000 > UNTIL);
        if (kind === 'conflict') assert.equal(element['event_id'], event_id);
      }
    }
    for (const kind of FAULT_KINDS) {
      const rate = truth.filter((line) => line.kind === kind).length / 50_000;
      // The last event of a session is never out of order, nor is one whose next is moved itself.
      assert.ok(rate > (kind === 'out_of_order' ? 0.024 : 0.027) && rate < 0.033, `${kind}: ${rate}`);
    }
  });
});
