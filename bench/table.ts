import type { Answer, Run } from './harness.ts';

/** How our side did against the other: below 1 is less than theirs. */
export interface Ratios {
  time: number;
  memory: number;
}

/** Ours against the peer, or against another of our answers by time an event; null when there is neither. */
export function ratios(answer: Answer, against: Answer | undefined): Ratios | null {
  const { ours, peer } = answer;
  if (peer !== null) return { time: ours.seconds / peer.seconds, memory: ours.peakBytes / peer.peakBytes };
  if (against === undefined) return null;
  const time = perEvent(answer) / perEvent(against);
  return { time, memory: ours.peakBytes / against.ours.peakBytes };
}

function perEvent(answer: Answer): number {
  return answer.ours.seconds / (answer.events ?? 1);
}

/** A row of the printed table. */
export interface Row {
  answer: Answer;
  against: Answer | undefined;
}

/** The answers as one table for a terminal. */
export function printTable(rows: readonly Row[]): string {
  const head = [
    'question',
    'ours',
    'peer',
    'ratio',
    'µs/event',
    'memory',
    'peer memory',
    'ratio',
    'more',
    'goal',
  ];
  const lines = [head, ...rows.map(printRow)];
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

function printRow({ answer, against }: Row): string[] {
  const { ours, peer, events } = answer;
  const ratio = ratios(answer, against);
  return [
    answer.name,
    printSeconds(ours),
    peer === null ? (against?.name ?? '') : printSeconds(peer),
    ratio === null ? '' : ratio.time.toFixed(2),
    events === null ? '' : ((ours.seconds / events) * 1e6).toFixed(2),
    printMemory(ours),
    printMemory(peer ?? against?.ours ?? null),
    ratio === null ? '' : ratio.memory.toFixed(2),
    printMore(ours, peer),
    answer.goal,
  ];
}

function printSeconds(run: Run): string {
  return run.seconds < 1 ? `${printNumber(run.seconds * 1000)} ms` : `${run.seconds.toFixed(2)} s`;
}

function printMore({ more = {} }: Run, peer: Run | null): string {
  return Object.entries(more)
    .map(([name, ours]) => {
      const theirs = peer?.more?.[name];
      return `${name} ${printNumber(ours)}${theirs === undefined ? '' : ` (${printNumber(theirs)})`}`;
    })
    .join(', ');
}

function printNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function printMemory(run: Run | null): string {
  return run === null ? '' : `${Math.round(run.peakBytes / 1e6).toLocaleString('en')} MB`;
}
