import { compareOutputs } from './compare.ts';
import { dataDirectory, eventsFile, type Variant } from './data.ts';
import type { Goal } from './goal.ts';
import type { Question } from './harness.ts';
import { type Command, measure, type Run } from './measure.ts';
import { checkByThird, countFiles } from './third-reader.ts';

/** How a transform is asked for. */
export interface TransformOptions {
  name: string;
  goal: Goal;
  count: number;
  /** @default 'array' */
  variant?: Variant;
  /** Name of our own question to compare with, in place of DuckDB. */
  against?: string;
  full?: boolean;
  quick?: boolean;
  repetitions?: number;
}

/** The question how long a transform of generated events takes on two threads, against DuckDB or against ourselves. */
export function transformQuestion(options: TransformOptions): Question {
  const { count, variant, ...about } = options;
  const folder = `${dataDirectory}out/${about.name.replaceAll(/\W+/g, '-')}`;
  const ours = `${folder}/ours`;
  const peer = `${folder}/peer`;
  let input = '';

  function into(output: string, program: readonly string[]): () => Promise<Run> {
    const command: Command = { args: [...program, '--input', input, '--output', output], fresh: [output] };
    return async () => {
      const run = await measure(command);
      return { ...run, more: { files: countFiles(output) } };
    };
  }

  const question: Question = {
    ...about,
    events: count,
    prepare: async () => {
      input = await eventsFile(count, variant);
      return [input];
    },
    ours: () => into(ours, ['src/jobs/transform.ts', '--workers', '2']),
  };
  if (about.against !== undefined) return question;
  const shape = variant === 'other-shape' ? ['--with-properties'] : [];
  return {
    ...question,
    against: 'DuckDB',
    peer: () => into(peer, ['bench/duckdb.ts', '--threads', '2', ...shape]),
    check: async () => {
      await compareOutputs(ours, peer);
      await checkByThird(ours, peer);
    },
  };
}
