import { EVENT_TYPES } from '../core/event-types.ts';
import { builder } from './builder.ts';
import { badInput } from './errors.ts';

/** Stands for every name that an enum does not have. No name on the wire is in capitals. */
export const OTHER = 'OTHER';

type EventTypeName = (typeof EVENT_TYPES)[number];

const TYPE_TEXTS: Record<EventTypeName, string> = {
  add_to_cart: 'A product was put into the cart.',
  remove_from_cart: 'A product was taken out of the cart, some of it or all.',
  update_quantity: 'The quantity of a product in the cart was set.',
  view_item: 'A product was looked at.',
  purchase: 'An order was bought.',
  scroll: 'A page was scrolled.',
  exit_page: 'A page was left.',
  search: 'Products were searched for.',
  add_to_wish_list: 'A product was put on the wish list.',
  begin_checkout: 'A checkout was begun.',
  add_shipping_info: 'The way of shipping was chosen.',
  add_payment_info: 'The way of paying was chosen.',
  payment_failed: 'A payment failed.',
  order_cancelled: 'An order was cancelled.',
};

const SOURCES = {
  website: 'The website on a computer.',
  mobile_app: 'The app.',
  mobile_web: 'The website on a phone or tablet.',
} as const;

const DEVICES = { desktop: 'A computer.', mobile: 'A phone.', tablet: 'A tablet.' } as const;

/** Values of an enum for names on the wire, and OTHER for the rest. */
function valuesOf<Name extends string>(
  texts: Readonly<Record<Name, string>>,
  other: string,
): Record<string, { value: Name | typeof OTHER; description: string }> {
  const names = Object.keys(texts) as Name[];
  return {
    ...Object.fromEntries(
      names.map((name) => [name.toUpperCase(), { value: name, description: texts[name] }]),
    ),
    OTHER: { value: OTHER, description: other },
  };
}

/** The types of events we know. */
export const EventType = builder.enumType('EventType', {
  description: 'What happened.',
  values: valuesOf(
    TYPE_TEXTS,
    'Something else: `typeName` says what. Not for filters, which have `typeNames`.',
  ),
});

/** Where events come from. */
export const Source = builder.enumType('Source', {
  description: 'Through what the shop was visited.',
  values: valuesOf(
    SOURCES,
    'Something else: `sourceName` says what. Not for filters, which have `sourceNames`.',
  ),
});

/** What events were made with. */
export const Device = builder.enumType('Device', {
  description: 'What the shop was visited with.',
  values: valuesOf(
    DEVICES,
    'Something else: `deviceName` says what. Not for filters, which have `deviceNames`.',
  ),
});

/** The value of EventType for a name on the wire. */
export function eventTypeOf(name: string): EventTypeName | typeof OTHER {
  return Object.hasOwn(TYPE_TEXTS, name) ? (name as EventTypeName) : OTHER;
}

/** The value of Source for a name on the wire. */
export function sourceOf(name: string | null): keyof typeof SOURCES | typeof OTHER | null {
  if (name === null) return null;
  return Object.hasOwn(SOURCES, name) ? (name as keyof typeof SOURCES) : OTHER;
}

/** The value of Device for a name on the wire. */
export function deviceOf(name: string | null): keyof typeof DEVICES | typeof OTHER | null {
  if (name === null) return null;
  return Object.hasOwn(DEVICES, name) ? (name as keyof typeof DEVICES) : OTHER;
}

/** Names on the wire for values of an enum. @throws {GraphQLError} for OTHER, which is no name */
export function namesOf(argument: string, values: readonly string[]): readonly string[] {
  if (values.includes(OTHER)) throw badInput(argument, 'a list of names, and OTHER is none', OTHER);
  return values;
}
