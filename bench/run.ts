import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ask, type Question } from './harness.ts';
import { writeReadme } from './readme.ts';
import { keepAnswers } from './results.ts';
import { printTable } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** The long questions, too. */
    full: { type: 'boolean', default: false },
    /** Runs of each side; some questions take fewer. */
    repetitions: { type: 'string', default: '5' },
    /** Asks nothing, and writes the README's table anew. */
    table: { type: 'boolean', default: false },
  },
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

const questions = await readQuestions();
const chosen = values.table ? [] : choose(questions);
if (chosen.length === 0 && !values.table)
  throw new RangeError(`Cannot run benches: no question matches ${positionals.join(' ')}`);

const started = performance.now();
const answered = new Set<string>();
for (const question of chosen) {
  console.error(`${question.name} ...`);
  try {
    keepAnswers([await ask(question, repetitions)], questions);
    answered.add(question.name);
  } catch (error) {
    // The others are worth their answers.
    console.error(error);
    process.exitCode = 1;
  }
}
const results = keepAnswers([], questions);
if (chosen.length > 0) {
  console.log(
    printTable(
      results.filter(({ name }) => answered.has(name)),
      results,
    ),
  );
  console.error(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
}
writeReadme(results);

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
