import { strictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dataDirectory } from '../data.ts';
import { eventsTable } from '../events-table.ts';
import type { Question } from '../harness.ts';
import { measure } from '../measure.ts';
import type { Report } from '../report.ts';
import { askGraphql } from './graphql.ts';
import { measureWith, type Program, serveArgs } from './program.ts';

const QUERY = `{ events(first: 100) { totalCount version pageInfo { hasNextPage endCursor } nodes {
  id typeName time sessionId customerId guest productId productName price quantity lineTotal sourceName deviceName
} } }`;

/** The question how many pages of events a second are answered over HTTP, against a Yoga that has the page in memory. */
export function throughputQuestion(name: string, count: number, connections: number): Question {
  const out = `${dataDirectory}out/${name.replaceAll(/\W+/g, '-')}`;
  const answerFile = `${out}/answer.json`;
  let folder = '';
  let wanted = '';

  async function load({ url }: Program): Promise<Report> {
    strictEqual(await askGraphql(url, QUERY), wanted, 'Both sides answer with the same bytes');
    const options = ['--url', url, '--query', QUERY, '--connections', String(connections)];
    const { seconds, more = {} } = await measure({ args: ['bench/http/load.ts', ...options] });
    return { seconds, more };
  }

  return {
    name,
    // Half its requests a second.
    goal: { time: 2 },
    against: 'bare Yoga',
    repetitions: 3,
    prepare: async () => {
      folder = await eventsTable(count);
      await measureWith(serveArgs(folder), async ({ url }) => {
        wanted = await askGraphql(url, QUERY);
        return { seconds: 0 };
      });
      mkdirSync(out, { recursive: true });
      writeFileSync(answerFile, wanted);
      return [folder];
    },
    ours: () => () => measureWith(serveArgs(folder), load),
    peer: () => () => measureWith(['bench/http/bare-yoga.ts', '--answer', answerFile], load),
  };
}
