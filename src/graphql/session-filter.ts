import type { SessionFilter } from '../core/questions/filter.ts';
import { builder } from './builder.ts';
import { eitherNames } from './event-filter.ts';
import { given, readIds } from './inputs.ts';
import { Device, Source } from './names.ts';

/** Which sessions a question is about. */
export const SessionFilterInput = builder.inputType('SessionFilter', {
  description:
    'Which sessions a question is about: those that meet everything that is given. An empty list is met by nothing. Lists have at most 1000 values.',
  fields: (t) => ({
    customers: t.idList({ description: 'Of one of these customers.' }),
    guest: t.boolean({ description: 'True: without any customer; false: of customers only.' }),
    sources: t.field({ type: [Source], description: 'From one of these sources, or of `sourceNames`.' }),
    sourceNames: t.stringList({ description: 'From a source with one of these names, or of `sources`.' }),
    devices: t.field({ type: [Device], description: 'From one of these devices, or of `deviceNames`.' }),
    deviceNames: t.stringList({ description: 'From a device with one of these names, or of `devices`.' }),
    purchased: t.boolean({ description: 'Whether something was bought.' }),
    cartLeft: t.boolean({ description: 'Whether something is left in the cart in the end.' }),
    from: t.field({ type: 'DateTime', description: 'Begun at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Begun before this time.' }),
  }),
});

/** Reads a filter. @throws {GraphQLError} naming the field that is wrong */
export function sessionFilter(
  filter: typeof SessionFilterInput.$inferInput | null | undefined,
): SessionFilter {
  if (filter == null) return {};
  return given({
    customers: readIds('filter.customers', filter.customers),
    guest: filter.guest,
    sources: eitherNames('filter.sources', filter.sources, filter.sourceNames),
    devices: eitherNames('filter.devices', filter.devices, filter.deviceNames),
    purchased: filter.purchased,
    cart: filter.cartLeft,
    from: filter.from,
    to: filter.to,
  });
}
