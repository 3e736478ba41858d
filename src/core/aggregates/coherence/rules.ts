/**
 * What makes an event impossible, a sentence a rule. A field that is absent or null is unknown and breaks no rule, unless the
 * sentence says so; in the context of a session null is a value.
 */
export const RULES = {
  missing_field:
    'An event has an event_id, an event_type, a session_id and at least one time that can be read.',
  value: 'A field holds what its name allows: one of its names, an id, a whole number not below 0, a truth.',
  unknown_type: 'The event_type is one of the known ones.',
  event_id_repeated: 'No event_id comes twice.',
  time_backwards: 'No event is earlier than the one before it, in the stream or in its session.',
  clock:
    'timestamp and timestamp_unix differ by a time zone only: quarter hours, or what the first event shows.',
  context_changed:
    'Customer, guest, source, device, browser, address and user agent stay the same within a session.',
  guest: 'is_guest is true exactly when customer_id is null; it needs both fields.',
  amount: 'An amount of VND is a whole number, not below 0.',
  usd: 'An amount of USD has two decimals at most and is VND / 24,000 where both are given.',
  product_changed: 'Name, SKU, category, brand and prices of a product stay the same within a stream.',
  quantity: 'A quantity is a whole number, not below 0, at least 1 for an add.',
  old_quantity: 'old_quantity is what the cart held of the product before, 0 for none.',
  remove_of_absent: 'What is removed is in the cart.',
  remove_too_many: 'A remove takes no more than there is; 0 takes the whole line.',
  update_of_absent: 'What is updated is in the cart.',
  line_total: 'line_total_vnd is quantity x product_price_vnd; it needs all three.',
  empty_checkout: 'Nothing is checked out or bought with an empty cart.',
  items: 'items are the lines of the cart: each product once, with its quantity and price.',
  item_count: 'item_count is the number of items; of lines in the cart where there are no items.',
  total:
    'cart_value_vnd and total_amount_vnd are the sum of the items; of the cart where there are no items.',
  attempted_amount: 'A payment fails for the total of the cart.',
  order_id: 'The steps of one checkout share one order_id.',
  order_not_begun: 'A step of a checkout comes after its begin_checkout; it needs an order_id.',
  order_shared: 'An order_id belongs to one session.',
  order_bought_twice: 'An order is bought once.',
  order_over: 'No other step of a checkout comes after its purchase.',
  method: 'Who buys, or fails to pay, does so by the methods last chosen for the order.',
  cancel_unbought: 'An order that is cancelled was bought before.',
  cancel_stranger: 'An order is cancelled by the customer who bought it, or in the same session.',
  cancel_twice: 'An order is cancelled once.',
  cancel_value: 'order_value_vnd is what was paid.',
  scroll:
    'A page is scrolled 0 to 100 percent of its height, to the position that the percentage says, within 1 %.',
  duration:
    'A duration is not below 0; after the first event of a session a view is no longer than since the event before, time on a page no longer than the session so far.',
} as const;

export type CoherenceRule = keyof typeof RULES;
