const FIRST_QUERY = `# Questions about the events of the shop. Try this one (Ctrl+Enter), then the book icon for everything there is.
{
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

/** What GraphiQL begins with. */
export const GRAPHIQL = { title: 'Cartograph', defaultQuery: FIRST_QUERY } as const;

let page: Promise<string> | undefined;

/** The page of GraphiQL, with everything it needs: 9 MB, made when it is first asked for and kept. */
export function renderGraphiql(options: object): Promise<string> {
  page ??= import('@graphql-yoga/render-graphiql').then(({ renderGraphiQL }) => renderGraphiQL(options));
  return page;
}
