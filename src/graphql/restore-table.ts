import { builder } from './builder.ts';
import { askJobs } from './context.ts';
import { SCAN_COST } from './limits.ts';
import { Table, TableName, tableNow } from './table.ts';
import { VersionConflict, VersionGone } from './user-error.ts';

const RestoreTablePayload = builder
  .objectRef<{ outcome: 'restored'; version: number; rows: number }>('RestoreTablePayload')
  .implement({
    description: 'A table has the content of an earlier version again.',
    fields: (t) => ({
      version: t.exposeInt('version', { description: 'The new version that has it.' }),
      rows: t.expose('rows', { type: 'SafeInt', description: 'Rows it has.' }),
      table: t.field({
        type: Table,
        description: 'The table, as it is now.',
        resolve: (_, __, context) => tableNow('events', context),
      }),
    }),
  });

const TYPES = {
  restored: RestoreTablePayload,
  version_gone: VersionGone,
  conflict: VersionConflict,
} as const;

const RestoreTableResult = builder.unionType('RestoreTableResult', {
  description: 'A table has the content of an earlier version again, or why not.',
  types: Object.values(TYPES),
  resolveType: ({ outcome }) => TYPES[outcome],
});

builder.mutationField('restoreTable', (t) =>
  t.field({
    type: RestoreTableResult,
    description:
      'Makes a new version of a table that has the content of an earlier one. The raw file beside it stays that of the last generation.',
    complexity: SCAN_COST,
    args: {
      name: t.arg({ type: TableName, required: true, description: 'Which table.' }),
      version: t.arg.int({ required: true, description: 'The version whose content is wanted.' }),
      expectedVersion: t.arg.int({
        required: true,
        description: 'The version that is the newest now: where it is not, nothing is done.',
      }),
    },
    resolve: (_, { version, expectedVersion }, context) =>
      askJobs(context, (jobs) => jobs.restoreTable({ version, expectedVersion })),
  }),
);
