import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Answer, ask, type Question } from './harness.ts';
import { printTable, ratios, type Row } from './table.ts';

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
  rows.push({ answer, against: question.against === undefined ? undefined : answers.get(question.against) });
}
console.log(printTable(rows));
writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(describe(rows), null, 2)}\n`);

async function readQuestions(): Promise<Question[]> {
  const directory = new URL('questions/', import.meta.url);
  const files = readdirSync(directory).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.toSorted().map((file) => import(new URL(file, directory).href) as Promise<{ question: Question }>),
  );
  return modules.map((module) => module.question);
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

function describe(all: readonly Row[]): object {
  return {
    date: new Date().toISOString(),
    node: process.version,
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem() },
    repetitions,
    answers: all.map(({ answer, against }) => ({ ...answer, ratio: ratios(answer, against) })),
  };
}
