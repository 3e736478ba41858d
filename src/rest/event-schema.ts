import { z } from '@hono/zod-openapi';
import { FIELDS, type FieldKind } from '../core/fields.ts';
import type { WireCore, WireEvent } from '../core/wire-event.ts';

type About = Readonly<Record<keyof WireEvent, string>>;

/** What every event has. */
const CORE: Readonly<Record<keyof WireCore, string>> = {
  event_id: 'Id of the event.',
  event_type: 'What happened: `add_to_cart`, `purchase`, ... or a name of the shop’s own.',
  timestamp: 'When: the shop’s wall clock without an offset, microseconds only where there are any.',
  timestamp_unix: 'When, in milliseconds since 1970-01-01T00:00Z.',
  session_id: 'The session it belongs to.',
  customer_id: 'The customer; null for a guest.',
  is_guest: 'Whether it is a guest’s.',
  source: 'website, mobile_app or mobile_web.',
  device: 'desktop, mobile or tablet.',
  browser: 'The browser.',
  ip_address: 'The address the visitor came from.',
  user_agent: 'What the browser calls itself.',
  page_url: 'The page it happened on.',
  referrer: 'The page before.',
  utm_source: 'The campaign’s source.',
  utm_medium: 'The campaign’s medium.',
  utm_campaign: 'The campaign.',
};

const ABOUT: About & Record<string, string> = {
  ...CORE,
  product_id: 'The product.',
  product_name: 'Its name then.',
  product_sku: 'Its number for the warehouse.',
  product_category: 'Its category.',
  product_brand: 'Its brand.',
  product_price_vnd: 'Its price then, in VND.',
  product_price_usd: 'Its price then, in dollars.',
  quantity: 'Units added or removed (0 removes the whole line), or the units an update leaves.',
  old_quantity: 'Units before.',
  line_total_vnd: 'quantity x price, in VND.',
  line_total_usd: 'quantity x price, in dollars.',
  view_duration_seconds: 'How long the product was looked at.',
  order_id: 'The order.',
  total_amount_vnd: 'What was paid, in VND.',
  total_amount_usd: 'What was paid, in dollars.',
  item_count: 'Lines of the order.',
  payment_method: 'How it is paid.',
  shipping_method: 'How it is sent.',
  items: 'Lines of the order; null where nobody wrote them down.',
  cart_value_vnd: 'What the cart is worth, in VND.',
  cart_value_usd: 'What the cart is worth, in dollars.',
  shipping_cost_vnd: 'What sending costs, in VND.',
  estimated_delivery_days: 'Days until it should arrive.',
  save_payment_info: 'Whether the way of paying is kept.',
  failure_reason: 'Why the payment failed.',
  attempted_amount_vnd: 'What was to be paid, in VND.',
  cancelled_by: 'Who cancelled the order.',
  cancellation_reason: 'Why it was cancelled.',
  order_value_vnd: 'What the order was worth, in VND.',
  scroll_depth_percent: 'How far down the page, in percent.',
  page_height: 'Height of the page in pixels.',
  scroll_position: 'How far down the page, in pixels.',
  time_on_page_seconds: 'How long the visitor was on the page.',
  exit_type: 'How the page was left.',
  search_query: 'What was searched for.',
  results_count: 'How many results there were.',
  search_type: 'keyword, category or brand.',
};

const ITEM = z.object({
  product_id: z.int().nullable().openapi({ description: 'The product.' }),
  quantity: z.int().nullable().openapi({ description: 'Units.' }),
  price_vnd: z.int().nullable().openapi({ description: 'Price of a unit in VND.' }),
});

const KINDS: Readonly<Record<FieldKind, () => z.ZodType>> = {
  text: () => z.string(),
  json: () => z.string(),
  time: () => z.string(),
  int32: () => z.int(),
  int64: () => z.int(),
  double: () => z.number(),
  bool: () => z.boolean(),
  items: () => z.array(ITEM),
};

const NEVER_NULL: ReadonlySet<string> = new Set([
  'event_id',
  'event_type',
  'timestamp',
  'timestamp_unix',
  'session_id',
  'is_guest',
]);

/** An add_to_cart, for examples. */
export const EXAMPLE_EVENT = {
  event_id: 'evt_371ec2543769',
  event_type: 'add_to_cart',
  timestamp: '2025-08-25T23:04:11.545981',
  timestamp_unix: 1756137851545,
  session_id: 'sess_16d4694fbdb14807',
  customer_id: 445412,
  is_guest: false,
  product_id: 90,
  product_name: 'Bàn phím Keychron Mechanical Red Switch',
  product_sku: 'TECH-8616-MBN',
  product_category: 'Bàn phím',
  product_brand: 'Keychron',
  product_price_vnd: 3500000,
  product_price_usd: 145.83,
  quantity: 2,
  old_quantity: null,
  line_total_vnd: 7000000,
  line_total_usd: 291.66,
  source: 'mobile_app',
  device: 'tablet',
  browser: 'Chrome',
  ip_address: '93.145.182.242',
  user_agent: 'Mozilla/5.0 (Windows NT 10.0)',
  page_url: 'https://techstore.vn/product/90',
  referrer: 'https://google.com',
  utm_source: 'google',
  utm_medium: 'email',
  utm_campaign: null,
} satisfies WireEvent;

/** The schema of an event on the wire: what every event has is there, of the rest what its type has. */
export const eventSchema = z
  .object(Object.fromEntries(FIELDS.flatMap(({ name, kind }) => property(name, kind))))
  .openapi('Event', {
    description: 'An event on the wire. Of the fields that not all events have, those of its type are there.',
    example: EXAMPLE_EVENT,
  });

function property(name: string, kind: FieldKind): [name: string, schema: z.ZodType][] {
  const description = ABOUT[name];
  if (description === undefined) return [];
  const schema = KINDS[kind]();
  const value = NEVER_NULL.has(name) ? schema : schema.nullable();
  return [[name, (name in CORE ? value : value.optional()).openapi({ description })]];
}
