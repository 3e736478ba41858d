import { formatNumber, safeText } from '../../aggregates/plain-text.ts';
import type { KindScore, Score } from './result.ts';
import type { UnexpectedLine } from './sides.ts';

const LABEL = 18;
const NUMBER = 12;

/** A score for people: a table of kinds, what went wrong, and what explains it. */
export function scoreText(score: Score): string {
  const lines = [
    row('Kind', 'Injected', 'Found', 'Claimed', 'Precision', 'Recall'),
    ...score.kinds.map(kindRow),
    '',
    ...score.kinds.flatMap(wrongLines),
    ...unexpectedLines(score),
    ...untouchedLines(score),
    ...score.notes,
    score.perfect ? 'Everything is as the truth says.' : 'Not everything is as the truth says.',
  ];
  return `${lines.map((line) => safeText(line)).join('\n')}\n`;
}

function row(label: string, ...cells: string[]): string {
  return label.padEnd(LABEL) + cells.map((cell) => cell.padStart(NUMBER)).join('');
}

function kindRow({ kind, injected, found, claimed, precision, recall }: KindScore): string {
  const counts = [injected, found, claimed].map((count) => formatNumber(count));
  return row(kind, ...counts, ratio(precision), ratio(recall));
}

/** Cut, not rounded: 1.0000 means all. */
function ratio(value: number | null): string {
  return value === null ? '-' : formatNumber(Math.floor(value * 10_000) / 10_000, 4);
}

function wrongLines({ kind, injected, found, examples }: KindScore): string[] {
  if (examples.length === 0) return [];
  return [
    `${kind}: ${formatNumber(injected - found)} wrong`,
    ...examples.map((wrong) => `  ${wrong.event_id}: expected ${wrong.expected}; found ${wrong.found}`),
    ...more(injected - found - examples.length),
    '',
  ];
}

function unexpectedLines({ unexpected: { count, examples } }: Score): string[] {
  if (count === 0) return [];
  return [
    `Refused though nobody broke it so: ${formatNumber(count)}`,
    ...examples.map(unexpectedLine),
    ...more(count - examples.length),
    '',
  ];
}

function unexpectedLine({ file, line, code, field, offset }: UnexpectedLine): string {
  const at = offset === null ? '' : ` at byte ${offset}`;
  return `  ${file}, line ${line}: ${code}${field === null ? '' : ` ${field}`}${at}`;
}

function untouchedLines({ untouched }: Score): string[] {
  if (untouched === null) return [];
  const { expected, kept, repeated, misplaced } = untouched;
  const wrong = [
    ...(repeated > 0 ? [`${formatNumber(repeated)} rows too many`] : []),
    ...(misplaced > 0 ? [`${formatNumber(misplaced)} rows in another date's partition`] : []),
  ];
  const all = `Untouched events: ${formatNumber(kept)} of ${formatNumber(expected)} kept exactly once, in their date`;
  return [[all, ...wrong].join('; ')];
}

function more(count: number): string[] {
  return count > 0 ? [`  ... ${formatNumber(count)} more`] : [];
}
