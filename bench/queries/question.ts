import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dataDirectory } from '../data.ts';
import { eventsTable } from '../events-table.ts';
import type { Question } from '../harness.ts';
import type { Command } from '../measure.ts';
import { findSamples } from './samples.ts';

export interface QueryOptions {
  /** Name of one of the queries. */
  query: string;
  count: number;
  /** Whether it is asked again and again; else it is the first question of a process. */
  warm: boolean;
}

/** The question how long a query takes, in a process that asks nothing else, against DuckDB over the same files. */
export function queryQuestion({ query, count, warm }: QueryOptions): Question {
  const out = `${dataDirectory}out/${query.replaceAll(/\W+/g, '-')}-${warm ? 'warm' : 'cold'}`;
  let folder = '';

  function side(name: 'ours' | 'peer'): Command {
    const about = ['--side', name, '--query', query, '--folder', folder];
    const answer = `${out}/${name}.json`;
    return {
      args: ['bench/queries/ask.ts', ...about, '--answer', answer, ...(warm ? ['--warm'] : [])],
      fresh: [answer],
    };
  }

  return {
    name: `query ${query}, ${warm ? 'warm' : 'cold'}`,
    goal: { time: warm ? 1 : 2 },
    against: 'DuckDB',
    // A warm run is many runs already.
    repetitions: warm ? 3 : 5,
    prepare: async () => {
      folder = await eventsTable(count);
      await findSamples(folder);
      mkdirSync(out, { recursive: true });
      return [folder];
    },
    ours: () => side('ours'),
    peer: () => side('peer'),
    check: async () => {
      const [ours, peer] = ['ours', 'peer'].map((name) =>
        JSON.parse(readFileSync(`${out}/${name}.json`, 'utf8')),
      );
      deepStrictEqual(ours, peer, `Both sides answer ${query} otherwise`);
    },
  };
}
