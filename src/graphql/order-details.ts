import type { StoredEvent } from '../core/questions/answers.ts';
import { builder } from './builder.ts';
import { CartEvent } from './event.ts';
import { OrderItem } from './order-item.ts';
import type { Found } from './view.ts';

/** What an event of a checkout, a payment or an order says of it. */
export const OrderDetails = builder.objectRef<Found<StoredEvent>>('OrderDetails').implement({
  description:
    'What an event says of an order: of its checkout, its payment, its purchase, its end. Null where it says nothing.',
  fields: (t) => ({
    id: t.id({ nullable: true, description: 'Id of the order.', resolve: ({ row }) => row.order_id }),
    total: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'What was paid for a purchase.',
      resolve: ({ row }) => row.total_amount_vnd,
    }),
    cartValue: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'What was in the cart when the checkout began.',
      resolve: ({ row }) => row.cart_value_vnd,
    }),
    attemptedAmount: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'What a failed payment was for.',
      resolve: ({ row }) => row.attempted_amount_vnd,
    }),
    cancelledValue: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'What a cancelled order came to.',
      resolve: ({ row }) => row.order_value_vnd,
    }),
    itemCount: t.int({
      nullable: true,
      description: 'How many lines it has.',
      resolve: ({ row }) => row.item_count,
    }),
    items: t.field({
      type: [OrderItem],
      nullable: true,
      description: 'Its lines.',
      resolve: ({ row, view }) => row.items?.map((item) => ({ row: item, view })) ?? null,
    }),
    paymentMethod: t.string({
      nullable: true,
      description: 'How it is paid: `credit_card`, `paypal`, `momo`, `zalopay`, `cod`.',
      resolve: ({ row }) => row.payment_method,
    }),
    savePaymentInfo: t.boolean({
      nullable: true,
      description: 'Whether the way of paying is to be kept.',
      resolve: ({ row }) => row.save_payment_info,
    }),
    failureReason: t.string({
      nullable: true,
      description: 'Why a payment failed, such as `card_declined`.',
      resolve: ({ row }) => row.failure_reason,
    }),
    shippingMethod: t.string({
      nullable: true,
      description: 'How it is shipped: `standard`, `express`, `same_day`.',
      resolve: ({ row }) => row.shipping_method,
    }),
    shippingCost: t.field({
      type: 'Vnd',
      nullable: true,
      description: 'What shipping costs.',
      resolve: ({ row }) => row.shipping_cost_vnd,
    }),
    estimatedDeliveryDays: t.int({
      nullable: true,
      description: 'Days until it arrives.',
      resolve: ({ row }) => row.estimated_delivery_days,
    }),
    cancelledBy: t.string({
      nullable: true,
      description: 'Who cancelled it: `customer`, `system`, `admin`.',
      resolve: ({ row }) => row.cancelled_by,
    }),
    cancellationReason: t.string({
      nullable: true,
      description: 'Why it was cancelled, such as `changed_mind`.',
      resolve: ({ row }) => row.cancellation_reason,
    }),
  }),
});

const FIELDS = [
  'order_id',
  'total_amount_vnd',
  'cart_value_vnd',
  'attempted_amount_vnd',
  'order_value_vnd',
  'item_count',
  'items',
  'payment_method',
  'save_payment_info',
  'failure_reason',
  'shipping_method',
  'shipping_cost_vnd',
  'estimated_delivery_days',
  'cancelled_by',
  'cancellation_reason',
] as const;

builder.objectField(CartEvent, 'order', (t) =>
  t.field({
    type: OrderDetails,
    nullable: true,
    description: 'What it says of an order; null for events about none.',
    resolve: (found) => (FIELDS.some((name) => found.row[name] !== null) ? found : null),
  }),
);
