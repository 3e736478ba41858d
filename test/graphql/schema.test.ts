import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  getIntrospectionQuery,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { EVENT_TYPES } from '../../src/core/event-types.ts';
import { GRAPHIQL } from '../../src/graphql/graphiql.ts';
import { schema, schemaText } from '../../src/graphql/schema.ts';
import { ask, dataOf } from './asking.ts';

interface Described {
  description?: string | null | undefined;
}

/** Everything in the schema that can have a description, by its path. */
function parts(): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    found.set(type.name, type);
    if (isEnumType(type))
      for (const value of type.getValues()) found.set(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInputObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      found.set(`${type.name}.${field.name}`, field);
      if (!('args' in field)) continue;
      for (const arg of field.args) found.set(`${type.name}.${field.name}(${arg.name}:)`, arg);
    }
  }
  return found;
}

describe('schema', () => {
  test('schema.graphql is what the code says: npm run schema writes it', () => {
    const file = new URL('../../schema.graphql', import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), schemaText());
  });

  test('everything has a description that is a sentence', () => {
    const all = parts();
    assert.ok(all.size > 300, String(all.size));
    const bare = [...all].filter(([, { description }]) => !/^[A-Z0-9][^]*[.]$/.test(description ?? ''));
    assert.deepEqual(
      bare.map(([path]) => path).filter((path) => !/^(?:ID|Int|Float|String|Boolean)$/.test(path)),
      [],
    );
  });

  test('every query of the service is there', () => {
    assert.deepEqual(Object.keys(schema.getQueryType()?.getFields() ?? {}).toSorted(), [
      'abandonedCarts',
      'customer',
      'event',
      'events',
      'funnel',
      'job',
      'jobs',
      'journeys',
      'product',
      'session',
      'sessions',
      'statistics',
      'table',
      'timeline',
    ]);
  });

  test('what GraphiQL begins with can be asked', () => {
    const operations = (GRAPHIQL.defaultTabs ?? []).map(({ query }) => query ?? '');
    assert.equal(operations.length, 2);
    for (const operation of operations) assert.deepEqual(validate(schema, parse(operation)), []);
  });

  test('every command is there, and answers a union of what may come of it', () => {
    const commands = Object.values(schema.getMutationType()?.getFields() ?? {});
    const names = ['cancelJob', 'restoreTable', 'resumeJob', 'startGeneration', 'startTransformation'];
    assert.deepEqual(commands.map(({ name }) => name).toSorted(), names);
    const userError = schema.getType('UserError');
    assert.ok(isInterfaceType(userError));
    for (const { type } of commands) {
      const union = getNullableType(type);
      assert.ok(isUnionType(union), String(type));
      const errors = union.getTypes().filter(({ name }) => !name.endsWith('Payload'));
      assert.equal(errors.length, union.getTypes().length - 1);
      assert.ok(errors.length > 0);
      for (const error of errors) assert.ok(schema.isSubType(userError, error), error.name);
    }
  });

  test('EventType has the types we know, and OTHER', () => {
    const type = schema.getType('EventType');
    assert.ok(isEnumType(type));
    const names = type.getValues().map(({ name }) => name);
    assert.deepEqual(
      names.toSorted(),
      [...EVENT_TYPES.map((name) => name.toUpperCase()), 'OTHER'].toSorted(),
    );
  });

  test('the schema can be asked for, as GraphiQL does', async () => {
    const { __schema: found } = await dataOf(
      getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }),
    );
    assert.equal(found.queryType.name, 'Query');
  });

  test('the schema cannot be asked for in circles', async () => {
    const circle = 'fields { type { fields { type { fields { type { fields { name } } } } } } }';
    const { status, errors } = await ask(`{ __schema { types { ${circle} } } }`);
    assert.equal(status, 400);
    assert.match(errors[0]?.message ?? '', /introspection depth/i);
  });
});
