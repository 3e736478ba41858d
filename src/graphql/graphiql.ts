import type { GraphiQLOptions } from 'graphql-yoga';

const FIRST_QUERY = `# Questions about the events of the shop. Put the cursor into one, run it (Ctrl+Enter), and see the book icon for everything there is.
query Overview {
  statistics {
    totalEvents
    uniqueSessions
    byType { type count }
    topProducts(first: 5) { name adds value }
  }
  events(first: 3) {
    nodes { time type product { name price } }
    pageInfo { endCursor hasNextPage }
  }
}
`;

const COMMANDS = `# Commands start jobs, and a subscription follows them. Start one, then put its id into the variables below: {"id": "..."}.
mutation Generate {
  startGeneration(input: { count: 10000, method: NEW }) {
    ... on StartGenerationPayload { job { id state } }
    ... on AlreadyRunning { message job { id } }
    ... on UserError { message }
  }
}

subscription Follow($id: ID!) {
  jobProgress(id: $id) { cursor state stage fraction rate etaSeconds counts { generated written } error }
}

mutation Cancel($id: ID!) {
  cancelJob(id: $id) {
    ... on CancelJobPayload { job { state } }
    ... on UserError { message }
  }
}

query Jobs {
  jobs(first: 5) {
    nodes { id kind state createdAt endedAt canResume error result { tableVersion tableRows } }
  }
}
`;

/** What GraphiQL begins with. It asks by POST, subscriptions too: by GET nobody is answered without a header of ours. */
export const GRAPHIQL: GraphiQLOptions = {
  title: 'Cartograph',
  method: 'POST',
  defaultTabs: [{ query: FIRST_QUERY }, { query: COMMANDS }],
};

let page: Promise<string> | undefined;

/** The page of GraphiQL, with everything it needs: 9 MB, made when it is first asked for and kept. */
export function renderGraphiql(options: object): Promise<string> {
  page ??= import('@graphql-yoga/render-graphiql').then(({ renderGraphiQL }) => renderGraphiQL(options));
  return page;
}
