import type { WireDetails } from './wire-event.ts';

/** A field that belongs to some types of events only. */
export type WireDetail = keyof WireDetails;

/** What an event about a product says of it, in the order of the wire. */
export const PRODUCT_DETAILS: readonly WireDetail[] = [
  'product_id',
  'product_name',
  'product_sku',
  'product_category',
  'product_brand',
  'product_price_vnd',
  'product_price_usd',
];
const LINE: readonly WireDetail[] = [
  ...PRODUCT_DETAILS,
  'quantity',
  'old_quantity',
  'line_total_vnd',
  'line_total_usd',
];

/** The fields that every event of a type has on the wire beside those of all events, in their order. */
export const WIRE_DETAILS: ReadonlyMap<string, readonly WireDetail[]> = new Map<
  string,
  readonly WireDetail[]
>([
  ['add_to_cart', LINE],
  ['remove_from_cart', LINE],
  ['update_quantity', LINE],
  ['view_item', [...PRODUCT_DETAILS, 'view_duration_seconds']],
  ['add_to_wish_list', PRODUCT_DETAILS],
  [
    'purchase',
    [
      'order_id',
      'total_amount_vnd',
      'total_amount_usd',
      'item_count',
      'payment_method',
      'shipping_method',
      'items',
    ],
  ],
  ['begin_checkout', ['order_id', 'cart_value_vnd', 'cart_value_usd', 'item_count', 'items']],
  ['add_shipping_info', ['order_id', 'shipping_method', 'shipping_cost_vnd', 'estimated_delivery_days']],
  ['add_payment_info', ['order_id', 'payment_method', 'save_payment_info']],
  ['payment_failed', ['order_id', 'payment_method', 'failure_reason', 'attempted_amount_vnd']],
  ['order_cancelled', ['order_id', 'cancelled_by', 'cancellation_reason', 'order_value_vnd']],
  ['scroll', ['scroll_depth_percent', 'page_height', 'scroll_position']],
  ['exit_page', ['time_on_page_seconds', 'exit_type']],
  ['search', ['search_query', 'results_count', 'search_type']],
]);

/** The types of events that are about one product. */
export const PRODUCT_TYPES: readonly string[] = [...WIRE_DETAILS]
  .filter(([, details]) => details.includes('product_id'))
  .map(([type]) => type);
