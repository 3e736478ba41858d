import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { ask, handler, post, URL_OF } from './asking.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const production = handler({ production: true });

/** A text many times. */
function times(count: number, text: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => text(at)).join(' ');
}

/** A field within itself. */
function nest(depth: number, open: string, inner: string): string {
  return `${`${open} { `.repeat(depth)}${inner}${' }'.repeat(depth)}`;
}

/** Fragments of which each spreads the next twice: 2^count fields. */
function doubling(count: number): string {
  const fragments = times(count, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`);
  return `{ ...F0 } ${fragments} fragment F${count} on Query { __typename }`;
}

const shapes: Record<string, { query: string; variables?: Record<string, unknown>; reason: RegExp }> = {
  'a deep operation': {
    query: `{ events { ${nest(6, 'nodes { session { events', 'totalCount')}${' } }'.repeat(6)} } }`,
    reason: /at most 12 fields deep/,
  },
  'a very deep operation': { query: nest(400, 'a', 'b'), reason: /./ },
  'a wide operation': {
    query: `{ ${times(600, (at) => `f${at}`)} }`,
    reason: /at most 500 fields/,
  },
  'a field many times': { query: `{ ${times(900, () => '__typename')} }`, reason: /at most 500 fields/ },
  'a field with fields many times': {
    query: `{ ${times(240, () => 'events { totalCount }')} }`,
    reason: /repeat at most 100 fields/,
  },
  'nested fields many times': {
    query: `{ ${times(4, () => `events { ${times(30, () => 'nodes { id id }')} }`)} }`,
    reason: /repeat at most 100 fields/,
  },
  'many aliases': {
    query: `{ ${times(16, (at) => `a${at}: statistics { totalEvents }`)} }`,
    reason: /Aliases limit of 15 exceeded/,
  },
  'many aliases of __typename': {
    query: `{ ${times(300, (at) => `a${at}: __typename`)} }`,
    reason: /Aliases limit of 15 exceeded/,
  },
  'aliases in a fragment': {
    query: `{ ...F } fragment F on Query { ${times(16, (at) => `a${at}: __typename`)} }`,
    reason: /Aliases limit/,
  },
  'many directives': {
    query: `{ __typename ${times(6, () => '@skip(if: false)')} }`,
    reason: /Directives limit of 5 exceeded/,
  },
  'very many unknown directives': {
    query: `{ __typename ${times(490, () => '@a')} }`,
    reason: /Directives limit/,
  },
  'many tokens': { query: `{ ${times(1001, () => 'a')} }`, reason: /Token limit of 1000 exceeded/ },
  'fragments in a circle': {
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    reason: /Cannot spread fragment/,
  },
  'a fragment in itself, with fields': {
    query:
      '{ ...A } fragment A on Query { events { nodes { session { events { nodes { ...E } } } } } } fragment E on CartEvent { session { events { nodes { ...E } } } }',
    reason: /Cannot spread fragment/,
  },
  'fragments that double': { query: doubling(30), reason: /spread at most 500 fragments/ },
  'fragments that double, without fields': {
    query: doubling(30).replace(' __typename ', ' ...F0 '),
    reason: /spread at most 500 fragments/,
  },
  'fragments that all spread one another': {
    query: `{ ...F0 } ${times(14, (at) => `fragment F${at} on Query { ${times(14, (to) => `...F${to}`)} }`)}`,
    reason: /spread at most 500 fragments/,
  },
  'fragments that double, unused': {
    query: doubling(30).replace('{ ...F0 }', '{ __typename }'),
    reason: /spread at most 500 fragments/,
  },
  'rows of rows of rows': {
    query:
      '{ sessions(first: 1000) { nodes { events(first: 1000) { nodes { session { events(first: 1000) { nodes { id } } } } } } } }',
    reason: /at most 100000 values/,
  },
  'rows of rows, by variables': {
    query: 'query ($n: Int) { sessions(first: $n) { nodes { events(first: $n) { nodes { id } } } } }',
    variables: { n: 1000 },
    reason: /at most 100000 values/,
  },
  'rows of rows of a nullable field': {
    query:
      'query ($n: Int) { customer(id: 1) { sessions(first: $n) { nodes { events(first: $n) { nodes { id } } } } } }',
    variables: { n: 1000 },
    reason: /at most 100000 values/,
  },
  'questions of many rows': {
    query:
      '{ sessions(first: 1000) { nodes { a: events(first: 1) { totalCount } b: orders(first: 1) { totalCount } c: cartState } } }',
    reason: /at most 100000 values/,
  },
  'too large a page': {
    query: 'query ($n: Int) { events(first: $n) { totalCount } }',
    variables: { n: 2_147_483_647 },
    reason: /from 0 to 1000/,
  },
  'a number beyond Int': {
    query: 'query ($n: Int) { events(first: $n) { totalCount } }',
    variables: { n: 1e300 },
    reason: /Int/,
  },
  'an endless timeline': {
    query: '{ timeline(interval: MINUTE, from: "1970-01-01T00:00Z", to: "2200-01-01T00:00Z") { events } }',
    reason: /at most 10000 points/,
  },
  'the schema in circles': {
    query: `{ __schema { ${nest(5, 'types { fields { type', 'name')}${' } }'.repeat(5)} } }`,
    reason: /introspection depth/,
  },
  'the schema in circles, by fragments': {
    query:
      '{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } } fragment U on __Type { fields { type { ...V } } } fragment V on __Type { fields { type { fields { name } } } }',
    reason: /introspection depth/,
  },
  'many unknown fields': {
    query: `{ ${times(450, (at) => `${'events'.repeat(15)}${at}`)} }`,
    reason: /Too many validation errors/,
  },
  'many wrong values': {
    query: 'query ($f: EventFilter) { events(filter: $f) { totalCount } }',
    variables: { f: { types: Array.from({ length: 10_000 }, () => 'SEARC') } },
    reason: /./,
  },
  'an empty operation': { query: '', reason: /./ },
  'no operation': { query: 'fragment A on Query { __typename }', reason: /./ },
  'a broken operation': { query: '{ events(', reason: /Syntax Error/ },
  'hundreds of mutations': {
    query: `mutation { ${times(150, (at) => `m${at}: cancelJob(id: 1) { __typename }`)} }`,
    reason: /Token limit of 1000|Aliases limit of 15 exceeded/,
  },
  'a mutation many times in a fragment': {
    query: `mutation { ...F } fragment F on Mutation { ${times(16, (at) => `m${at}: cancelJob(id: 1) { __typename }`)} }`,
    reason: /Aliases limit of 15 exceeded/,
  },
  'a mutation without its input': { query: 'mutation { startGeneration { __typename } }', reason: /input/ },
  'a mutation with a field that is not there': {
    query: 'mutation { startGeneration(input: { chaos: 1 }) { __typename } }',
    reason: /chaos/,
  },
  'a mutation with keys of the prototype': {
    query: 'mutation ($input: StartGenerationInput!) { startGeneration(input: $input) { __typename } }',
    variables: { input: JSON.parse('{"__proto__": {"count": 5}}') },
    reason: /__proto__/,
  },
  'a mutation with a constructor': {
    query: 'mutation ($input: StartGenerationInput!) { startGeneration(input: $input) { __typename } }',
    variables: { input: { constructor: { prototype: {} } } },
    reason: /constructor/,
  },
  'a seed beyond 2^53': {
    query: 'mutation { startGeneration(input: { seed: 9007199254740992 }) { __typename } }',
    reason: /SafeInt as it must be a whole number from -9007199254740991 to 9007199254740991/,
  },
  'a count beyond Int': {
    query: 'mutation { startGeneration(input: { count: -99999999999 }) { __typename } }',
    reason: /Int/,
  },
  'a share that is no number': {
    query: 'mutation ($guests: Float) { startGeneration(input: { guests: $guests }) { __typename } }',
    variables: { guests: '0.5' },
    reason: /Float/,
  },
  'jobs of jobs': {
    query: `{ jobs { nodes { ${nest(5, 'progress { job', 'id')}${' }'.repeat(5)} } } }`,
    reason: /at most 12 fields deep/,
  },
  'logs of logs': {
    query: '{ jobs { nodes { log { job { log { job { id } } } } } } }',
    reason: /at most 100000 values/,
  },
  'a subscription of several fields': {
    query: 'subscription { jobProgress(id: 1) { cursor } other: jobProgress(id: 2) { cursor } }',
    reason: /must select only one top level field/,
  },
  'a subscription of several fields in a fragment': {
    query:
      'subscription { ...F } fragment F on Subscription { a: jobProgress(id: 1) { cursor } b: jobProgress(id: 2) { cursor } }',
    reason: /must select only one top level field/,
  },
  'a subscription of no field of its own': {
    query: 'subscription { __typename }',
    reason: /must not select an introspection top level field/,
  },
  'names of the prototype': {
    query:
      '{ __proto__ constructor { toString } events(filter: { __proto__: 1, constructor: 2 }) { hasOwnProperty } }',
    reason: /Cannot query field/,
  },
};

describe('hostile operations', () => {
  for (const [name, { query, variables = {}, reason }] of Object.entries(shapes)) {
    test(`${name}: refused with 400`, async () => {
      const { status, data, errors } = await ask(query, variables);
      assert.match(errors.map(({ message }) => message).join('\n'), reason);
      assert.equal(status, 400);
      assert.ok(Object.values(data ?? {}).every((value) => value === null));
      assert.ok(errors.length <= 101, String(errors.length));
    });
  }

  test('limits answer 400 to those who accept application/json only, too', async () => {
    for (const name of [
      'many tokens',
      'a field many times',
      'many aliases',
      'many directives',
      'rows of rows, by variables',
    ]) {
      const { query, variables } = shapes[name] as (typeof shapes)[string];
      const response = await handler()(post({ query, variables }, { accept: 'application/json' }));
      assert.equal(response.status, 400, name);
    }
  });

  test('a limit holds however small the first of the same operations was', async () => {
    const { query } = shapes['rows of rows, by variables'] as { query: string };
    assert.equal((await ask(query, { n: 2 })).status, 200);
    assert.equal((await ask(query, { n: 1000 })).status, 400);
    assert.equal((await ask(query, { n: 2 })).status, 200);
  });

  test('nothing is asked of the table for an operation over a limit', async () => {
    const answer = handler({ questions: {} as never });
    const { query, variables = {} } = shapes['rows of rows, by variables'] as (typeof shapes)[string];
    assert.equal((await ask(query, variables, answer)).status, 400);
  });

  test('no error shows a stack or a path of the machine', async () => {
    for (const { query, variables = {} } of Object.values(shapes)) {
      const { errors } = await ask(query, variables);
      assert.doesNotMatch(JSON.stringify(errors), /stack|node_modules|file:|\.ts:/);
    }
  });
});

describe('hostile requests', () => {
  const query = '{ __typename }';
  const body = JSON.stringify({ query });
  const requests: Record<string, { init: RequestInit; path?: string; status: number }> = {
    'a batch': { init: { method: 'POST', headers: JSON_TYPE, body: `[${body},${body}]` }, status: 400 },
    'text/plain': { init: { method: 'POST', headers: { 'content-type': 'text/plain' }, body }, status: 415 },
    'a form': {
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-graphql-yoga-csrf': '1' },
        body: `query=${encodeURIComponent(query)}`,
      },
      status: 415,
    },
    multipart: { init: { method: 'POST', body: new FormData() }, status: 415 },
    'application/graphql': {
      init: { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: query },
      status: 415,
    },
    'application/json-patch': {
      init: { method: 'POST', headers: { 'content-type': 'application/jsonx' }, body },
      status: 415,
    },
    'no content-type': { init: { method: 'POST', body: new TextEncoder().encode(body) }, status: 415 },
    'broken JSON': { init: { method: 'POST', headers: JSON_TYPE, body: '{"query":' }, status: 400 },
    'JSON of something else': { init: { method: 'POST', headers: JSON_TYPE, body: '7' }, status: 400 },
    null: { init: { method: 'POST', headers: JSON_TYPE, body: 'null' }, status: 400 },
    'an empty body': { init: { method: 'POST', headers: JSON_TYPE, body: '' }, status: 400 },
    'a long text': {
      init: {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ query: `{ event(id: "${'x'.repeat(60_000)}") { id } }` }),
      },
      status: 413,
    },
    'very many values': {
      init: {
        method: 'POST',
        headers: JSON_TYPE,
        body: `{"query":"{__typename}","variables":{"x":[${'0,'.repeat(20_000)}0]}}`,
      },
      status: 413,
    },
    'very deep values': {
      init: {
        method: 'POST',
        headers: JSON_TYPE,
        body: `{"query":"{__typename}","variables":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      },
      status: 413,
    },
    'a query that is no text': {
      init: { method: 'POST', headers: JSON_TYPE, body: '{"query":{"a":1}}' },
      status: 400,
    },
    'variables that are no object': {
      init: { method: 'POST', headers: JSON_TYPE, body: '{"query":"{__typename}","variables":"x"}' },
      status: 400,
    },
    'an unknown parameter': {
      init: { method: 'POST', headers: JSON_TYPE, body: '{"query":"{__typename}","evil":1}' },
      status: 400,
    },
    'an operation that is not there': {
      init: {
        method: 'POST',
        headers: JSON_TYPE,
        body: '{"query":"query A {__typename}","operationName":"B"}',
      },
      status: 400,
    },
    'a large body': {
      init: {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ query, variables: { x: 'x'.repeat(1_000_001) } }),
      },
      status: 413,
    },
    'GET without the header': { init: {}, path: `?query=${encodeURIComponent(query)}`, status: 403 },
    'a mutation by GET': {
      init: { headers: { 'x-graphql-yoga-csrf': '1' } },
      path: '?query=mutation%7Ba%7D',
      status: 405,
    },
    'GET with broken variables': {
      init: { headers: { 'x-graphql-yoga-csrf': '1' } },
      path: '?query=%7B__typename%7D&variables=%7B',
      status: 400,
    },
    DELETE: { init: { method: 'DELETE' }, status: 405 },
    'an unacceptable answer': {
      init: { method: 'POST', headers: { ...JSON_TYPE, accept: 'image/png' }, body },
      status: 406,
    },
  };
  for (const [name, { init, path = '', status }] of Object.entries(requests)) {
    test(`${name}: ${status}`, async () => {
      const response = await handler()(new Request(`${URL_OF}${path}`, init));
      assert.equal(response.status, status, await response.text());
    });
  }

  test('a body that lies about its length, or has none, is cut off: 413', async () => {
    const chunk = new Uint8Array(100_000).fill(32);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: JSON_TYPE,
      body: endless,
      duplex: 'half',
    };
    const response = await handler()(new Request(URL_OF, init));
    assert.equal(response.status, 413);
    assert.ok(sent < 2_000_000, String(sent));
  });

  test('foreign pages are not told that they may ask', async () => {
    const preflight = (answer: typeof production): Promise<Response> =>
      answer(
        new Request(URL_OF, {
          method: 'OPTIONS',
          headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
        }),
      );
    const name = 'access-control-allow-origin';
    assert.equal((await preflight(handler())).headers.get(name), null);
  });
});

describe('production', () => {
  test('the schema is hidden', async () => {
    const { status, errors } = await ask(getIntrospectionQuery(), {}, production);
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', /introspection/i);
    assert.equal((await ask('{ __type(name: "Query") { name } }', {}, production)).status, 400);
    assert.equal((await ask('{ __typename }', {}, production)).status, 200);
  });

  test('errors suggest nothing', async () => {
    const operations: [query: string, variables?: Record<string, unknown>][] = [
      ['{ eventz { id } }'],
      ['{ events { nodez { id } } }'],
      ['{ events(filtr: 1) { totalCount } }'],
      ['{ events(orderBy: TIME_DES) { totalCount } }'],
      ['{ events }'],
      ['query ($f: EventFilter) { events(filter: $f) { totalCount } }', { f: { typez: [] } }],
      ['query ($o: EventOrder) { events(orderBy: $o) { totalCount } }', { o: 'TIME_DES' }],
    ];
    for (const [query, variables = {}] of operations) {
      const open = await ask(query, variables);
      assert.match(JSON.stringify(open.errors), /Did you mean/, query);
      const { status, errors } = await ask(query, variables, production);
      assert.equal(status, 400);
      assert.ok(errors.length > 0);
      assert.doesNotMatch(JSON.stringify(errors), /Did you mean/);
    }
  });

  test('GET answers nothing, and there is no GraphiQL', async () => {
    const init = { headers: { 'x-graphql-yoga-csrf': '1', accept: 'application/json' } };
    const response = await production(new Request(`${URL_OF}?query=%7B__typename%7D`, init));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST');
    const page = await production(new Request(URL_OF, { headers: { accept: 'text/html' } }));
    assert.notEqual(page.status, 200);
  });

  test('elsewhere GraphiQL comes whole, from nowhere else', async () => {
    const page = await handler()(new Request(URL_OF, { headers: { accept: 'text/html' } }));
    const text = await page.text();
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.match(text, /renderYogaGraphiQL/);
    assert.match(text, /topProducts/);
    // Subscriptions, too: it would ask for them by GET, which needs a header.
    assert.match(text, /"method":"POST"/);
    assert.doesNotMatch(text, /<(?:script|link)[^>]+(?:src|href)="https?:/);
  });
});
