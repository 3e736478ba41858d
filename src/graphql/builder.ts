import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphQLError } from 'graphql';
import type { Context } from './context.ts';
import { codedError } from './errors.ts';
import { LIMITS } from './limits.ts';

/** What an operation costs. */
export interface Cost {
  complexity: number;
  depth: number;
  breadth: number;
}

/** Refuses an operation that costs more than the limits allow; undefined for all others. */
export function costError({ complexity, depth, breadth }: Cost): GraphQLError | undefined {
  if (depth > LIMITS.depth) return tooMuch(`at most ${LIMITS.depth} fields deep`, depth);
  if (breadth > LIMITS.fields) return tooMuch(`of at most ${LIMITS.fields} fields`, breadth);
  if (complexity > LIMITS.complexity) return tooMuch(`of at most ${LIMITS.complexity} values`, complexity);
  return undefined;
}

function tooMuch(wanted: string, actual: number): GraphQLError {
  return codedError('LIMIT_EXCEEDED', `Cannot answer as an operation must be ${wanted}: ${actual}`);
}

/** What all types of the schema are made with: nothing is null unless it says so, and what costs too much is not resolved. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Connection: { totalCount: number; version: number };
  Scalars: {
    ID: { Input: string; Output: string | number };
    DateTime: { Input: number; Output: number };
    Duration: { Input: number; Output: number };
    Vnd: { Input: number; Output: number };
    SafeInt: { Input: number; Output: number };
    JSON: { Input: never; Output: unknown };
  };
}>({
  defaultFieldNullability: false,
  plugins: [ComplexityPlugin, RelayPlugin],
  complexity: {
    limit: { complexity: LIMITS.complexity, depth: LIMITS.depth, breadth: LIMITS.fields },
    complexityError: (_, found) => costError(found) ?? new Error('Cannot find what an operation costs'),
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'Where a page lies in its whole list.' },
    hasNextPageFieldOptions: { description: 'Whether rows come after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows come before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null on an empty page.' },
    endCursorFieldOptions: {
      description: 'Cursor of the last row, to be given as `after` for the next page; null on an empty page.',
    },
    pageInfoFieldOptions: {
      description: 'Where this page lies in the whole list.',
      complexity: { field: 0, multiplier: 0 },
    },
    edgesFieldOptions: {
      description: 'The rows of this page with their cursors.',
      complexity: { field: 1, multiplier: 1 },
    },
    nodesOnConnection: {
      description: 'The rows of this page.',
      complexity: { field: 1, multiplier: 1 },
    },
    cursorFieldOptions: {
      description: 'Marks the place of the row in its order. Opaque; stays good while others arrive.',
    },
    nodeFieldOptions: { description: 'The row.', nullable: false },
  },
});

builder.queryType({ description: 'Questions about the events of the shop, and about jobs.' });
builder.mutationType({
  description: 'Commands. What may keep one from being carried out is a member of its result.',
});
builder.subscriptionType({ description: 'What happens, as it happens.' });

builder.globalConnectionFields((t) => ({
  totalCount: t.int({
    description: 'Rows of the whole list, not of this page.',
    complexity: 0,
    resolve: (connection) => connection.totalCount,
  }),
  version: t.int({
    description: 'Version of the table that was read; -1 without a table.',
    complexity: 0,
    resolve: (connection) => connection.version,
  }),
}));
