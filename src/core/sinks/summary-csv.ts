import type { Report } from '../aggregates/report.ts';
import type { Count } from '../aggregates/ranking.ts';

/**
 * The text of transformation_summary.csv (RFC 4180 with line feeds): a row a date, rising; event_type_distribution is a
 * JSON object, count falling, then name rising.
 */
export function summaryCsv(report: Report): string {
  const lines = ['date,total_events,unique_sessions,unique_customers,event_type_distribution'];
  for (const { date, events, sessions, customers, types } of report.events.dates) {
    lines.push([date, events, sessions, customers, quoted(distribution(types))].join(','));
  }
  return `${lines.join('\n')}\n`;
}

function distribution(counts: readonly Count[]): string {
  return `{${counts.map(({ name, count }) => `${JSON.stringify(name)}:${count}`).join(',')}}`;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
