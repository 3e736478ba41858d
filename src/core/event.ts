/** What flows through stages: events of one shape, about 1,024 to 8,192 of them, never empty. */
export type Batch<T> = readonly T[];

/** A line of an order or of a cart at checkout. */
export interface OrderItem {
  product_id: number | null;
  quantity: number | null;
  price_vnd: number | null;
}

/** A cleaned event: every known field of the wire, null where the event has none, under its name on the wire. */
export interface CartEvent {
  event_id: string;
  event_type: string;
  /** Microseconds since 1970-01-01T00:00Z. */
  timestamp: number;
  /** Milliseconds since 1970-01-01T00:00Z, as the event said it. */
  timestamp_unix: number;
  session_id: string;
  customer_id: number | null;
  /** True without a customer_id, and where the event says so. */
  is_guest: boolean;
  source: string | null;
  device: string | null;
  browser: string | null;
  ip_address: string | null;
  user_agent: string | null;
  page_url: string | null;
  referrer: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  product_id: number | null;
  product_name: string | null;
  product_sku: string | null;
  product_category: string | null;
  product_brand: string | null;
  product_price_vnd: number;
  product_price_usd: number | null;
  quantity: number;
  old_quantity: number | null;
  line_total_vnd: number;
  line_total_usd: number | null;
  view_duration_seconds: number | null;
  order_id: string | null;
  total_amount_vnd: number | null;
  total_amount_usd: number | null;
  item_count: number | null;
  payment_method: string | null;
  shipping_method: string | null;
  items: readonly OrderItem[] | null;
  cart_value_vnd: number | null;
  cart_value_usd: number | null;
  shipping_cost_vnd: number | null;
  estimated_delivery_days: number | null;
  save_payment_info: boolean | null;
  failure_reason: string | null;
  attempted_amount_vnd: number | null;
  cancelled_by: string | null;
  cancellation_reason: string | null;
  order_value_vnd: number | null;
  scroll_depth_percent: number | null;
  page_height: number | null;
  scroll_position: number | null;
  time_on_page_seconds: number | null;
  exit_type: string | null;
  search_query: string | null;
  results_count: number | null;
  search_type: string | null;
  /** JSON text of an object with the fields nobody knows; null when there are none. */
  properties: string | null;
  /** Day in the shop's zone, YYYY-MM-DD. */
  date: string;
  /** Hour in the shop's zone, 0 to 23. */
  hour: number;
}

/** What an event gains from its session. Times are microseconds since 1970-01-01T00:00Z. */
export interface JourneyFields {
  /** 1 for the first event of the session. */
  event_sequence_num: number;
  session_start: number;
  session_end: number;
  session_duration_seconds: number;
  total_events: number;
  /** Event types joined with `,`; after 1,000 of them `,...` ends it. */
  event_journey: string;
}

export interface JourneyEvent extends CartEvent, JourneyFields {}

/** A row of session_metrics: everything that shares one session_id. Times are microseconds since 1970-01-01T00:00Z. */
export interface Session {
  session_id: string;
  /** The first that is not null. */
  customer_id: number | null;
  /** Whether none of its events has a customer_id. */
  is_guest: boolean;
  /** Of the first event. */
  source: string | null;
  /** Of the first event. */
  device: string | null;
  session_start: number;
  session_end: number;
  session_duration_seconds: number;
  total_events: number;
  /** Event types joined with `,`, all of them. */
  event_journey: string;
  has_purchase: boolean;
  /** What is left in the cart at the end, at the last price seen in the session. */
  cart_value_vnd: number;
  /** Lines left in the cart at the end. */
  cart_item_count: number;
  /** Sum of total_amount_vnd of the session's purchases; amounts below 0 count as 0. */
  order_value_vnd: number;
}
