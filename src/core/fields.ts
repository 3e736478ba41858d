import type { CartEvent, JourneyFields, Session } from './event.ts';

/** How a field's values are held: whole numbers of 32 or 53 bits, doubles, text, microseconds since 1970 (UTC). */
export type FieldKind = 'text' | 'json' | 'int32' | 'int64' | 'double' | 'bool' | 'time' | 'items';

export interface Field<Name extends string = string> {
  readonly name: Name;
  readonly kind: FieldKind;
  /** Whether every row has it. */
  readonly required: boolean;
  /** Nearly every value occurs once, so that a dictionary of them would only cost. */
  readonly unique?: true;
}

function field<Name extends string>(name: Name, kind: FieldKind, required = false): Field<Name> {
  return { name, kind, required };
}

/** Every field of a cleaned event but its partition date, in the order of the table's columns. */
export const FIELDS: readonly Field<keyof CartEvent>[] = [
  { name: 'event_id', kind: 'text', required: true, unique: true },
  field('event_type', 'text', true),
  field('timestamp', 'time', true),
  field('timestamp_unix', 'int64', true),
  field('session_id', 'text', true),
  field('customer_id', 'int64'),
  field('is_guest', 'bool', true),
  field('source', 'text'),
  field('device', 'text'),
  field('browser', 'text'),
  field('ip_address', 'text'),
  field('user_agent', 'text'),
  field('page_url', 'text'),
  field('referrer', 'text', true),
  field('utm_source', 'text', true),
  field('utm_medium', 'text', true),
  field('utm_campaign', 'text', true),
  field('product_id', 'int64'),
  field('product_name', 'text'),
  field('product_sku', 'text'),
  field('product_category', 'text'),
  field('product_brand', 'text'),
  field('product_price_vnd', 'int64', true),
  field('product_price_usd', 'double'),
  field('quantity', 'int32', true),
  field('old_quantity', 'int32'),
  field('line_total_vnd', 'int64', true),
  field('line_total_usd', 'double'),
  field('view_duration_seconds', 'double'),
  field('order_id', 'text'),
  field('total_amount_vnd', 'int64'),
  field('total_amount_usd', 'double'),
  field('item_count', 'int32'),
  field('payment_method', 'text'),
  field('shipping_method', 'text'),
  field('items', 'items'),
  field('cart_value_vnd', 'int64'),
  field('cart_value_usd', 'double'),
  field('shipping_cost_vnd', 'int64'),
  field('estimated_delivery_days', 'int32'),
  field('save_payment_info', 'bool'),
  field('failure_reason', 'text'),
  field('attempted_amount_vnd', 'int64'),
  field('cancelled_by', 'text'),
  field('cancellation_reason', 'text'),
  field('order_value_vnd', 'int64'),
  field('scroll_depth_percent', 'double'),
  field('page_height', 'double'),
  field('scroll_position', 'double'),
  field('time_on_page_seconds', 'double'),
  field('exit_type', 'text'),
  field('search_query', 'text'),
  field('results_count', 'int32'),
  field('search_type', 'text'),
  field('properties', 'json'),
  field('hour', 'int32', true),
];

/** What an event row gains from its session, in the order of the table's columns. */
export const JOURNEY_FIELDS: readonly Field<keyof JourneyFields>[] = [
  field('event_sequence_num', 'int32', true),
  field('session_start', 'time', true),
  field('session_end', 'time', true),
  field('session_duration_seconds', 'double', true),
  field('total_events', 'int32', true),
  field('event_journey', 'text', true),
];

/** The columns of session_metrics. */
export const SESSION_FIELDS: readonly Field<keyof Session>[] = [
  { name: 'session_id', kind: 'text', required: true, unique: true },
  field('customer_id', 'int64'),
  field('is_guest', 'bool', true),
  field('source', 'text'),
  field('device', 'text'),
  field('session_start', 'time', true),
  field('session_end', 'time', true),
  field('session_duration_seconds', 'double', true),
  field('total_events', 'int32', true),
  field('event_journey', 'text', true),
  field('has_purchase', 'bool', true),
  field('cart_value_vnd', 'int64', true),
  field('cart_item_count', 'int32', true),
  field('order_value_vnd', 'int64', true),
];
