import { reportMetrics, type Report } from '../aggregates/report.ts';

/** The text of aggregation_metrics.json: two spaces of indent, keys in the order of the metrics, a line feed at the end. */
export function reportJson(report: Report): string {
  return `${jsonText(reportMetrics(report), '')}\n`;
}

/** JSON that writes a Map as an object, in its order and whatever its keys. */
function jsonText(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + jsonText(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${jsonText(item, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}
