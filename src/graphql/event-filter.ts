import type { EventFilter } from '../core/questions/filter.ts';
import { builder } from './builder.ts';
import { checkList, given, readIds } from './inputs.ts';
import { Device, EventType, namesOf, Source } from './names.ts';

/** Which events a question is about. */
export const EventFilterInput = builder.inputType('EventFilter', {
  description:
    'Which events a question is about: those that meet everything that is given. An empty list is met by nothing. Lists have at most 1000 values.',
  fields: (t) => ({
    types: t.field({ type: [EventType], description: 'Of one of these types, or of `typeNames`.' }),
    typeNames: t.stringList({
      description: 'Of a type with one of these names on the wire, such as `gift_wrapped`, or of `types`.',
    }),
    sources: t.field({ type: [Source], description: 'From one of these sources, or of `sourceNames`.' }),
    sourceNames: t.stringList({ description: 'From a source with one of these names, or of `sources`.' }),
    devices: t.field({ type: [Device], description: 'From one of these devices, or of `deviceNames`.' }),
    deviceNames: t.stringList({ description: 'From a device with one of these names, or of `devices`.' }),
    customers: t.idList({ description: 'Of one of these customers.' }),
    guest: t.boolean({ description: 'True: of guests only; false: of customers only.' }),
    products: t.idList({ description: 'About one of these products; what is in an order does not count.' }),
    sessions: t.idList({ description: 'In one of these sessions.' }),
    orders: t.idList({ description: 'About one of these orders.' }),
    from: t.field({ type: 'DateTime', description: 'At this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Before this time.' }),
  }),
});

/** An enum's values and names beside them, as one list of names; undefined where nothing is said. */
export function eitherNames(
  argument: string,
  values: readonly string[] | null | undefined,
  names: readonly string[] | null | undefined,
): readonly string[] | undefined {
  if (values == null && names == null) return undefined;
  const known = namesOf(argument, checkList(argument, values) ?? []);
  return [...known, ...(checkList(`${argument.replace(/s$/, '')}Names`, names) ?? [])];
}

/** Reads a filter. @throws {GraphQLError} naming the field that is wrong */
export function eventFilter(filter: typeof EventFilterInput.$inferInput | null | undefined): EventFilter {
  if (filter == null) return {};
  return given({
    types: eitherNames('filter.types', filter.types, filter.typeNames),
    sources: eitherNames('filter.sources', filter.sources, filter.sourceNames),
    devices: eitherNames('filter.devices', filter.devices, filter.deviceNames),
    customers: readIds('filter.customers', filter.customers),
    guest: filter.guest,
    products: readIds('filter.products', filter.products),
    sessions: checkList('filter.sessions', filter.sessions),
    orders: checkList('filter.orders', filter.orders),
    from: filter.from,
    to: filter.to,
  });
}
