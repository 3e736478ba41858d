import { RULES } from '../aggregates/coherence/rules.ts';
import type { CoherenceReport } from '../aggregates/coherence.ts';
import { fit, formatNumber, formatPercent, safeText } from '../aggregates/plain-text.ts';

const WIDTH = 96;

/** The text of a coherence report for people: each broken rule, how often, and some of the events that break it. */
export function coherenceText({ events, impossible, rules }: CoherenceReport): string {
  const share = events === 0 ? null : (impossible / events) * 100;
  const lines = [
    'COHERENCE',
    '-'.repeat(WIDTH),
    impossible === 0
      ? `  All ${formatNumber(events)} events could have happened`
      : `  ${formatNumber(impossible)} of ${formatNumber(events)} events (${formatPercent(share)}) could not have happened`,
  ];
  for (const { rule, count, examples } of rules) {
    lines.push('', `  ${fit(rule, 24)}${formatNumber(count).padStart(14)}  ${RULES[rule]}`);
    for (const { event_id, detail } of examples) lines.push(`    ${safeText(event_id)}  ${safeText(detail)}`);
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
