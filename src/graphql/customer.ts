import type { CustomerRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { cartMomentArgs, IDLE_FOR } from './cart.ts';
import { checkRows, connect, pageArgs, pageCost, pageRequest } from './connections.ts';
import { CartEvent, EventConnection, eventOrderArg } from './event.ts';
import { readId } from './inputs.ts';
import { LIMITS, QUESTION_COST } from './limits.ts';
import { Order, OrderConnection } from './order.ts';
import { Session, SessionConnection } from './session.ts';
import type { Found, View } from './view.ts';

/** A customer, as the events know them. */
export const Customer = builder.objectRef<Found<CustomerRow>>('Customer').implement({
  description: 'A customer, as the events know them.',
  fields: (t) => ({
    id: t.id({ description: 'Number of the customer.', resolve: ({ row }) => row.customer_id }),
    firstSeen: t.field({
      type: 'DateTime',
      description: 'Time of their first event.',
      resolve: ({ row }) => row.first_seen,
    }),
    lastSeen: t.field({
      type: 'DateTime',
      description: 'Time of their last event.',
      resolve: ({ row }) => row.last_seen,
    }),
    eventCount: t.int({ description: 'How many events they made.', resolve: ({ row }) => row.events }),
    sessionCount: t.int({ description: 'How many sessions they had.', resolve: ({ row }) => row.sessions }),
    orderCount: t.int({ description: 'How many orders they bought.', resolve: ({ row }) => row.orders }),
    orderValue: t.field({
      type: 'Vnd',
      description: 'What the orders came to.',
      resolve: ({ row }) => row.order_value_vnd,
    }),
    events: t.field({
      type: EventConnection,
      description: 'Their events, the newest first.',
      complexity: pageCost,
      args: { ...eventOrderArg, ...pageArgs },
      resolve: async ({ row, view }, args, context) => {
        const page = pageRequest(args, 'event');
        const filter = { customers: [row.customer_id] };
        const order = args.orderBy ?? 'newest';
        const found = await view.ask((all, asking) => all.events({ ...asking, filter, order, page }));
        return connect(context, found, 'event');
      },
    }),
    sessions: t.field({
      type: SessionConnection,
      description: 'Their sessions, those that began last first.',
      complexity: pageCost,
      args: pageArgs,
      resolve: async ({ row, view }, args, context) => {
        const page = pageRequest(args, 'start');
        const filter = { customers: [row.customer_id] };
        const found = await view.ask((all, asking) => all.sessions({ ...asking, filter, page }));
        return connect(context, found, 'start');
      },
    }),
    orders: t.field({
      type: OrderConnection,
      description: 'What they bought, the newest first.',
      complexity: pageCost,
      args: pageArgs,
      resolve: async ({ row, view }, args, context) => {
        const page = pageRequest(args, 'event');
        const customer = row.customer_id;
        const found = await view.ask((all, asking) => all.orders({ ...asking, customer, page }));
        return connect(context, found, 'event');
      },
    }),
    openCarts: t.field({
      type: [Session],
      description: `Sessions with a cart that is OPEN or RECOVERED at a moment, those that began last first; of their newest ${LIMITS.rows}.`,
      complexity: (args) => ({ ...pageCost(args), field: 2 * QUESTION_COST }),
      args: {
        first: t.arg.int({
          defaultValue: LIMITS.defaultRows,
          description: `How many of them: 0 to ${LIMITS.rows}.`,
        }),
        ...cartMomentArgs,
      },
      resolve: async ({ row, view }, { first, at, idleFor }, { now }) => {
        const count = checkRows('first', first ?? LIMITS.defaultRows);
        const filter = { customers: [row.customer_id] };
        const page = { first: LIMITS.rows };
        const { rows } = await view.ask((all, asking) => all.sessions({ ...asking, filter, page }));
        const ids = rows.map((session) => session.row.session_id);
        const states = await view.cartStates(at ?? now, idleFor ?? IDLE_FOR).loadMany(ids);
        const failed = states.find((state) => state instanceof Error);
        if (failed !== undefined) throw failed;
        return rows
          .filter((_, place) => states[place] === 'open' || states[place] === 'recovered')
          .slice(0, count)
          .map((session) => ({ row: session.row, view }));
      },
    }),
  }),
});

builder.queryField('customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description: 'A customer by their number; null where no event knows them.',
    complexity: QUESTION_COST,
    args: { id: t.arg.id({ required: true, description: 'Number of the customer.' }), ...asOfArg },
    resolve: async (_, { id, asOf }, context) =>
      findCustomer(await viewAsOf(context, asOf), readId('id', id)),
  }),
);

/** The customer of a row; null for a guest. */
export async function findCustomer(view: View, id: number | null): Promise<Found<CustomerRow> | null> {
  if (id === null) return null;
  const row = await view.customers.load(id);
  return row && { row, view };
}

builder.objectField(CartEvent, 'customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description: 'Whoever did it; null for a guest.',
    resolve: ({ row, view }) => findCustomer(view, row.customer_id),
  }),
);

builder.objectField(Session, 'customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description: 'Its customer, the first it names; null for a guest.',
    resolve: ({ row, view }) => findCustomer(view, row.customer_id),
  }),
);

builder.objectField(Order, 'customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description: 'Whoever bought it; null for a guest.',
    resolve: ({ row, view }) => findCustomer(view, row.customer_id),
  }),
);
