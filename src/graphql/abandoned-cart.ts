import type { AbandonedCart as AbandonedCartRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { Cart, cartMomentArgs, IDLE_FOR } from './cart.ts';
import { connect, pageArgs, pageCost, pageRequest } from './connections.ts';
import { Customer, findCustomer } from './customer.ts';
import { SCAN_COST } from './limits.ts';
import { Session } from './session.ts';
import type { Found } from './view.ts';

const AbandonedCart = builder.objectRef<Found<AbandonedCartRow>>('AbandonedCart').implement({
  description: 'A cart that was left behind, as it was at the moment that was asked for.',
  fields: (t) => ({
    sessionId: t.id({ description: 'Id of its session.', resolve: ({ row }) => row.session_id }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'Its session, with what happened after that moment.',
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
    customer: t.field({
      type: Customer,
      nullable: true,
      description: 'Its customer; null for a guest.',
      resolve: ({ row, view }) => findCustomer(view, row.customer_id),
    }),
    lastActivity: t.field({
      type: 'DateTime',
      description: "Time of the session's last event until that moment.",
      resolve: ({ row }) => row.last_activity,
    }),
    cart: t.field({
      type: Cart,
      description: 'What is in it.',
      resolve: ({ row, view }) => ({ row, view }),
    }),
    value: t.field({
      type: 'Vnd',
      description: 'Quantity x price of its lines.',
      resolve: ({ row }) => row.value_vnd,
    }),
  }),
});

const AbandonedCartConnection = builder.connectionObject(
  { type: AbandonedCart, name: 'AbandonedCartConnection', description: 'Some of a list of abandoned carts.' },
  { name: 'AbandonedCartEdge', description: 'An abandoned cart in a list.' },
);

builder.queryField('abandonedCarts', (t) =>
  t.field({
    type: AbandonedCartConnection,
    description:
      'Carts with something in them and no activity for a while, those of the highest value first. A cart whose customer bought something later is not among them.',
    complexity: (args) => ({ ...pageCost(args), field: SCAN_COST }),
    args: {
      ...cartMomentArgs,
      minValue: t.arg({ type: 'Vnd', description: 'Least value of a cart. 0 where it is left out.' }),
      ...pageArgs,
      ...asOfArg,
    },
    resolve: async (_, args, context) => {
      const page = pageRequest(args, 'value');
      const at = args.at ?? context.now;
      const idleFor = args.idleFor ?? IDLE_FOR;
      const minValue = args.minValue ?? 0;
      const view = await viewAsOf(context, args.asOf);
      const found = await view.ask((all, asking) =>
        all.abandonedCarts({ ...asking, at, idleFor, minValue, page }),
      );
      return connect(context, found, 'value');
    },
  }),
);
