import type { StoredEvent } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { connect, pageArgs, pageCost, pageRequest } from './connections.ts';
import { Client, PageVisit, Search, Utm } from './event-details.ts';
import { EventFilterInput, eventFilter } from './event-filter.ts';
import { QUESTION_COST } from './limits.ts';
import { Device, deviceOf, EventType, eventTypeOf, Source, sourceOf } from './names.ts';
import { Product } from './product.ts';
import type { Found } from './view.ts';

/** An event of the shop. Session, customer and order are added where those nouns are. */
export const CartEvent = builder.objectRef<Found<StoredEvent>>('CartEvent').implement({
  description: 'Something that happened in the shop.',
  fields: (t) => ({
    id: t.id({ description: 'Id of the event.', resolve: ({ row }) => row.event_id }),
    type: t.field({
      type: EventType,
      description: 'What happened.',
      resolve: ({ row }) => eventTypeOf(row.event_type),
    }),
    typeName: t.string({
      description: 'What happened, as on the wire: `add_to_cart`.',
      resolve: ({ row }) => row.event_type,
    }),
    time: t.field({ type: 'DateTime', description: 'When.', resolve: ({ row }) => row.timestamp }),
    sessionId: t.id({ description: 'Id of its session.', resolve: ({ row }) => row.session_id }),
    customerId: t.id({
      nullable: true,
      description: 'Number of the customer; null for a guest.',
      resolve: ({ row }) => row.customer_id,
    }),
    guest: t.boolean({
      description: 'Whether it is of a guest, as the event says.',
      resolve: ({ row }) => row.is_guest,
    }),
    productId: t.id({
      nullable: true,
      description: 'Number of the product it is about.',
      resolve: ({ row }) => row.product_id,
    }),
    productName: t.string({
      nullable: true,
      description: 'Name of the product at that time.',
      resolve: ({ row }) => row.product_name,
    }),
    product: t.field({
      type: Product,
      nullable: true,
      description: 'The product it is about.',
      resolve: async ({ row, view }) => {
        if (row.product_id === null) return null;
        const product = await view.products.load(row.product_id);
        return product && { row: product, view };
      },
    }),
    price: t.field({
      type: 'Vnd',
      description: 'Price of the product at that time; 0 where the event has none.',
      resolve: ({ row }) => row.product_price_vnd,
    }),
    quantity: t.int({
      description:
        'How many were put in or taken out, or are there now (update_quantity). 0 where the event has none; a remove of 0 takes out the whole line.',
      resolve: ({ row }) => row.quantity,
    }),
    oldQuantity: t.int({
      nullable: true,
      description: 'How many were there before.',
      resolve: ({ row }) => row.old_quantity,
    }),
    lineTotal: t.field({
      type: 'Vnd',
      description: 'Quantity x price; 0 where the event has none.',
      resolve: ({ row }) => row.line_total_vnd,
    }),
    source: t.field({
      type: Source,
      nullable: true,
      description: 'Through what the shop was visited.',
      resolve: ({ row }) => sourceOf(row.source),
    }),
    sourceName: t.string({
      nullable: true,
      description: 'The same, as on the wire: `mobile_app`.',
      resolve: ({ row }) => row.source,
    }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'What the shop was visited with.',
      resolve: ({ row }) => deviceOf(row.device),
    }),
    deviceName: t.string({
      nullable: true,
      description: 'The same, as on the wire: `tablet`.',
      resolve: ({ row }) => row.device,
    }),
    utm: t.field({ type: Utm, description: 'The campaign it came from.', resolve: ({ row }) => row }),
    client: t.field({ type: Client, description: 'The program it came from.', resolve: ({ row }) => row }),
    page: t.field({ type: PageVisit, description: 'What was done on a page.', resolve: ({ row }) => row }),
    search: t.field({
      type: Search,
      nullable: true,
      description: 'What was searched for; null for all but searches.',
      resolve: ({ row }) =>
        row.search_query === null && row.results_count === null && row.search_type === null ? null : row,
    }),
    properties: t.field({
      type: 'JSON',
      nullable: true,
      description: 'An object with the fields nobody knows; null where there are none.',
      resolve: ({ row }) => (row.properties === null ? null : (JSON.parse(row.properties) as unknown)),
    }),
  }),
});

/** A list of events. */
export const EventConnection = builder.connectionObject(
  { type: CartEvent, name: 'EventConnection', description: 'Some of a list of events.' },
  { name: 'EventEdge', description: 'An event in a list.' },
);

const EventOrder = builder.enumType('EventOrder', {
  description: 'The order of events: by time, then by id.',
  values: {
    TIME_DESC: { value: 'newest', description: 'The newest first.' },
    TIME_ASC: { value: 'oldest', description: 'The oldest first.' },
  } as const,
});

/** The argument that orders events, the newest first where it is left out. */
export const eventOrderArg = builder.args((t) => ({
  orderBy: t.field({ type: EventOrder, defaultValue: 'newest', description: 'Their order.' }),
}));

/** The argument that says which events a question is about. */
export const eventFilterArg = builder.args((t) => ({
  filter: t.field({ type: EventFilterInput, description: 'Which events: all where it is left out.' }),
}));

builder.queryFields((t) => ({
  events: t.field({
    type: EventConnection,
    description: 'Events, the newest first.',
    complexity: pageCost,
    args: { ...eventFilterArg, ...eventOrderArg, ...pageArgs, ...asOfArg },
    resolve: async (_, args, context) => {
      const filter = eventFilter(args.filter);
      const page = pageRequest(args, 'event');
      const order = args.orderBy ?? 'newest';
      const view = await viewAsOf(context, args.asOf);
      const found = await view.ask((all, asking) => all.events({ ...asking, filter, order, page }));
      return connect(context, found, 'event');
    },
  }),
  event: t.field({
    type: CartEvent,
    nullable: true,
    description: 'An event by its id; null where there is none.',
    complexity: QUESTION_COST,
    args: { id: t.arg.id({ required: true, description: 'Id of the event.' }), ...asOfArg },
    resolve: async (_, { id, asOf }, context) => {
      const view = await viewAsOf(context, asOf);
      const row = await view.events.load(id);
      return row && { row, view };
    },
  }),
}));

builder.objectField(Product, 'events', (t) =>
  t.field({
    type: EventConnection,
    description: 'Events about it, the newest first.',
    complexity: pageCost,
    args: { ...eventOrderArg, ...pageArgs },
    resolve: async ({ row, view }, args, context) => {
      const page = pageRequest(args, 'event');
      const filter = { products: [row.product_id] };
      const order = args.orderBy ?? 'newest';
      const found = await view.ask((all, asking) => all.events({ ...asking, filter, order, page }));
      return connect(context, found, 'event');
    },
  }),
);
