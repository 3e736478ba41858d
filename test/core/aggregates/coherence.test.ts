import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { CoherenceChecker } from '../../../src/core/aggregates/coherence.ts';
import { RULES } from '../../../src/core/aggregates/coherence/rules.ts';
import { bought, one, other, pairs } from './coherence-pairs.ts';
import {
  add,
  begin,
  buy,
  cancel,
  check,
  fail,
  leave,
  pay,
  remove,
  scroll,
  search,
  ship,
  update,
  wire,
} from './coherence-streams.ts';

describe('CoherenceChecker', () => {
  for (const [rule, name, broken, mended] of pairs) {
    test(`${rule}: refuses ${name}`, () => {
      const report = check(broken);
      assert.deepEqual(
        report.rules.map((found) => [found.rule, found.count]),
        [[rule, 1]],
      );
      assert.equal(report.impossible, 1);
      assert.notEqual(report.rules[0]?.examples[0]?.detail, undefined);
      assert.deepEqual(check(mended).rules, []);
    });
  }

  test('every rule has a stream that breaks it', () => {
    assert.deepEqual(Object.keys(RULES).toSorted(), [...new Set(pairs.map(([rule]) => rule))].toSorted());
  });

  test('an event that breaks several rules counts in each, once among the impossible', () => {
    const report = check([update(1, 3, { old_quantity: 2, line_total_usd: 1 })]);
    assert.deepEqual(
      report.rules.map(({ rule }) => rule),
      ['usd', 'old_quantity', 'update_of_absent'],
    );
    assert.deepEqual([report.events, report.impossible, report.sessions], [1, 1, 1]);
    assert.deepEqual(report.rules[1]?.examples, [
      { event_id: 'evt_0', detail: 'old_quantity: 2, expected 0' },
    ]);
  });

  test('examples are the first ones, as many as asked for', () => {
    const { rules } = check([remove(1, 1), remove(2, 1), remove(3, 1)], { examples: 2 });
    assert.deepEqual(
      [rules[0]?.count, rules[0]?.examples.map(({ event_id }) => event_id)],
      [3, ['evt_0', 'evt_1']],
    );
  });

  test('a stream without identity, context, items or order ids breaks no rule that needs them', () => {
    const stream = [add(1, 2), begin(one), ship(), pay(), fail(one), buy(one), cancel(one)];
    const bare = new Set(['is_guest', 'customer_id', 'items', 'order_id', 'old_quantity', 'timestamp']);
    const checker = new CoherenceChecker();
    stream.forEach((sketch, number) => {
      const kept = Object.entries(wire(sketch, number)).filter(([name]) => !bare.has(name));
      checker.add(Object.fromEntries(kept));
    });
    assert.deepEqual(checker.finish().rules, []);
  });

  test('a change of the cart that does not say its product makes nothing else impossible', () => {
    const unknown = add(1, 1, { product_id: undefined });
    assert.deepEqual(
      check([add(2, 1), unknown, remove(9, 1), begin(one), buy(one), fail([], { order_id: null })]).rules,
      [],
    );
    assert.deepEqual(check([add(1, 1), add(1, 1, { quantity: null }), remove(1, 5)]).rules, []);
  });

  test('a session that begins at an unknown time may be of any length', () => {
    const timeless = search({ timestamp: undefined, timestamp_unix: undefined });
    assert.deepEqual(
      check([timeless, search(), leave(99)]).rules.map(({ rule }) => rule),
      ['missing_field'],
    );
  });

  test('a checkout of no items is one of an empty cart, whatever the cart holds', () => {
    const unknown = add(1, 1, { product_id: undefined });
    assert.deepEqual(
      check([unknown, begin([])]).rules.map(({ rule }) => rule),
      ['empty_checkout'],
    );
  });

  test('what may be cancelled is open once an order was bought without an id', () => {
    const nameless = [add(1, 2), begin(one, { order_id: null }), buy(one, { order_id: null })];
    assert.deepEqual(check([...nameless, cancel(one)]).rules, []);
  });

  test('an offset of no quarter hour is a zone where the whole stream has it', () => {
    const odd = [0, 1, 2].map((number) => search({ timestamp: `2025-08-25T09:07:${number}0.000250` }));
    assert.deepEqual(check(odd).rules, []);
    assert.deepEqual(
      check([...odd, search({ timestamp: '2025-08-25T09:08:30' })]).rules.map(({ rule }) => rule),
      ['clock'],
    );
  });

  test('ids: false does not look for ids that come twice', () => {
    assert.deepEqual(check([add(1, 1), add(1, 1, { event_id: 'evt_0' })], { ids: false }).rules, []);
  });

  test('a session that comes back after forgetAfter is a new one', () => {
    const stream = [add(1, 2), search(other), search(other), remove(1, 1)];
    assert.deepEqual(check(stream, { forgetAfter: 30_000 }), check(stream));
    assert.deepEqual(check(stream).rules, []);
    const late = check(stream, { forgetAfter: 29_999 });
    assert.deepEqual([late.sessions, late.rules.map(({ rule }) => rule)], [3, ['remove_of_absent']]);
  });

  test('forgetAfter bounds the sessions that are remembered', () => {
    const checker = new CoherenceChecker({ forgetAfter: 100_000 });
    let most = 0;
    for (let number = 0; number < 2000; number++) {
      checker.add(wire(search({ session_id: `sess_${number}` }), number));
      most = Math.max(most, checker.remembered);
    }
    assert.ok(most <= 22, `${most} sessions at a time`);
    assert.equal(checker.finish().sessions, 2000);
  });

  test('a bought order may be cancelled long after its session was forgotten', () => {
    const idle = Array.from({ length: 50 }, () => search(other));
    assert.deepEqual(
      check([...bought, ...idle, cancel(one, { session_id: 'sess_3' })], { forgetAfter: 60_000 }).rules,
      [],
    );
  });

  test('options out of range are refused', () => {
    assert.throws(
      () => new CoherenceChecker({ forgetAfter: Number.NaN }),
      /^RangeError: Cannot check coherence as forgetAfter/,
    );
    assert.throws(
      () => new CoherenceChecker({ examples: -1 }),
      /^RangeError: Cannot check coherence as examples/,
    );
  });

  test('nothing an event holds makes add() throw', () => {
    const odd = [
      undefined,
      null,
      0,
      -0,
      -1,
      0.5,
      Number.NaN,
      1e308,
      Infinity,
      '',
      '__proto__',
      'constructor',
      10n,
      true,
    ];
    const hostile = fc.oneof(
      fc.constantFrom<unknown>(...odd, [], {}, [null], [[]], [{ product_id: '__proto__' }], Symbol('a')),
      fc.jsonValue(),
    );
    const names = Object.keys({
      ...wire({}, 0),
      ...buy(one),
      ...cancel(one),
      ...add(1, 1),
      ...ship(),
      ...search(),
      ...scroll(1, 1),
      ...leave(1),
    });
    const types = [
      'add_to_cart',
      'remove_from_cart',
      'update_quantity',
      'purchase',
      'begin_checkout',
      'add_shipping_info',
      'add_payment_info',
      'payment_failed',
      'order_cancelled',
      'scroll',
      'exit_page',
      'search',
      'view_item',
      '__proto__',
    ];
    const sketch = fc.tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...names), hostile));
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 20 }), (sketches) => {
        const report = check(
          sketches.map(([event_type, fields]) => ({ event_type, ...fields })),
          { ids: false, forgetAfter: 5000 },
        );
        assert.equal(report.events, sketches.length);
        assert.ok(report.impossible <= report.events);
      }),
    );
  });

  test('what is no object is an event without anything', () => {
    const checker = new CoherenceChecker();
    for (const value of [null, 7, 'text', [], undefined, true]) checker.add(value as never);
    const { events, impossible, rules } = checker.finish();
    assert.deepEqual([events, impossible, rules.map(({ rule }) => rule)], [6, 6, ['missing_field']]);
  });

  test('__proto__ is a session, a product and an order like any other', () => {
    const own = { session_id: '__proto__', order_id: '__proto__', event_id: undefined };
    const stream = bought.map((sketch, number) =>
      Object.assign({}, sketch, own, { event_id: `evt${number}` }),
    );
    assert.deepEqual(check([...stream, cancel(one, { ...own, event_id: '__proto__' })]).rules, []);
  });
});

const data = new URL('../../../../shared/data/techstore-cart-events.json.gz', import.meta.url);
const skip = existsSync(data) ? false : 'the published data set is not beside the repository';

test('the TechStore data set removes and updates what is not there', { skip }, () => {
  const events: Record<string, unknown>[] = JSON.parse(gunzipSync(readFileSync(data)).toString());
  const checker = new CoherenceChecker();
  for (const event of events) checker.add(event);
  const report = checker.finish();
  assert.deepEqual([report.events, report.sessions, report.impossible], [10_000, 1000, 8486]);
  assert.deepEqual(Object.fromEntries(report.rules.map(({ rule, count }) => [rule, count])), {
    usd: 5183,
    old_quantity: 3346,
    remove_of_absent: 3227,
    remove_too_many: 11,
    update_of_absent: 3324,
  });
  assert.equal((((3227 + 3324) / (3263 + 3350)) * 100).toFixed(1), '99.1');
});
