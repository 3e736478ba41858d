import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';

// Yoga with our schema and nothing of ours: its one answer lies in memory as plain objects.
const { values } = parseArgs({ options: { answer: { type: 'string', default: '' } } });
const { data } = JSON.parse(readFileSync(values.answer, 'utf8')) as { data: Record<string, unknown> };
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
  field.resolve = () => data[name];
}
const yoga = createYoga({ schema, logging: false, graphiql: false, landingPage: false });
const server = createServer((request, response) => void yoga(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`);
});
process.once('SIGTERM', () => process.exit(0));
