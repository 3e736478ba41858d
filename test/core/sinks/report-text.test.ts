import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText } from '../../../src/core/sinks/report-text.ts';
import { textWidth } from '../../../src/core/aggregates/plain-text.ts';
import { sessionOf } from '../aggregates/rows.ts';
import { reportOf, smallReport } from './report-sample.ts';

/** The lines below a heading, up to the empty line. */
function sectionOf(text: string, heading: string): string {
  return text.split(`\n${heading}\n${'-'.repeat(88)}\n`)[1]!.split('\n\n')[0]!;
}

test('reportText() lays out a small report', async () => {
  const text = reportText(await smallReport(), { title: 'TechStore' });
  assert.equal(text.split('\n')[1], '  TechStore');
  assert.equal(
    sectionOf(text, 'SESSION DURATION'),
    `                                                       seconds             minutes
  Average                                             3,600.25               60.00
  Median                                              3,600.25               60.00
  Shortest                                                0.50                0.01
  Longest                                             7,200.00              120.00
  Standard deviation                                  5,090.82               84.85`,
  );
  assert.equal(
    sectionOf(text, 'EVENTS BY TYPE'),
    `  add_to_cart                                  3     50.00 %  ████████████████████████
  __proto__                                    1     16.67 %  ████████
  purchase                                     1     16.67 %  ████████
  remove_from_cart                             1     16.67 %  ████████`,
  );
  assert.equal(
    sectionOf(text, 'TOP 10 JOURNEYS'),
    `   1.            1    50.00 %  __proto__ -> add_to_cart
   2.            1    50.00 %  add_to_cart -> add_to_cart -> remove_from_cart
                               -> purchase`,
  );
  assert.match(text, /Sessions that end by adding to the cart +1 = 50\.00 %\n/);
  assert.match(text, /Add\/remove ratio +3\.00\n/);
});

test('reportText() stays in its columns and shows no control character', async () => {
  const hostile = ['\u001b[2J', 'x'.repeat(300), '日'.repeat(90), 'search'];
  const journey = Array.from({ length: 1500 }, (_, at) => hostile[at % 4]).join(',');
  const small = await smallReport();
  const { sessions } = await reportOf([], [sessionOf(journey)]);
  for (const report of [small, { ...small, sessions }]) {
    const text = reportText(report);
    assert.doesNotMatch(text, /[^\P{C}\n]/u);
    for (const line of text.split('\n')) assert.ok(textWidth(line) <= 88, line);
  }
});

test('reportText() says how much of a long journey it leaves out', async () => {
  const text = reportText(await reportOf([], [sessionOf(steps(20)), sessionOf(steps(2000))]));
  assert.match(text, /-> \.\.\. 11 more\n/);
  assert.match(text, /-> \.\.\. more than 991 more\n/);
});

test('reportText() of nothing has dashes and no NaN', async () => {
  const text = reportText(await reportOf([], []));
  assert.doesNotMatch(text, /NaN|Infinity|undefined|null/);
  assert.equal(sectionOf(text, 'TOP 10 JOURNEYS'), '  none');
});

function steps(count: number): string {
  return Array.from({ length: count }, () => 'update_quantity').join(',');
}
