import { compareOutputs } from './compare.ts';
import { dataDirectory, eventsFile, type Variant } from './data.ts';
import type { Question } from './harness.ts';

/** How a transform is asked for. */
export interface TransformOptions {
  name: string;
  goal: string;
  count: number;
  /** @default 'array' */
  variant?: Variant;
  /** Name of our own question to compare with, in place of DuckDB. */
  against?: string;
  full?: boolean;
}

/** The question how long a transform of generated events takes, against DuckDB or against ourselves. */
export function transformQuestion(options: TransformOptions): Question {
  const { name, goal, count, variant, against, full = false } = options;
  const folder = `${dataDirectory}out/${name.replaceAll(/\W+/g, '-')}`;
  const ours = `${folder}/ours`;
  const peer = `${folder}/peer`;
  let input = '';

  const question: Question = {
    name,
    goal,
    full,
    events: count,
    prepare: async () => {
      input = await eventsFile(count, variant);
    },
    ours: () => ({ args: ['src/jobs/transform.ts', '--input', input, '--output', ours], fresh: [ours] }),
  };
  if (against !== undefined) return { ...question, against };
  return {
    ...question,
    peer: () => ({ args: ['bench/duckdb.ts', '--input', input, '--output', peer], fresh: [peer] }),
    check: () => compareOutputs(ours, peer),
  };
}
