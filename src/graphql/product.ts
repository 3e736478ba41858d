import type { ProductRow } from '../core/questions/answers.ts';
import { asOfArg, viewAsOf } from './as-of.ts';
import { builder } from './builder.ts';
import { readId } from './inputs.ts';
import { QUESTION_COST } from './limits.ts';
import type { Found } from './view.ts';

/** A product, as the events know it. */
export const Product = builder.objectRef<Found<ProductRow>>('Product').implement({
  description: 'A product, as the events know it: each fact as the newest event says that has one.',
  fields: (t) => ({
    id: t.id({ description: 'Number of the product.', resolve: ({ row }) => row.product_id }),
    name: t.string({ nullable: true, description: 'Its name.', resolve: ({ row }) => row.name }),
    sku: t.string({
      nullable: true,
      description: 'Its stock keeping unit, such as `TECH-0042-ABC`.',
      resolve: ({ row }) => row.sku,
    }),
    category: t.string({ nullable: true, description: 'Its category.', resolve: ({ row }) => row.category }),
    brand: t.string({ nullable: true, description: 'Its brand.', resolve: ({ row }) => row.brand }),
    price: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'Its newest price above 0.',
      resolve: ({ row }) => row.price_vnd,
    }),
    eventCount: t.int({ description: 'Events about it.', resolve: ({ row }) => row.events }),
    views: t.int({ description: 'How often it was looked at.', resolve: ({ row }) => row.views }),
    adds: t.int({ description: 'How often it was put into a cart.', resolve: ({ row }) => row.adds }),
    removes: t.int({
      description: 'How often it was taken out of a cart.',
      resolve: ({ row }) => row.removes,
    }),
    unitsPurchased: t.field({
      type: 'SafeInt',
      description: 'Units of it in orders.',
      resolve: ({ row }) => row.units_bought,
    }),
    revenue: t.field({
      type: 'Vnd',
      description: 'Quantity x price of those units.',
      resolve: ({ row }) => row.revenue_vnd,
    }),
  }),
});

builder.queryField('product', (t) =>
  t.field({
    type: Product,
    nullable: true,
    description: 'A product by its number; null where no event knows it.',
    complexity: QUESTION_COST,
    args: { id: t.arg.id({ required: true, description: 'Number of the product.' }), ...asOfArg },
    resolve: async (_, { id, asOf }, context) => {
      const view = await viewAsOf(context, asOf);
      const row = await view.products.load(readId('id', id));
      return row && { row, view };
    },
  }),
);
