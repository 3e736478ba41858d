import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textWidth } from '../../../src/core/aggregates/plain-text.ts';
import type { ShopReport } from '../../../src/core/aggregates/shop/report.ts';
import { shopText } from '../../../src/core/sinks/shop-text.ts';
import { HOUR, MONDAY, shopEvent, shopReportOf, smallStream } from '../aggregates/shop-events.ts';

test('shopText() lays out a small report', () => {
  const text = shopText(shopReportOf(smallStream()), { title: 'TechStore' });
  assert.equal(
    text,
    `================================================================================================
  TechStore
  2025-09-01 to 2025-09-02, 2 days with events
================================================================================================
  Events                      10  Sessions                     3  Customers                    1
  Events a session           3.3  Minutes a session          2.8  Sessions of guests     33.33 %
    half have up to          3.0    half take up to          2.0  Returning customers    50.00 %
  Orders                       1  Sessions that buy      33.33 %  Payments that succeed  50.00 %
  Revenue, VND         1,000,000  Carts left behind      50.00 %  Orders cancelled             0

EVENTS BY HOUR                                                     busiest 09:00, quietest 00:00
------------------------------------------------------------------------------------------------
                             ██
                             ██
                             ██
                             ██ ██
  00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23

EVENTS BY WEEKDAY                                SESSION LENGTH            9 of 10 up to 6.0 min
-----------------------------------------------  -----------------------------------------------
  Monday               8  80.00 %  ████████████    0-1 min              1  33.33 %  ████████████
  Tuesday              2  20.00 %  ███             1-2 min              0   0.00 %
  Wednesday            0   0.00 %                  2-5 min              1  33.33 %  ████████████
  Thursday             0   0.00 %                  5-10 min             1  33.33 %  ████████████
  Friday               0   0.00 %                  10-20 min            0   0.00 %
  Saturday             0   0.00 %                  20-30 min            0   0.00 %
  Sunday               0   0.00 %                  30-60 min            0   0.00 %
                                                   60+ min              0   0.00 %

FUNNEL                                                        sessions   of all   of step before
------------------------------------------------------------------------------------------------
  view_item         █████████████████████████████████████            2  66.67 %                -
  add_to_cart       █████████████████████████████████████            2  66.67 %         100.00 %
  begin_checkout    ██████████████████▌                              1  33.33 %          50.00 %
  purchase          ██████████████████▌                              1  33.33 %         100.00 %

EVENTS BY TYPE
------------------------------------------------------------------------------------------------
  add_to_cart       ████████████████████████████████▋                               2    20.00 %
  remove_from_cart                                                                  0     0.00 %
  update_quantity                                                                   0     0.00 %
  view_item         █████████████████████████████████████████████████               3    30.00 %
  purchase          ████████████████▍                                               1    10.00 %
  scroll                                                                            0     0.00 %
  exit_page                                                                         0     0.00 %
  search            ████████████████▍                                               1    10.00 %
  add_to_wish_list                                                                  0     0.00 %
  begin_checkout    ████████████████▍                                               1    10.00 %
  add_shipping_info                                                                 0     0.00 %
  add_payment_info                                                                  0     0.00 %
  payment_failed    ████████████████▍                                               1    10.00 %
  order_cancelled                                                                   0     0.00 %
  other             ████████████████▍                                               1    10.00 %

MOST VIEWED PRODUCTS                                           views         adds   units bought
------------------------------------------------------------------------------------------------
  Chuột                                             #1             2            1              3
  Màn hình                                          #2             1            1              1
  The first has 66.67 % of all views, the first ten 100.00 %, of 2 products viewed.
`,
  );
});

test('shopText() of an empty stream says so and has no NaN', () => {
  const text = shopText(shopReportOf([]));
  assert.match(text, /\n {2}no events\n/);
  assert.match(text, /\n {2}none\n/);
  assert.doesNotMatch(text, /NaN|Infinity|undefined|null|█/);
  const untimed = shopText(shopReportOf([shopEvent('a', 'search', NaN)]));
  assert.match(untimed, /\n {2}no event with a time\n/);
});

test('shopText() stays in 100 columns with figures in the hundred millions and hostile names', () => {
  const names = ['\u001b[2J\u202e', 'x'.repeat(300), '日'.repeat(90), '__proto__'];
  const report = shopReportOf(
    names.map((product_name, at) =>
      shopEvent('a', 'view_item', MONDAY + at * HOUR, { product_id: 2 ** 53 - 1 - at, product_name }),
    ),
  );
  const fixed = /^from$|^to$|share|rate|^of_|busiest|quietest/;
  const busy: ShopReport = JSON.parse(JSON.stringify(report), (key, value) =>
    typeof value === 'number' && !fixed.test(key) ? 999_999_999 : value,
  );
  for (const shown of [report, busy, { ...busy, revenue_vnd: 2 ** 53 - 1 }]) {
    const text = shopText(shown, { title: '\u001b[2J' });
    assert.doesNotMatch(text, /[^\P{C}\n]/u);
    for (const line of text.split('\n')) assert.ok(textWidth(line) <= 100, line);
  }
});

test('shopText() draws hours to scale and compares the busiest with the quietest', () => {
  const events = Array.from({ length: 24 }, (_, hour) =>
    Array.from({ length: hour === 20 ? 8 : hour < 6 ? 1 : 4 }, () =>
      shopEvent('a', 'search', MONDAY + hour * HOUR),
    ),
  ).flat();
  const text = shopText(shopReportOf(events));
  assert.match(text, /busiest 20:00, quietest 00:00, 8\.0 : 1\n/);
  const chart = text.split('\n').filter((line) => /^ {2}[ █▁▂▃▄▅▆▇]+$/.test(line));
  assert.deepEqual(
    chart.map((line) => line.replaceAll(' ', '').length / 2),
    [1, 1, 18, 24],
  );
  assert.match(chart[3]!, /^ {2}(▄▄ ){6}██ /);
});
