import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { z } from '@hono/zod-openapi';
import { abandonedRoute } from '../../src/rest/abandoned.ts';
import { aboutRoute } from '../../src/rest/about.ts';
import { customerRoute, listRoute, productRoute, sessionRoute } from '../../src/rest/events-routes.ts';
import { healthRoute } from '../../src/rest/health.ts';
import { statisticsRoute } from '../../src/rest/statistics.ts';
import { plainQuestions } from '../../src/core/questions/plain.ts';
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
  healthRoute,
].map((route) => route as unknown as Described);

/** Rows of the table of routes: parameters with what they default to and their bounds. */
const TABLE: Record<string, Record<string, [standard: number | undefined, least?: number, most?: number]>> = {
  '/cart/': {},
  '/cart/events': {
    limit: [100, 1, 1000],
    offset: [0, 0, Number.MAX_SAFE_INTEGER],
    event_type: [undefined],
    source: [undefined],
    device: [undefined],
    start_date: [undefined],
    end_date: [undefined],
  },
  '/cart/events/customer/{customer_id}': {
    customer_id: [undefined, 1, Number.MAX_SAFE_INTEGER],
    limit: [100, 1, 500],
  },
  '/cart/events/product/{product_id}': {
    product_id: [undefined, 1, Number.MAX_SAFE_INTEGER],
    limit: [100, 1, 500],
  },
  '/cart/events/session/{session_id}': { session_id: [undefined], limit: [100, 1, 500] },
  '/cart/statistics': {},
  '/cart/abandoned': { limit: [50, 1, 200], hours_threshold: [24, 1, 168] },
  '/health': {},
};

async function readDocument(): Promise<Document> {
  const [status, body] = await read('/openapi.json');
  assert.equal(status, 200);
  return body as Document;
}

describe('/openapi.json', () => {
  test('is OpenAPI 3.1 of every row of the table, with its parameters, defaults and bounds', async () => {
    const { openapi, info, paths, tags } = await readDocument();
    assert.equal(openapi, '3.1.0');
    assert.ok(info.title !== '' && info.version !== '' && info.description !== '');
    const rows = Object.entries(paths).map(([path, item]) => {
      assert.deepEqual(Object.keys(item), ['get']);
      const { parameters = [] } = item['get']!;
      return [
        path,
        Object.fromEntries(
          parameters.map(({ name, schema }) => [
            name,
            [schema.default, schema.minimum, schema.maximum].slice(0, schema.type === 'integer' ? 3 : 1),
          ]),
        ),
      ];
    });
    assert.deepEqual(Object.fromEntries(rows), TABLE);
    const used = Object.values(paths).flatMap((item) => item['get']!.tags);
    assert.deepEqual(new Set(tags.map(({ name }) => name)), new Set(used));
  });

  test('says of every operation, parameter and answer what it is', async () => {
    const { paths } = await readDocument();
    const ids = new Set<string>();
    for (const [path, { get }] of Object.entries(paths)) {
      assert.ok(get !== undefined && get.summary !== '' && get.description !== '', path);
      ids.add(get.operationId);
      const names = (get.parameters ?? []).map(({ name }) => name);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(inPath, names.slice(0, inPath.length));
      for (const parameter of get.parameters ?? []) {
        const isPath = inPath.includes(parameter.name);
        assert.deepEqual([parameter.in, parameter.required], isPath ? ['path', true] : ['query', false]);
        assert.ok(parameter.description && parameter.schema.type, `${path} ${parameter.name}`);
      }
      const wanted = ['200', ...(path === '/health' ? [] : ['304', '401', '500', '503'])];
      if (names.length > 0) wanted.splice(-2, 0, '422');
      assert.deepEqual(Object.keys(get.responses), wanted, path);
      for (const [status, { description, content }] of Object.entries(get.responses)) {
        assert.ok(description.length > 5, `${path} ${status}`);
        if (status !== '304') assert.ok(content?.['application/json']?.schema, `${path} ${status}`);
      }
    }
    assert.equal(ids.size, Object.keys(paths).length);
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

  for (const { path, responses } of ROUTES) {
    test(`${path} has examples that its schemas take`, () => {
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

    test(`${path} answers what its schema says, to the last key`, async () => {
      const schema = responses['200']?.content?.['application/json']?.schema;
      const asked = path
        .replace('{customer_id}', '7')
        .replace('{product_id}', '1')
        .replace('{session_id}', 'sess_C');
      for (const options of [{}, { questions: plainQuestions([], { zone }) }]) {
        const [status, body] = await read(asked, options);
        assert.equal(status, 200);
        assert.deepEqual(schema?.parse(body), body);
      }
    });
  }

  test('has examples of parameters that the routes take', async () => {
    const { paths } = await readDocument();
    for (const [path, { get }] of Object.entries(paths)) {
      const { parameters = [] } = get!;
      const query = new URLSearchParams();
      let asked = path;
      for (const { name, in: place, schema } of parameters) {
        const example = schema.examples?.[0] ?? schema.example ?? assert.fail(`${path} ${name}`);
        if (place === 'path') asked = asked.replace(`{${name}}`, String(example));
        else query.set(name, String(example));
      }
      assert.equal((await read(`${asked}?${query.toString()}`))[0], 200, asked);
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
    const { ask } = open();
    const etag = (await ask('/openapi.json')).headers.get('etag') ?? '';
    assert.equal((await ask('/openapi.json', { headers: { 'if-none-match': etag } })).status, 304);
  });
});
