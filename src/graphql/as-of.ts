import type { AsOf } from '../core/questions/questions.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import type { View } from './view.ts';

const AsOfInput = builder.inputType('AsOf', {
  description: 'A version of the table of events: by its number, or the newest that was there at a time.',
  isOneOf: true,
  fields: (t) => ({
    version: t.int({ description: 'Number of the version, as `table` lists them.' }),
    time: t.field({ type: 'DateTime', description: 'When it was the newest version.' }),
  }),
});

/** The argument that picks a version of the table. */
export const asOfArg = builder.args((t) => ({
  asOf: t.field({
    type: AsOfInput,
    description:
      'Reads the table as it was. The newest version where it is left out. A version that is gone: error VERSION_GONE.',
  }),
}));

/** The table at the version that an argument picks. */
export function viewAsOf(
  context: Context,
  asOf: { version?: number | null; time?: number | null } | null | undefined,
): Promise<View> {
  let wanted: AsOf | undefined;
  if (asOf?.version != null) wanted = { version: asOf.version };
  if (asOf?.time != null) wanted = { time: asOf.time };
  return context.view(wanted);
}
