import type { VersionRow } from '../core/questions/answers.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { checkRows } from './connections.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';
import { type Ask, openView } from './view.ts';

const TableVersion = builder.objectRef<VersionRow>('TableVersion').implement({
  description: 'A version of a table.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Its number; the first is 0.' }),
    time: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was written; null where the log does not say.',
      resolve: ({ time }) => time,
    }),
    operation: t.exposeString('operation', {
      nullable: true,
      description: 'What was done, as the log says: `WRITE`.',
    }),
    rows: t.field({ type: 'SafeInt', description: 'Rows it has.', resolve: ({ rows }) => rows }),
    files: t.exposeInt('files', { description: 'Files it is made of.' }),
    bytes: t.field({ type: 'SafeInt', description: 'Bytes of those files.', resolve: ({ bytes }) => bytes }),
    kept: t.exposeBoolean('kept', {
      description:
        'Whether it can still be read, and restored: the last 10 versions are kept, and those of the last 7 days.',
    }),
  }),
});

/** The tables there are. */
export const TableName = builder.enumType('TableName', {
  description: 'The tables there are.',
  values: {
    EVENTS: { value: 'events', description: 'All events, cleaned and without duplicates.' },
  } as const,
});

/** A table, and what its newest version is. */
export interface TableShape {
  name: 'events';
  ask: Ask;
  newest: VersionRow | undefined;
}

/** A table. */
export const Table = builder.objectRef<TableShape>('Table').implement({
  description: 'A table, as it is now.',
  fields: (t) => ({
    name: t.expose('name', { type: TableName, description: 'Its name.' }),
    version: t.int({
      description: 'Its newest version; -1 where nothing has been written yet.',
      resolve: ({ newest }) => newest?.version ?? -1,
    }),
    rows: t.field({
      type: 'SafeInt',
      description: 'Rows it has.',
      resolve: ({ newest }) => newest?.rows ?? 0,
    }),
    files: t.int({ description: 'Files it is made of.', resolve: ({ newest }) => newest?.files ?? 0 }),
    bytes: t.field({
      type: 'SafeInt',
      description: 'Bytes of those files.',
      resolve: ({ newest }) => newest?.bytes ?? 0,
    }),
    history: t.field({
      type: [TableVersion],
      description: 'Its versions, the newest first.',
      complexity: ({ first }) => ({
        field: QUESTION_COST,
        multiplier: Math.min(Math.max(first ?? 20, 0), LIMITS.rows),
      }),
      args: {
        first: t.arg.int({ defaultValue: 20, description: `How many of them: 0 to ${LIMITS.rows}.` }),
      },
      resolve: ({ ask }, { first }) => {
        const count = checkRows('first', first ?? 20);
        return ask((all) => all.versions(count));
      },
    }),
  }),
});

/** A table with its newest version, also where this request has read an earlier one. */
export async function tableNow(name: 'events', context: Context): Promise<TableShape> {
  const { ask } = openView(context.questions, context.signal);
  const [newest] = await ask((all) => all.versions(1));
  return { name, ask, newest };
}

builder.queryField('table', (t) =>
  t.field({
    type: Table,
    description: 'A table: its version, its history, how large it is.',
    complexity: QUESTION_COST,
    args: { name: t.arg({ type: TableName, required: true, description: 'Which table.' }) },
    resolve: (_, { name }, context) => tableNow(name, context),
  }),
);
