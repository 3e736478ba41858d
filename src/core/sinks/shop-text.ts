import { bar, fit, formatNumber, formatPercent, safeText } from '../aggregates/plain-text.ts';
import { WEEKDAYS } from '../aggregates/report.ts';
import type { FunnelStep, LengthBucket, ShopReport, TypeCount } from '../aggregates/shop/report.ts';

export interface ShopTextOptions {
  /** @default 'Shop report' */
  title?: string;
}

const WIDTH = 96;
const GAP = 2;
const INDENT = '  ';
const HALF = 46;
const CELL = 30;
const HOUR_ROWS = 4;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/** The text of a shop report for people: 96 columns, the same in every locale, safe to print on a terminal. */
export function shopText(report: ShopReport, options: ShopTextOptions = {}): string {
  const { hours, products } = report;
  const lines = [
    '='.repeat(WIDTH),
    INDENT + fit(safeText(options.title ?? 'Shop report'), WIDTH - 2),
    INDENT + period(report),
    '='.repeat(WIDTH),
    ...headlines(report),
    ...section('Events by hour', peak(hours), hourChart(hours.counts)),
    '',
    ...beside(
      block('Events by weekday', '', weekdayRows(report.weekdays)),
      block('Session length', mostTake(report), lengthRows(report.session_minutes.histogram)),
    ),
    ...section('Funnel', 'sessions   of all   of step before', funnelRows(report.funnel)),
    ...section('Events by type', '', typeRows(report.types)),
    ...section('Most viewed products', 'views         adds   units bought', productRows(products)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function period({ events, days }: ShopReport): string {
  if (days.first === null || days.last === null) return events === 0 ? 'no events' : 'no event with a time';
  const count = days.count === 1 ? '1 day' : `${formatNumber(days.count)} days`;
  return `${days.first} to ${days.last}, ${count} with events`;
}

function headlines(report: ShopReport): string[] {
  const { customers, orders, funnel, events_per_session: events, session_minutes: minutes } = report;
  const cells: [label: string, value: string][] = [
    ['Events', formatNumber(report.events)],
    ['Sessions', formatNumber(report.sessions)],
    ['Customers', formatNumber(customers.distinct)],
    ['Events a session', formatNumber(events.mean, 1)],
    ['Minutes a session', formatNumber(minutes.mean, 1)],
    ['Sessions of guests', percent(report.guests.share)],
    ['  half have up to', formatNumber(events.median, 1)],
    ['  half take up to', formatNumber(minutes.median, 1)],
    ['Returning customers', percent(customers.returning_share)],
    ['Orders', formatNumber(orders.bought)],
    ['Sessions that buy', percent(funnel.at(-1)?.of_all ?? null)],
    ['Payments that succeed', percent(orders.payment_success_rate)],
    ['Revenue, VND', formatNumber(report.revenue_vnd)],
    ['Carts left behind', percent(report.abandonment.rate)],
    ['Orders cancelled', formatNumber(orders.cancelled)],
  ];
  const texts = cells.map(([label, value]) => fit(label, Math.max(4, CELL - value.length)) + value);
  return Array.from(
    { length: cells.length / 3 },
    (_, at) => INDENT + texts.slice(at * 3, at * 3 + 3).join('  '),
  );
}

function section(name: string, note: string, rows: readonly string[]): string[] {
  const head = name.toUpperCase() + note.padStart(WIDTH - name.length);
  return ['', head, '-'.repeat(WIDTH), ...rows.map((row) => INDENT + row)];
}

function block(name: string, note: string, rows: readonly string[]): string[] {
  const width = HALF + 2;
  return [
    name.toUpperCase() + note.padStart(width - 1 - name.length),
    '-'.repeat(width - 1),
    ...rows.map((row) => INDENT + row),
  ];
}

function beside(left: readonly string[], right: readonly string[]): string[] {
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, at) => (left[at] ?? '').padEnd(HALF + GAP + 1) + (right[at] ?? ''),
  );
}

function countRow(label: string, count: number, total: number, largest: number, width = 12): string {
  const share = percent(total === 0 ? null : count / total);
  return `${label.padEnd(10)}${formatNumber(count).padStart(12)}${share.padStart(9)}  ${bar(count, largest, width)}`;
}

function weekdayRows(counts: readonly number[]): string[] {
  const total = sum(counts);
  return WEEKDAYS.map((name, at) => countRow(name, counts[at] ?? 0, total, Math.max(...counts)));
}

function lengthRows(buckets: readonly LengthBucket[]): string[] {
  const counts = buckets.map((bucket) => bucket.sessions);
  const total = sum(counts);
  return buckets.map(({ from, to, sessions }) =>
    countRow(to === null ? `${from}+ min` : `${from}-${to} min`, sessions, total, Math.max(...counts)),
  );
}

function mostTake({ session_minutes: { p90 } }: ShopReport): string {
  return p90 === null ? '' : `9 of 10 up to ${formatNumber(p90, 1)} min`;
}

function peak({ busiest, quietest, ratio }: ShopReport['hours']): string {
  if (busiest === null || quietest === null) return '';
  const compared = ratio === null ? '' : `, ${formatNumber(ratio, 1)} : 1`;
  return `busiest ${twoDigits(busiest)}:00, quietest ${twoDigits(quietest)}:00${compared}`;
}

/** Bars that stand: two columns an hour, in eighths of a row. */
function hourChart(counts: readonly number[]): string[] {
  const largest = Math.max(...counts, 1);
  const heights = counts.map((count) => Math.ceil((count / largest) * HOUR_ROWS * 8));
  const rows = Array.from({ length: HOUR_ROWS }, (_, at) => {
    const below = (HOUR_ROWS - 1 - at) * 8;
    return heights.map((height) => EIGHTHS[Math.min(8, Math.max(0, height - below))]!.repeat(2)).join(' ');
  });
  return [...rows, counts.map((_, hour) => twoDigits(hour)).join(' ')];
}

function funnelRows(funnel: readonly FunnelStep[]): string[] {
  const largest = Math.max(...funnel.map((step) => step.sessions));
  return funnel.map(
    ({ step, sessions, of_all, of_previous }) =>
      `${step.padEnd(18)}${bar(sessions, largest, 37).padEnd(37)}${formatNumber(sessions).padStart(13)}${percent(of_all).padStart(9)}${percent(of_previous).padStart(17)}`,
  );
}

function typeRows(types: readonly TypeCount[]): string[] {
  const largest = Math.max(...types.map((type) => type.count));
  return types
    .filter(({ type, count }) => type !== 'other' || count > 0)
    .map(
      ({ type, count, share }) =>
        `${type.padEnd(18)}${bar(count, largest, 49).padEnd(49)}${formatNumber(count).padStart(16)}${percent(share).padStart(11)}`,
    );
}

function productRows({ viewed, top, top_share, top10_share }: ShopReport['products']): string[] {
  if (top.length === 0) return ['none'];
  const rows = top.map(({ id, name, views, adds, purchases }) => {
    const number = `#${id}`;
    const label = fit(name === null ? '(no name)' : safeText(name), 52 - number.length) + number;
    return `${label}${formatNumber(views).padStart(14)}${formatNumber(adds).padStart(13)}${formatNumber(purchases).padStart(15)}`;
  });
  const shares = `The first has ${percent(top_share)} of all views, the first ten ${percent(top10_share)}`;
  return [...rows, `${shares}, of ${formatNumber(viewed)} products viewed.`];
}

function percent(share: number | null): string {
  return formatPercent(share === null ? null : share * 100);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0');
}
