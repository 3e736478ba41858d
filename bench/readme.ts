import { readFileSync, writeFileSync } from 'node:fs';
import { printGoal } from './goal.ts';
import { printMemory, printNumber, printRatio, printSeconds } from './print.ts';
import type { Result } from './results.ts';

const begin = '<!-- what `npm run bench` measured -->';
const end = '<!-- until here -->';
const file = new URL('../README.md', import.meta.url);

/** Puts the table of the results into the README. */
export function writeReadme(results: readonly Result[]): void {
  writeFileSync(file, replaceBlock(readFileSync(file, 'utf8'), readmeBlock(results)));
}

/** A text with another block between the two marks. @throws {Error} where it has none */
export function replaceBlock(text: string, block: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`Cannot write results as README.md must have ${begin}, ${end}`);
  return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
}

/** The results at full size as a Markdown table, and a line of how, where and when they were measured. */
export function readmeBlock(results: readonly Result[]): string {
  const shown = results.filter(({ quick }) => !quick);
  const head = ['question', 'ours', 'peer', 'ratio', 'memory', 'goal', 'met'];
  const rows = [head, head.map(() => '---'), ...shown.map((result) => rowOf(result, results))];
  return `\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${conditions(shown)}\n`;
}

function rowOf(result: Result, results: readonly Result[]): string[] {
  const { name, ours, peer, against, ratio, goal, met } = result;
  const other = peer ?? results.find((one) => one.name === against)?.ours ?? null;
  const memory = [ours, other].filter((side) => side !== null).map(printMemory);
  return [
    name,
    sideOf(result.ours),
    other === null ? '' : `${sideOf(other)} (${against})`,
    printRatio(ratio?.time),
    memory.join(' / '),
    printGoal(goal),
    met === null ? '' : met ? 'yes' : 'no',
  ];
}

function sideOf({ seconds, more = {} }: Result['ours']): string {
  const rates = Object.entries(more).filter(([name]) => name.endsWith('/s'));
  return [printSeconds(seconds), ...rates.map(([name, rate]) => `${printNumber(rate)} ${name}`)].join(', ');
}

function conditions(results: readonly Result[]): string {
  const runs = ends(results.map(({ repetitions }) => repetitions).toSorted((a, b) => a - b));
  const places = new Set(results.map(({ machine, node }) => `${machine}, Node ${node}`));
  const days = ends(results.map(({ date }) => date.slice(0, 10)).toSorted());
  return `Medians of ${runs} runs; ${[...places].join('; ')}; ${days}.`;
}

/** The first and the last of some values, once where they are the same: `3 to 5`. */
function ends(values: readonly (number | string)[]): string {
  return [...new Set([values[0], values.at(-1)])].join(' to ');
}
