import type { CartLine as CartLineRow, CartState as CartStateName } from '../core/questions/answers.ts';
import { builder } from './builder.ts';
import { Product } from './product.ts';
import type { Found } from './view.ts';

/** A line of a cart. */
export const CartLine = builder.objectRef<Found<CartLineRow>>('CartLine').implement({
  description: 'A line of a cart: what was put in and not taken out.',
  fields: (t) => ({
    productId: t.id({
      nullable: true,
      description: 'Number of the product; null for what was put in without one.',
      resolve: ({ row }) => row.product_id,
    }),
    productName: t.string({
      nullable: true,
      description: 'Name of the product, as the session last named it.',
      resolve: ({ row }) => row.product_name,
    }),
    product: t.field({
      type: Product,
      nullable: true,
      description: 'The product.',
      resolve: async ({ row, view }) => {
        if (row.product_id === null) return null;
        const product = await view.products.load(row.product_id);
        return product && { row: product, view };
      },
    }),
    quantity: t.field({ type: 'SafeInt', description: 'How many.', resolve: ({ row }) => row.quantity }),
    price: t.field({
      type: 'Vnd',
      description: 'The last price above 0 that the session has seen; 0 without one.',
      resolve: ({ row }) => row.price_vnd,
    }),
  }),
});

/** What a cart holds. */
export const Cart = builder
  .objectRef<Found<{ lines: readonly CartLineRow[]; value_vnd: number }>>('Cart')
  .implement({
    description: 'A cart: adds add, removes take away, updates set, a purchase empties it.',
    fields: (t) => ({
      lines: t.field({
        type: [CartLine],
        description: 'What is in it, in the order it was put in.',
        resolve: ({ row, view }) => row.lines.map((line) => ({ row: line, view })),
      }),
      value: t.field({
        type: 'Vnd',
        description: 'Quantity x price of its lines.',
        resolve: ({ row }) => row.value_vnd,
      }),
    }),
  });

const STATES: Record<CartStateName, string> = {
  open: 'Something is in it, and the session was active not long ago.',
  abandoned: 'Something is in it, and the session was not active for as long as `idleFor`.',
  recovered: 'Something is in it, and the session became active again after it had been abandoned.',
  converted: 'It was bought, or the same customer bought something later.',
};

/** How a cart stands at a moment. */
export const CartState = builder.enumType('CartState', {
  description: 'How a cart stands at a moment.',
  values: {
    OPEN: { value: 'open', description: STATES.open },
    ABANDONED: { value: 'abandoned', description: STATES.abandoned },
    RECOVERED: { value: 'recovered', description: STATES.recovered },
    CONVERTED: { value: 'converted', description: STATES.converted },
  } as const,
});

/** A day, in microseconds: when a cart is abandoned, where nothing else is said. */
export const IDLE_FOR = 86_400_000_000;

/** The arguments that say at what moment carts are looked at, and after how long they are abandoned. */
export const cartMomentArgs = builder.args((t) => ({
  idleFor: t.field({
    type: 'Duration',
    defaultValue: IDLE_FOR,
    description: 'How long a session is without activity before its cart is abandoned.',
  }),
  at: t.field({
    type: 'DateTime',
    description: 'The moment that is looked at: later events do not count. Now where it is left out.',
  }),
}));
