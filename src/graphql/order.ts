import type { OrderRow } from '../core/questions/answers.ts';
import { builder } from './builder.ts';
import { connect, pageArgs, pageCost, pageRequest } from './connections.ts';
import { OrderItem } from './order-item.ts';
import { Session } from './session.ts';
import type { Found } from './view.ts';

/** A purchase. Its customer is added where that noun is. */
export const Order = builder.objectRef<Found<OrderRow>>('Order').implement({
  description: 'An order that was bought.',
  fields: (t) => ({
    id: t.id({ nullable: true, description: 'Id of the order.', resolve: ({ row }) => row.order_id }),
    time: t.field({ type: 'DateTime', description: 'When it was bought.', resolve: ({ row }) => row.time }),
    total: t.field({
      type: 'Vnd',
      description: 'What was paid; 0 where the event does not say.',
      resolve: ({ row }) => row.total_amount_vnd,
    }),
    itemCount: t.int({
      nullable: true,
      description: 'How many lines it has.',
      resolve: ({ row }) => row.item_count,
    }),
    items: t.field({
      type: [OrderItem],
      nullable: true,
      description: 'Its lines; null where the event does not say.',
      resolve: ({ row, view }) => row.items?.map((item) => ({ row: item, view })) ?? null,
    }),
    paymentMethod: t.string({
      nullable: true,
      description: 'How it was paid: `credit_card`, `paypal`, `momo`, `zalopay`, `cod`.',
      resolve: ({ row }) => row.payment_method,
    }),
    shippingMethod: t.string({
      nullable: true,
      description: 'How it was shipped: `standard`, `express`, `same_day`.',
      resolve: ({ row }) => row.shipping_method,
    }),
    cancelled: t.boolean({
      description: 'Whether it was cancelled later.',
      resolve: ({ row }) => row.cancelled,
    }),
    sessionId: t.id({
      description: 'Id of the session it was bought in.',
      resolve: ({ row }) => row.session_id,
    }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session it was bought in.',
      resolve: async ({ row, view }) => {
        const session = await view.sessions.load(row.session_id);
        return session && { row: session, view };
      },
    }),
    customerId: t.id({
      nullable: true,
      description: 'Number of its customer; null for a guest.',
      resolve: ({ row }) => row.customer_id,
    }),
  }),
});

/** A list of orders. */
export const OrderConnection = builder.connectionObject(
  { type: Order, name: 'OrderConnection', description: 'Some of a list of orders.' },
  { name: 'OrderEdge', description: 'An order in a list.' },
);

builder.objectField(Session, 'orders', (t) =>
  t.field({
    type: OrderConnection,
    description: 'What was bought in it, the newest first.',
    complexity: pageCost,
    args: pageArgs,
    resolve: async ({ row, view }, args, context) => {
      const page = pageRequest(args, 'event');
      const session = row.session_id;
      const found = await view.ask((all, asking) => all.orders({ ...asking, session, page }));
      return connect(context, found, 'event');
    },
  }),
);
