import { bar, fit, formatNumber, formatPercent, safeText, textWidth } from '../aggregates/plain-text.ts';
import type { Count } from '../aggregates/ranking.ts';
import { WEEKDAYS, type Report } from '../aggregates/report.ts';
import type { SessionStatistics } from '../aggregates/sessions.ts';
import type { Statistics } from '../aggregates/statistics.ts';

export interface ReportTextOptions {
  /** @default 'Cart event report' */
  title?: string;
}

const WIDTH = 88;
const LABEL = 40;
const NUMBER = 20;
const BAR = 24;
/** Rows of a distribution; event names nobody knows may be thousands. */
const MAX_ROWS = 20;
const TOP_JOURNEYS = 10;
const JOURNEY_LINES = 3;

/** The text of aggregation_report.txt for people: 88 columns, the same in every locale, safe to print on a terminal. */
export function reportText(report: Report, options: ReportTextOptions = {}): string {
  const { events, sessions } = report;
  const title = safeText(options.title ?? 'Cart event report');
  const lines = [
    '='.repeat(WIDTH),
    `  ${title}`,
    '='.repeat(WIDTH),
    ...section('Overview', overview(events, sessions)),
    ...section('Session duration', durations(sessions)),
    ...section('Purchase intent', intent(sessions)),
    ...section('Conversion', conversion(sessions)),
    ...section('Events by type', distribution(events.types, events.events)),
    ...section('Events by source', distribution(events.sources, events.events)),
    ...section('Events by device', distribution(events.devices, events.events)),
    ...section('Top 10 journeys', journeys(sessions)),
    ...section('Dates', dates(events)),
    ...section('Events by weekday', bars(WEEKDAYS, events.weekdays)),
    ...section('Events by hour', bars(hourNames(), events.hours)),
    ...section('Carts', carts(events, sessions)),
    ...section('Top 10 products added', products(events)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function section(name: string, lines: readonly string[]): string[] {
  const body = lines.length === 0 ? ['none'] : lines;
  return ['', name.toUpperCase(), '-'.repeat(WIDTH), ...body.map((line) => `  ${line}`)];
}

function row(label: string, ...cells: string[]): string {
  return fit(label, LABEL) + cells.map((cell) => cell.padStart(NUMBER)).join('');
}

function overview(events: Statistics, sessions: SessionStatistics): string[] {
  return [
    row('Events', formatNumber(events.events)),
    row('Sessions', formatNumber(sessions.sessions)),
    row('Customers (guests not counted)', formatNumber(events.customers)),
    row('Products', formatNumber(events.products)),
    row('Events a session, average', formatNumber(sessions.averageLength, 2)),
    row('Events a session, fewest', formatNumber(sessions.minLength)),
    row('Events a session, most', formatNumber(sessions.maxLength)),
  ];
}

function durations({ duration }: SessionStatistics): string[] {
  const both = (label: string, seconds: number | null, minutes: number | null): string =>
    row(label, formatNumber(seconds, 2), formatNumber(minutes, 2));
  return [
    row('', 'seconds', 'minutes'),
    both('Average', duration.averageSeconds, duration.averageMinutes),
    both('Median', duration.medianSeconds, duration.medianMinutes),
    both('Shortest', duration.minSeconds, duration.minMinutes),
    both('Longest', duration.maxSeconds, duration.maxMinutes),
    both('Standard deviation', duration.deviationSeconds, duration.deviationMinutes),
    ...(duration.averageMinutes === null
      ? []
      : [
          '',
          `On average ${formatNumber(duration.averageMinutes, 2)} minutes, half of them up to ${formatNumber(duration.medianMinutes, 2)} minutes.`,
        ]),
  ];
}

function intent({ intents, intentRate }: SessionStatistics): string[] {
  const rate = intentRate === null ? '' : ` = ${formatPercent(intentRate)}`;
  return [row('Sessions that end by adding to the cart', formatNumber(intents) + rate)];
}

function conversion(sessions: SessionStatistics): string[] {
  return [
    row('Sessions with a purchase', formatNumber(sessions.buying)),
    row('Conversion rate', formatPercent(sessions.conversionRate)),
    row('Purchases', formatNumber(sessions.purchases)),
    row('Revenue, VND', formatNumber(sessions.revenue)),
    row('Average order, VND', formatNumber(sessions.averageOrder)),
  ];
}

function distribution(counts: readonly Count[], total: number): string[] {
  const largest = counts[0]?.count ?? 0;
  const lines = counts
    .slice(0, MAX_ROWS)
    .map(({ name, count }) => share(safeText(name), count, total, largest));
  if (counts.length > MAX_ROWS) lines.push(`... and ${formatNumber(counts.length - MAX_ROWS)} more`);
  return lines;
}

function bars(names: readonly string[], counts: readonly number[]): string[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  return names.map((name, at) => share(name, counts[at] ?? 0, total, largest));
}

function share(name: string, count: number, total: number, largest: number): string {
  const percent = formatPercent(total === 0 ? null : (count / total) * 100);
  return `${fit(name, 30)}${formatNumber(count).padStart(16)}${percent.padStart(12)}  ${bar(count, largest, BAR)}`;
}

function hourNames(): string[] {
  return Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
}

function journeys(sessions: SessionStatistics): string[] {
  return sessions.topPatterns.slice(0, TOP_JOURNEYS).flatMap(({ name, count }, at) => {
    const percent = formatPercent((count / sessions.sessions) * 100);
    const head = `${String(at + 1).padStart(2)}. ${formatNumber(count).padStart(12)}${percent.padStart(11)}  `;
    const room = WIDTH - 2 - head.length;
    return wrapped(name.split(',').map(safeText), room).map((line, index) =>
      index === 0 ? head + line : ' '.repeat(head.length) + line,
    );
  });
}

/** Steps joined with ` -> ` in lines of a width; a journey of more than three lines ends with how many steps follow. */
function wrapped(steps: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [at, step] of steps.entries()) {
    const whole = at === 0 ? step : `-> ${step}`;
    const piece = fit(whole, Math.min(width, textWidth(whole)));
    if (line !== '' && textWidth(line) + 1 + textWidth(piece) > width) {
      lines.push(line);
      line = '';
      if (lines.length === JOURNEY_LINES) {
        const cut = steps.at(-1) === '...';
        const left = formatNumber(steps.length - at - (cut ? 1 : 0));
        lines.push(`-> ... ${cut ? 'more than ' : ''}${left} more`);
        return lines;
      }
    }
    line = line === '' ? piece : `${line} ${piece}`;
  }
  return [...lines, line];
}

function dates({ dates: days }: Statistics): string[] {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const busiest = days.reduce((most, day) => (day.events > most.events ? day : most));
  return [
    row('First', safeText(first.date)),
    row('Last', safeText(last.date)),
    row('Dates with events', formatNumber(days.length)),
    row('Busiest', safeText(busiest.date), `${formatNumber(busiest.events)} events`),
  ];
}

function carts(events: Statistics, sessions: SessionStatistics): string[] {
  return [
    row('Added', formatNumber(events.adds)),
    row('Removed', formatNumber(events.removes)),
    row('Add/remove ratio', formatNumber(events.addRemoveRatio, 2)),
    row('Left in carts, VND', formatNumber(sessions.leftInCarts)),
    row('Sessions that added something', formatNumber(sessions.adding)),
    row('Sessions that left something', formatNumber(sessions.abandoned)),
    row('Abandonment rate', formatPercent(sessions.abandonmentRate)),
  ];
}

function products({ topProductsAdded }: Statistics): string[] {
  return topProductsAdded.map(({ productId, name, count }, at) => {
    const id = `#${productId}`;
    const label = fit(name === null ? '(no name)' : safeText(name), 54);
    return `${String(at + 1).padStart(2)}. ${label}${id.padStart(12)}${formatNumber(count).padStart(16)}`;
  });
}
