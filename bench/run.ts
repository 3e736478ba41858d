import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Answer, ask, type Question } from './harness.ts';
import { printTable, type Ratios, ratios, type Row } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, repetitions: { type: 'string', default: '3' } },
});
const repetitions = Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1) {
  throw new RangeError(
    `Cannot run benches as --repetitions must be a positive integer: current value is ${values.repetitions}`,
  );
}

interface QuestionFile {
  question?: Question;
  questions?: readonly Question[];
}

/** An answer as results.json keeps it. */
interface Result extends Answer {
  node: string;
  machine: string;
  ratio: Ratios | null;
}

const questions = await readQuestions();
const chosen = choose(questions);
if (chosen.length === 0)
  throw new RangeError(`Cannot run benches: no question matches ${positionals.join(' ')}`);

const answers = new Map<string, Answer>();
const rows: Row[] = [];
for (const question of chosen) {
  console.error(`${question.name} ...`);
  const answer = await ask(question, repetitions);
  answers.set(question.name, answer);
  const row = {
    answer,
    against: question.against === undefined ? undefined : answers.get(question.against),
  };
  rows.push(row);
  keepResult(row);
}
console.log(printTable(rows));

async function readQuestions(): Promise<Question[]> {
  const directory = new URL('questions/', import.meta.url);
  const files = readdirSync(directory).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.toSorted().map((file) => import(new URL(file, directory).href) as Promise<QuestionFile>),
  );
  return modules.flatMap((module) => module.questions ?? module.question ?? []);
}

/** What matches, after what it is compared with. */
function choose(all: readonly Question[]): Question[] {
  const wanted = all.filter(
    ({ name, full }) =>
      (values.full || full !== true) &&
      (positionals.length === 0 || positionals.some((text) => name.includes(text))),
  );
  const needed = new Set(wanted.map((question) => question.against));
  const bases = all.filter((question) => needed.has(question.name));
  return [...new Set([...bases, ...wanted])];
}

/** Writes an answer into results.json, beside those of questions that were not asked this time. */
function keepResult({ answer, against }: Row): void {
  const file = new URL('results.json', import.meta.url);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { answers: Result[] }) : null;
  const kept = new Map((before?.answers ?? []).map((one) => [one.name, one]));
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`;
  kept.set(answer.name, { ...answer, node: process.version, machine, ratio: ratios(answer, against) });
  const known = questions.flatMap(({ name }) => kept.get(name) ?? []);
  writeFileSync(file, `${JSON.stringify({ answers: known }, null, 2)}\n`);
}
