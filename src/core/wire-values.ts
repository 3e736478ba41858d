/** The values that fields of the wire take which have a list of them. */
export const WIRE_VALUES = {
  source: ['website', 'mobile_app', 'mobile_web'],
  device: ['desktop', 'mobile', 'tablet'],
  payment_method: ['credit_card', 'paypal', 'momo', 'zalopay', 'cod'],
  shipping_method: ['standard', 'express', 'same_day'],
  failure_reason: [
    'insufficient_funds',
    'card_declined',
    'expired_card',
    'network_error',
    'timeout',
    'invalid_cvv',
  ],
  cancelled_by: ['customer', 'system', 'admin'],
  cancellation_reason: [
    'changed_mind',
    'found_better_price',
    'delivery_too_slow',
    'payment_issue',
    'out_of_stock',
    'duplicate_order',
  ],
  exit_type: ['close_tab', 'back_button', 'navigate_away'],
  search_type: ['keyword', 'category', 'brand'],
} as const;
