import { eventsTable } from '../events-table.ts';
import type { Question } from '../harness.ts';
import { END } from '../queries/queries.ts';
import { findSamples } from '../queries/samples.ts';
import { askGraphql } from './graphql.ts';
import { measureWith, serveArgs } from './program.ts';

const STATISTICS = `{ statistics {
  totalEvents uniqueCustomers uniqueSessions revenue byType { typeName count } topProducts { name adds }
} }`;
const at = new Date(END / 1000).toISOString();
const from = new Date(END / 1000 - 90 * 86_400_000).toISOString();

/** The question how long it takes from the start of the server's process to its first answer. */
export function startQuestion(name: string, count: number): Question {
  let folder = '';
  return {
    name,
    goal: { seconds: 2 },
    prepare: async () => {
      folder = await eventsTable(count);
      return [folder];
    },
    ours: () => () =>
      measureWith(serveArgs(folder), async ({ url, started }) => {
        const listening = performance.now() - started;
        const answer = JSON.parse(await askGraphql(url, STATISTICS)) as Statistics;
        const seconds = (performance.now() - started) / 1000;
        const { totalEvents } = answer.data.statistics;
        if (totalEvents !== count)
          throw new Error(`Cannot measure as ${count} events are wanted: ${totalEvents}`);
        return { seconds, more: { 'listening ms': listening } };
      }),
  };
}

interface Statistics {
  data: { statistics: { totalEvents: number } };
}

/** The question how long the server's main thread is held up while cold questions are answered, all of them at once. */
export function loopQuestion(name: string, count: number): Question {
  let queries: string[] = [];
  let folder = '';
  return {
    name,
    goal: { seconds: 0.05 },
    repetitions: 3,
    prepare: async () => {
      folder = await eventsTable(count);
      const [sample] = await findSamples(folder);
      queries = coldQueries(sample?.session ?? '', sample?.customer ?? 0);
      return [folder];
    },
    ours: () => () =>
      measureWith(serveArgs(folder), async ({ url }) => {
        await readDelay(url);
        const asked = performance.now();
        await Promise.all(queries.map((query) => askGraphql(url, query)));
        const took = performance.now() - asked;
        const { p99, max } = await readDelay(url);
        return { seconds: p99, more: { 'longest ms': max * 1000, 'all answered ms': took } };
      }),
  };
}

function coldQueries(session: string, customer: number): string[] {
  return [
    STATISTICS,
    `{ events(first: 100) { totalCount nodes { id time typeName productName } } }`,
    `{ session(id: "${session}") { id start end journey cart { value } } }`,
    `{ customer(id: "${customer}") { id sessions(first: 50) { nodes { id start } } } }`,
    `{ abandonedCarts(at: "${at}", first: 50) { totalCount nodes { sessionId value } } }`,
    `{ funnel(steps: [VIEW_ITEM, ADD_TO_CART, BEGIN_CHECKOUT, PURCHASE]) { sessions } }`,
    `{ timeline(interval: DAY, from: "${from}", to: "${at}") { start events } }`,
  ];
}

/** Seconds that turns of the event loop came late, since this was read last. */
export async function readDelay(url: string): Promise<{ p99: number; max: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (.+)$`, 'm').exec(text)?.[1]);
  return { p99: value('p99'), max: value('max') };
}
