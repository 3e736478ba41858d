import { printGoal } from './goal.ts';
import type { Figures } from './figures.ts';
import { printMemory, printNumber, printRatio, printSeconds } from './print.ts';
import type { Result } from './results.ts';

/** The answers as one table for a terminal; `all` has those they are compared with. */
export function printTable(results: readonly Result[], all: readonly Result[]): string {
  const head = [
    'question',
    'ours',
    'peer',
    'ratio',
    'µs/event',
    'CPU',
    'memory',
    'peer memory',
    'ratio',
    'runs',
    'more',
    'goal',
    'met',
  ];
  const lines = [head, ...results.map((result) => printRow(result, all))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function printRow(result: Result, all: readonly Result[]): string[] {
  const { ours, peer, events, ratio, against } = result;
  const base = all.find(({ name }) => name === against)?.ours ?? null;
  return [
    result.name,
    printSpan(ours, result),
    peer === null ? (against ?? '') : printSpan(peer, result),
    printRatio(ratio?.time),
    events === null ? '' : ((ours.seconds / events) * 1e6).toFixed(2),
    `${ours.cpuSeconds.toFixed(1)} s${peer === null ? '' : ` (${peer.cpuSeconds.toFixed(1)})`}`,
    printMemory(ours),
    printMemory(peer ?? base),
    printRatio(ratio?.memory),
    String(result.repetitions),
    printMore(ours, peer),
    printGoal(result.goal),
    result.met === null ? '' : result.met ? 'yes' : 'no',
  ];
}

function printSpan({ seconds, least, most }: Figures, { repetitions }: Result): string {
  if (repetitions === 1) return printSeconds(seconds);
  return `${printSeconds(seconds)} (${printSeconds(least)} to ${printSeconds(most)})`;
}

function printMore({ more = {} }: Figures, peer: Figures | null): string {
  return Object.entries(more)
    .map(([name, ours]) => {
      const theirs = peer?.more?.[name];
      return `${name} ${printNumber(ours)}${theirs === undefined ? '' : ` (${printNumber(theirs)})`}`;
    })
    .join(', ');
}
