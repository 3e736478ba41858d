import type { OrderItem as OrderItemRow } from '../core/event.ts';
import { builder } from './builder.ts';
import { Product } from './product.ts';
import type { Found } from './view.ts';

/** A line of an order. */
export const OrderItem = builder.objectRef<Found<OrderItemRow>>('OrderItem').implement({
  description: 'A line of an order or of a cart at checkout.',
  fields: (t) => ({
    productId: t.id({
      nullable: true,
      description: 'Number of the product.',
      resolve: ({ row }) => row.product_id,
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
    quantity: t.int({ nullable: true, description: 'How many.', resolve: ({ row }) => row.quantity }),
    price: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'Price of one.',
      resolve: ({ row }) => row.price_vnd,
    }),
  }),
});
