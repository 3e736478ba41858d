import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { z } from '@hono/zod-openapi';
import { abandonedRoute } from '../../src/rest/abandoned.ts';
import { aboutRoute } from '../../src/rest/about.ts';
import { customerRoute, listRoute, productRoute, sessionRoute } from '../../src/rest/events-routes.ts';
import { generateByGetRoute, generateRoute, statusRoute } from '../../src/rest/generation-routes.ts';
import { healthRoute } from '../../src/rest/health.ts';
import { statisticsRoute } from '../../src/rest/statistics.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
import { generation, scriptedJobs } from './scripted-jobs.ts';
import { open, read, zone } from './shop.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  default?: number;
  example?: string | number;
  examples?: (string | number)[];
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: { name: string; in: string; required: boolean; description: string; schema: Schema }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
  tags: { name: string; description: string }[];
}

interface Described {
  method: string;
  path: string;
  responses: Record<
    string,
    {
      content?: Record<
        string,
        { schema: z.ZodType; example?: unknown; examples?: Record<string, { value: unknown }> }
      >;
    }
  >;
}

const ROUTES: readonly Described[] = [
  aboutRoute,
  listRoute,
  customerRoute,
  productRoute,
  sessionRoute,
  statisticsRoute,
  abandonedRoute,
  generateRoute,
  statusRoute,
  healthRoute,
].map((route) => route as unknown as Described);

const GENERATE = {
  count: [10_000, 100, 10_000_000],
  method: [undefined],
  seed: [undefined, 0, Number.MAX_SAFE_INTEGER],
  profile: [undefined],
} satisfies (typeof TABLE)[string];

/** Rows of the table of routes: parameters with what they default to and their bounds. */
const TABLE: Record<string, Record<string, [standard: number | undefined, least?: number, most?: number]>> = {
  'get /cart/': {},
  'get /cart/events': {
    limit: [100, 1, 1000],
    offset: [0, 0, Number.MAX_SAFE_INTEGER],
    event_type: [undefined],
    source: [undefined],
    device: [undefined],
    start_date: [undefined],
    end_date: [undefined],
  },
  'get /cart/events/customer/{customer_id}': {
    customer_id: [undefined, 1, Number.MAX_SAFE_INTEGER],
    limit: [100, 1, 500],
  },
  'get /cart/events/product/{product_id}': {
    product_id: [undefined, 1, Number.MAX_SAFE_INTEGER],
    limit: [100, 1, 500],
  },
  'get /cart/events/session/{session_id}': { session_id: [undefined], limit: [100, 1, 500] },
  'get /cart/statistics': {},
  'get /cart/abandoned': { limit: [50, 1, 200], hours_threshold: [24, 1, 168] },
  'post /cart/generate/events': GENERATE,
  'get /cart/generate/status': {},
  'get /health': {},
};

/** What is another each time has no tag. */
const UNTAGGED = new Set(['/cart/generate/events', '/cart/generate/status', '/health']);

async function readDocument(options: Parameters<typeof read>[1] = {}): Promise<Document> {
  const [status, body] = await read('/openapi.json', options);
  assert.equal(status, 200);
  return body as Document;
}

/** All operations, with their method and path. */
function operationsOf({ paths }: Document): [method: string, path: string, operation: Operation][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [method, path, operation]),
  );
}

/** Status and body of an answer to a route. */
async function ask(method: string, path: string, options: Parameters<typeof read>[1] = {}) {
  const response = await open(options).ask(path, { method: method.toUpperCase() });
  return [response.status, await response.json()] as const;
}

describe('/openapi.json', () => {
  test('is OpenAPI 3.1 of every row of the table, with its parameters, defaults and bounds', async () => {
    const document = await readDocument();
    const { openapi, info, tags } = document;
    assert.equal(openapi, '3.1.0');
    assert.ok(info.title !== '' && info.version !== '' && info.description !== '');
    const operations = operationsOf(document);
    const rows = operations.map(([method, path, { parameters = [] }]) => [
      `${method} ${path}`,
      Object.fromEntries(
        parameters.map(({ name, schema }) => [
          name,
          [schema.default, schema.minimum, schema.maximum].slice(0, schema.type === 'integer' ? 3 : 1),
        ]),
      ),
    ]);
    assert.deepEqual(Object.fromEntries(rows), TABLE);
    const used = operations.flatMap(([, , operation]) => operation.tags);
    assert.deepEqual(new Set(tags.map(({ name }) => name)), new Set(used));
  });

  test('has the GET that generates only where there is one', async () => {
    const { paths } = await readDocument({ compat: true });
    assert.deepEqual(Object.keys(paths['/cart/generate/events']!), ['get', 'post']);
    const { post, get } = paths['/cart/generate/events'] as { post: Operation; get: Operation };
    assert.deepEqual([get.parameters, get.responses], [post.parameters, post.responses]);
    assert.notEqual(get.operationId, post.operationId);
  });

  test('says of every operation, parameter and answer what it is', async () => {
    const operations = operationsOf(await readDocument());
    const ids = new Set<string>();
    for (const [method, path, operation] of operations) {
      assert.ok(operation.summary !== '' && operation.description !== '', path);
      ids.add(operation.operationId);
      const names = (operation.parameters ?? []).map(({ name }) => name);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(inPath, names.slice(0, inPath.length));
      for (const parameter of operation.parameters ?? []) {
        const isPath = inPath.includes(parameter.name);
        assert.deepEqual([parameter.in, parameter.required], isPath ? ['path', true] : ['query', false]);
        assert.ok(parameter.description && parameter.schema.type, `${path} ${parameter.name}`);
      }
      const wanted = ['200'];
      if (!UNTAGGED.has(path)) wanted.push('304');
      if (path !== '/health') wanted.push('401', '500', '503');
      if (method === 'post') wanted.push('403', '415');
      if (names.length > 0) wanted.push('422');
      assert.deepEqual(Object.keys(operation.responses), wanted.toSorted(), path);
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        assert.ok(description.length > 5, `${path} ${status}`);
        if (status !== '304') assert.ok(content?.['application/json']?.schema, `${path} ${status}`);
      }
    }
    assert.equal(ids.size, operations.length);
  });

  test('has a description of every property, and every reference leads somewhere', async () => {
    const document = await readDocument();
    const { schemas } = document.components;
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    for (const [, name = ''] of references) assert.ok(name in schemas, name);
    const visit = (schema: Schema, place: string): void => {
      for (const [name, inner] of Object.entries(schema.properties ?? {})) {
        assert.ok(inner.description ?? inner.$ref, `${place}.${name}`);
        visit(inner, `${place}.${name}`);
      }
      if (schema.items !== undefined) visit(schema.items, `${place}[]`);
    };
    for (const [name, schema] of Object.entries(schemas)) visit(schema, name);
  });

  for (const { method, path, responses } of [...ROUTES, generateByGetRoute as unknown as Described]) {
    test(`${method} ${path} has examples that its schemas take`, () => {
      let examples = 0;
      for (const { content } of Object.values(responses)) {
        const { schema, example, examples: named = {} } = content?.['application/json'] ?? {};
        const values = [
          ...(example === undefined ? [] : [example]),
          ...Object.values(named).map(({ value }) => value),
        ];
        for (const value of values) assert.deepEqual(schema?.parse(value), value);
        examples += values.length;
      }
      assert.ok(examples >= (path === '/health' ? 1 : 3));
    });

    test(`${method} ${path} answers what its schema says, to the last key`, async () => {
      const schema = responses['200']?.content?.['application/json']?.schema;
      const asked = path
        .replace('{customer_id}', '7')
        .replace('{product_id}', '1')
        .replace('{session_id}', 'sess_C');
      const questions = plainQuestions([], { zone });
      const running = generation({ fraction: 0.5, etaSeconds: 12, rate: 1000 });
      for (const options of [
        { compat: true, ...scriptedJobs([]) },
        { compat: true, ...scriptedJobs([], { outcome: 'data_exists', events: 9 }), questions },
        { compat: true, ...scriptedJobs([running], { outcome: 'already_running', job: running }) },
        { compat: true, ...scriptedJobs([generation({ state: 'succeeded' })]) },
        { compat: true, ...scriptedJobs([generation({ state: 'failed', error: 'no' })]) },
      ]) {
        const [status, body] = await ask(method, asked, options);
        assert.equal(status, 200);
        assert.deepEqual(schema?.parse(body), body);
      }
    });
  }

  test('has examples of parameters that the routes take', async () => {
    for (const [method, path, { parameters = [] }] of operationsOf(await readDocument())) {
      const query = new URLSearchParams();
      let asked = path;
      for (const { name, in: place, schema } of parameters) {
        const example = schema.examples?.[0] ?? schema.example ?? assert.fail(`${path} ${name}`);
        if (place === 'path') asked = asked.replace(`{${name}}`, String(example));
        else query.set(name, String(example));
      }
      assert.equal((await ask(method, `${asked}?${query.toString()}`, scriptedJobs([])))[0], 200, asked);
    }
  });

  test('refuses a wrong parameter as it says', async () => {
    const schema = (listRoute as unknown as Described).responses['422']?.content?.['application/json']
      ?.schema;
    const [status, body] = await read('/cart/events?limit=0&offset=1&offset=2');
    assert.equal(status, 422);
    assert.deepEqual(schema?.parse(body), body);
  });

  test('has a tag of its own', async () => {
    const rest = open();
    const etag = (await rest.ask('/openapi.json')).headers.get('etag') ?? '';
    assert.equal((await rest.ask('/openapi.json', { headers: { 'if-none-match': etag } })).status, 304);
  });
});
