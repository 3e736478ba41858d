/** Asks a GraphQL operation and gives the answer's text; rejects where it has errors. */
export async function askGraphql(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: HEADERS, body: bodyOf(query) });
  const text = await response.text();
  if (!response.ok || 'errors' in (JSON.parse(text) as object)) {
    throw new Error(`Cannot ask ${query}: ${response.status} ${text.slice(0, 1000)}`);
  }
  return text;
}

/** What such a request is sent with. */
export const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
} as const;

/** The body of such a request. */
export function bodyOf(query: string): string {
  return JSON.stringify({ query });
}
