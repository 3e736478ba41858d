import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { type Goal, isMet } from './goal.ts';
import type { Answer, Question } from './harness.ts';
import { type Ratios, ratios } from './ratios.ts';

/** An answer as results.json keeps it. */
export interface Result extends Answer {
  goal: Goal;
  against: string | null;
  quick: boolean;
  node: string;
  /** `AMD EPYC, 2 cores, 25 GB`. */
  machine: string;
  ratio: Ratios | null;
  /** Whether the goal is met; null where there is nothing to compare with. */
  met: boolean | null;
}

/** What was measured, and where. */
export type Measured = Answer & Pick<Result, 'node' | 'machine'>;

const file = new URL('results.json', import.meta.url);

/** All that is kept, in the order of the questions. */
export function readResults(): Result[] {
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { answers: Result[] }).answers;
}

/** Keeps answers in place of earlier ones, beside those of questions that were not asked this time. */
export function keepAnswers(answers: readonly Answer[], questions: readonly Question[]): Result[] {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`;
  const fresh = answers.map((answer) => ({ ...answer, node: process.version, machine }));
  const results = judge([...readResults(), ...fresh], questions);
  writeFileSync(file, `${JSON.stringify({ answers: results }, null, 2)}\n`);
  return results;
}

/** The newest of each question that there still is, by its goal of today. */
export function judge(measured: readonly Measured[], questions: readonly Question[]): Result[] {
  const newest = new Map(measured.map((one) => [one.name, one]));
  return questions.flatMap(({ name, goal, against = null, quick = false }) => {
    const found = newest.get(name);
    if (found === undefined) return [];
    const ratio = ratios(found, newest.get(against ?? ''));
    return { ...found, goal, against, quick, ratio, met: isMet(goal, found, ratio) };
  });
}
