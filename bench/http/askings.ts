import { END } from '../queries/queries.ts';
import type { Sample } from '../queries/samples.ts';
import { askGraphql } from './graphql.ts';

/** A question to a server. */
export interface Asking {
  /** Asks it; gives how many events there are, as the answer has it, or null where it says nothing of that. Rejects without an answer. */
  ask: (url: string) => Promise<number | null>;
}

const at = new Date(END / 1000).toISOString();

/** Questions of many kinds, over GraphQL and REST. */
export function askings(samples: readonly Sample[]): Asking[] {
  const [{ customer, session } = { customer: 0, session: '' }] = samples;
  return [
    graphql('{ statistics { totalEvents uniqueSessions byType { typeName count } } }', totalOf),
    rest('/cart/statistics', ({ data }) => (data as { total_events: number }).total_events),
    graphql('{ events(first: 100) { totalCount nodes { id time typeName productName } } }', totalOf),
    rest('/cart/events?limit=50', ({ total }) => total),
    graphql(`{ session(id: "${session}") { id start end journey cart { value } } }`),
    rest(`/cart/events/session/${session}`),
    graphql(`{ customer(id: "${customer}") { id sessions(first: 50) { nodes { id start } } } }`),
    rest(`/cart/events/customer/${customer}`),
    graphql('{ funnel(steps: [VIEW_ITEM, ADD_TO_CART, BEGIN_CHECKOUT, PURCHASE]) { sessions } }'),
    rest('/cart/events?limit=50&event_type=purchase'),
    graphql(`{ abandonedCarts(at: "${at}", first: 50) { totalCount nodes { sessionId value } } }`),
    graphql(
      '{ table(name: EVENTS) { rows } jobs(first: 5) { nodes { id state progress { fraction } } } }',
      totalOf,
    ),
  ];
}

interface Data {
  statistics?: { totalEvents: number };
  events?: { totalCount: number };
  table?: { rows: number };
}

function totalOf({ statistics, events, table }: Data): number {
  return statistics?.totalEvents ?? events?.totalCount ?? table?.rows ?? NaN;
}

function graphql(query: string, total: (data: Data) => number | null = () => null): Asking {
  return {
    async ask(url) {
      return total((JSON.parse(await askGraphql(url, query)) as { data: Data }).data);
    },
  };
}

interface Envelope {
  status: string;
  data: unknown;
  total: number | null;
}

function rest(path: string, total: (answer: Envelope) => number | null = () => null): Asking {
  return {
    async ask(url) {
      const response = await fetch(`${url}${path}`);
      const answer = (await response.json()) as Envelope;
      // While events are generated, statistics come with a warning that there will be more.
      if (response.ok && answer.status !== 'error' && answer.data !== null) return total(answer);
      throw new Error(`Cannot ask ${path}: ${response.status} ${JSON.stringify(answer).slice(0, 500)}`);
    },
  };
}
