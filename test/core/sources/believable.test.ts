import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ShopReport } from '../../../src/core/aggregates/shop/report.ts';
import { ShopWatch } from '../../../src/core/aggregates/shop.ts';
import { generate } from '../../../src/core/sources/generate.ts';
import type { GenerateOptions } from '../../../src/core/sources/shopper/options.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { shopOptions } from '../../support/generated.ts';

async function reportOf(options: Partial<GenerateOptions>): Promise<ShopReport> {
  const watch = new ShopWatch({ zone: openZone('Asia/Ho_Chi_Minh') });
  for await (const batch of generate(shopOptions({ count: 100_000, ...options }))) {
    for (const event of batch) watch.add(event);
  }
  return watch.finish();
}

function within(value: number | null | undefined, least: number, most: number, what: string): void {
  assert.ok(
    value !== null && value !== undefined && value >= least && value <= most,
    `${what}: ${value} is not ${least} to ${most}`,
  );
}

describe('a generated shop', () => {
  for (const seed of [1, 2, 3]) {
    test(`is one a merchant would take for a shop, with seed ${seed}`, async () => {
      const report = await reportOf({ seed });
      within(report.events_per_session.mean, 9, 11, 'events a session');
      within(report.session_minutes.median, 1, 5, 'median minutes');
      within(report.session_minutes.mean, 3, 10, 'mean minutes');
      within(report.session_minutes.p90, 8, 25, 'minutes of 9 in 10 sessions');
      within(report.session_minutes.max, 30, 240, 'longest session');
      within(report.guests.share, 0.29, 0.31, 'guests');
      within(report.customers.returning_share, 0.25, 0.5, 'returning customers');
      within(report.hours.ratio, 3, 40, 'busiest to quietest hour');
      within(report.hours.busiest, 18, 22, 'busiest hour');
      within(report.hours.quietest, 1, 5, 'quietest hour');
      assert.ok(Math.max(...report.weekdays) / Math.min(...report.weekdays) > 1.2, 'weekdays differ');
      assert.equal(report.days.count, 90);
      within(report.products.top_share, 0.03, 0.12, 'views of the first product');
      within(report.products.top10_share, 0.2, 0.45, 'views of the first ten');
      assert.equal(report.products.viewed, 300);
      within(report.funnel.find(({ step }) => step === 'view_item')?.of_all, 0.7, 0.95, 'see a product');
      within(report.funnel.find(({ step }) => step === 'add_to_cart')?.of_all, 0.08, 0.12, 'fill a cart');
      within(
        report.funnel.find(({ step }) => step === 'begin_checkout')?.of_all,
        0.04,
        0.07,
        'go to the checkout',
      );
      within(report.funnel.find(({ step }) => step === 'purchase')?.of_all, 0.025, 0.035, 'buy');
      within(report.abandonment.rate, 0.65, 0.75, 'abandoned carts');
      within(report.orders.payment_success_rate, 0.8, 0.97, 'payments that succeed');
      within(report.orders.cancelled / report.orders.bought, 0.04, 0.2, 'cancelled orders');
    });
  }

  test('follows the shares it is asked for', async () => {
    const report = await reportOf({ guests: 0.6, buyers: 0.2, abandonment: 0.5 });
    within(report.guests.share, 0.58, 0.62, 'guests');
    within(report.funnel.find(({ step }) => step === 'purchase')?.of_all, 0.185, 0.215, 'buy');
    within(report.abandonment.rate, 0.47, 0.53, 'abandoned carts');
  });

  test('sells nothing where nobody buys, and leaves no cart where all of them do', async () => {
    const nobody = await reportOf({ count: 20_000, buyers: 0 });
    assert.equal(nobody.orders.bought, 0);
    within(nobody.abandonment.rate, 1, 1, 'abandoned carts');
    const all = await reportOf({ count: 20_000, buyers: 1, abandonment: 0 });
    // The last session of all is cut short, and may be one of them.
    within(all.abandonment.rate, 0, 0.002, 'abandoned carts');
  });

  test('has its rush at the hours of its own zone', async () => {
    const { hours } = await reportOf({ timeZone: 'America/New_York', count: 50_000 });
    // 20:00 in New York is 07:00 or 08:00 in Viet Nam.
    within(hours.busiest, 7, 9, 'busiest hour seen from Viet Nam');
  });

  test('of the skewed profile shows a few products a lot and hardly sells them', async () => {
    const { products } = await reportOf({ profile: 'skewed' });
    within(products.top10_share, 0.7, 0.9, 'views of the first ten');
    for (const { views, adds } of products.top) assert.ok(adds / views < 0.01, `${adds} of ${views}`);
  });

  test('of the burst profile has a quarter of its sessions in one hour', async () => {
    const { hours, days } = await reportOf({ profile: 'burst' });
    const crowded = days.counts.toSorted((a, b) => b.events - a.events)[0];
    within((crowded?.events ?? 0) / 100_000, 0.2, 0.35, 'events of the crowded day');
    assert.equal(hours.busiest, 20);
  });

  test('of the uniform profile has all types alike', async () => {
    const { types, hours } = await reportOf({ profile: 'uniform' });
    for (const { type, share } of types) if (type !== 'other') within(share, 0.068, 0.075, type);
    within(hours.ratio, 1, 1.1, 'busiest to quietest hour');
  });
});
