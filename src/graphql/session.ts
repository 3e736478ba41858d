import type { SessionRow } from '../core/questions/answers.ts';
import type { SessionsQuestion } from '../core/questions/questions.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { Cart, cartMomentArgs, CartState, IDLE_FOR } from './cart.ts';
import { checkRows, connect, pageArgs, pageCost, pageRequest } from './connections.ts';
import type { CursorOrder } from './cursors.ts';
import { CartEvent, EventConnection } from './event.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';
import { Device, deviceOf, Source, sourceOf } from './names.ts';
import { SessionFilterInput, sessionFilter } from './session-filter.ts';
import type { Found } from './view.ts';

/** A session. Customer and orders are added where those nouns are. */
export const Session = builder.objectRef<Found<SessionRow>>('Session').implement({
  description: 'A visit to the shop: everything that shares one session id.',
  fields: (t) => ({
    id: t.id({ description: 'Id of the session.', resolve: ({ row }) => row.session_id }),
    customerId: t.id({
      nullable: true,
      description: 'Number of its customer, the first it names; null for a guest.',
      resolve: ({ row }) => row.customer_id,
    }),
    source: t.field({
      type: Source,
      nullable: true,
      description: 'Through what the shop was visited, as its first event says.',
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
      description: 'What the shop was visited with, as its first event says.',
      resolve: ({ row }) => deviceOf(row.device),
    }),
    deviceName: t.string({
      nullable: true,
      description: 'The same, as on the wire: `tablet`.',
      resolve: ({ row }) => row.device,
    }),
    start: t.field({
      type: 'DateTime',
      description: 'Time of its first event.',
      resolve: ({ row }) => row.start,
    }),
    end: t.field({ type: 'DateTime', description: 'Time of its last event.', resolve: ({ row }) => row.end }),
    durationSeconds: t.float({
      description: 'From its first event to its last, in seconds.',
      resolve: ({ row }) => (row.end - row.start) / 1_000_000,
    }),
    eventCount: t.int({ description: 'How many events it has.', resolve: ({ row }) => row.events }),
    journey: t.stringList({
      description: 'Types of its events in order, as on the wire.',
      args: {
        first: t.arg.int({
          defaultValue: LIMITS.rows,
          description: `How many of them: 0 to ${LIMITS.rows}.`,
        }),
      },
      resolve: ({ row }, { first }) => row.journey.slice(0, checkRows('first', first ?? LIMITS.rows)),
    }),
    purchases: t.int({ description: 'How many orders were bought.', resolve: ({ row }) => row.purchases }),
    orderValue: t.field({
      type: 'Vnd',
      description: 'What the orders came to.',
      resolve: ({ row }) => row.order_value_vnd,
    }),
    cart: t.field({
      type: Cart,
      description: 'What is left in its cart in the end.',
      resolve: ({ row, view }) => ({ row: { lines: row.cart, value_vnd: row.cart_value_vnd }, view }),
    }),
    cartState: t.field({
      type: CartState,
      nullable: true,
      description: 'How its cart stands at a moment; null where there is none then.',
      complexity: QUESTION_COST,
      args: cartMomentArgs,
      resolve: ({ row, view }, { at, idleFor }, { now }) =>
        view.cartStates(at ?? now, idleFor ?? IDLE_FOR).load(row.session_id),
    }),
    events: t.field({
      type: EventConnection,
      description: 'Its events, in the order they happened.',
      complexity: pageCost,
      args: pageArgs,
      resolve: async ({ row, view }, args, context) => {
        const page = pageRequest(args, 'event');
        const filter = { sessions: [row.session_id] };
        const found = await view.ask((all, asking) =>
          all.events({ ...asking, filter, order: 'oldest', page }),
        );
        return connect(context, found, 'event');
      },
    }),
  }),
});

/** A list of sessions. */
export const SessionConnection = builder.connectionObject(
  { type: Session, name: 'SessionConnection', description: 'Some of a list of sessions.' },
  { name: 'SessionEdge', description: 'A session in a list.' },
);

const SessionOrder = builder.enumType('SessionOrder', {
  description: 'The order of sessions: by what it says, then by id.',
  values: {
    START_DESC: { value: 'newest', description: 'Those that began last first.' },
    START_ASC: { value: 'oldest', description: 'Those that began first first.' },
    END_DESC: { value: 'latest_activity', description: 'Those that ended last first.' },
    EVENTS_DESC: { value: 'events', description: 'Those with the most events first.' },
    CART_VALUE_DESC: { value: 'cart_value', description: 'Those with the most left in their cart first.' },
    ORDER_VALUE_DESC: { value: 'order_value', description: 'Those that bought for the most first.' },
  } as const,
});

const CURSORS: Record<NonNullable<SessionsQuestion['order']>, CursorOrder> = {
  newest: 'start',
  oldest: 'start',
  latest_activity: 'end',
  events: 'events',
  cart_value: 'cart',
  order_value: 'orders',
};

/** The argument that orders sessions, the newest first where it is left out. */
export const sessionOrderArg = builder.args((t) => ({
  orderBy: t.field({ type: SessionOrder, defaultValue: 'newest', description: 'Their order.' }),
}));

builder.queryFields((t) => ({
  sessions: t.field({
    type: SessionConnection,
    description: 'Sessions, those that began last first.',
    complexity: pageCost,
    args: {
      filter: t.arg({ type: SessionFilterInput, description: 'Which sessions: all where it is left out.' }),
      ...sessionOrderArg,
      ...pageArgs,
      ...asOfArg,
    },
    resolve: async (_, args, context) => {
      const order = args.orderBy ?? 'newest';
      const filter = sessionFilter(args.filter);
      const page = pageRequest(args, CURSORS[order]);
      const view = await viewAsOf(context, args.asOf);
      const found = await view.ask((all, asking) => all.sessions({ ...asking, filter, order, page }));
      return connect(context, found, CURSORS[order]);
    },
  }),
  session: t.field({
    type: Session,
    nullable: true,
    description: 'A session by its id; null where there is none.',
    complexity: QUESTION_COST,
    args: { id: t.arg.id({ required: true, description: 'Id of the session.' }), ...asOfArg },
    resolve: async (_, { id, asOf }, context) => {
      const view = await viewAsOf(context, asOf);
      const row = await view.sessions.load(id);
      return row && { row, view };
    },
  }),
}));

builder.objectField(CartEvent, 'session', (t) =>
  t.field({
    type: Session,
    description: 'The session it is in.',
    resolve: async ({ row, view }) => {
      const session = await view.sessions.load(row.session_id);
      if (session === null) throw new Error(`Cannot find the session of an event: ${row.session_id}`);
      return { row: session, view };
    },
  }),
);
