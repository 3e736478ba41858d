import type { TransformationTask } from '../core/jobs/job.ts';
import { builder } from './builder.ts';

/** What a transformation was told. */
export const Transformation = builder.objectRef<TransformationTask>('Transformation').implement({
  description: 'Raw files made into tables of clean events with their journeys, and of sessions.',
  fields: (t) => ({
    inputs: t.exposeStringList('inputs', {
      description: 'Files or folders of the data folder, in the order in which they are read.',
    }),
    output: t.exposeString('output', { description: 'Folder of the data folder that it writes to.' }),
    timeZone: t.string({
      description: 'Zone of times without an offset, of dates and of hours.',
      resolve: ({ options }) => options.timeZone,
    }),
    dropGuests: t.boolean({
      description: 'Whether events without a customer are left out.',
      resolve: ({ options }) => options.dropGuests,
    }),
    notAfter: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Latest time that is kept; null for no limit.',
      resolve: ({ options }) => options.notAfter,
    }),
  }),
});
