import { EVENT_ALIASES } from '../event-types.ts';
import type { CartEvent } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import { type Zone, calendar } from '../time/zone.ts';
import type { CleanCounts } from './clean-counts.ts';
import { readTime } from './clean-time.ts';
import { FieldReader } from './field-reader.ts';
import { hasLoneSurrogate, unknownFields } from './properties.ts';
import type { Fault } from './refusal.ts';

const EVENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;

export interface CleanEventOptions {
  zone: Zone;
  dropGuests: boolean;
  /** Microseconds since 1970-01-01T00:00Z. */
  notAfter: number;
}

/** Makes the function that cleans one element at a time: an event, or what is wrong with it. */
export function eventCleaner(
  options: CleanEventOptions,
  counts: CleanCounts,
): (raw: RawEvent) => CartEvent | Fault {
  const { zone, dropGuests, notAfter } = options;
  const { day, hour } = calendar();
  const r = new FieldReader();

  return (raw) => {
    if (raw.fault !== null) return { code: raw.fault, field: null };
    if (typeof raw.value !== 'object' || raw.value === null || Array.isArray(raw.value)) {
      return { code: 'not_an_object', field: null };
    }
    const v = raw.value as Record<string, unknown>;
    r.begin(raw.surrogates);
    const id = r.identity(v['event_id'], 'event_id');
    const name = r.identity(v['event_type'], 'event_type');
    const session = r.identity(v['session_id'], 'session_id');
    const type = EVENT_ALIASES.get(name) ?? name;
    if (r.fault === null && !EVENT_NAME.test(type)) r.refuse('bad_event_name', 'event_type');
    const time = readTime(v, r, zone, notAfter);
    const local = zone.toLocal(time.timestamp);
    const customer = r.int64(v['customer_id'], 'customer_id');
    const guest = r.bool(v['is_guest'], 'is_guest');

    const event: CartEvent = {
      event_id: id,
      event_type: type,
      timestamp: time.timestamp,
      timestamp_unix: time.timestamp_unix,
      session_id: session,
      customer_id: customer,
      is_guest: customer === null || guest === true,
      source: r.text(v['source'], 'source'),
      device: r.text(v['device'], 'device'),
      browser: r.text(v['browser'], 'browser'),
      ip_address: r.text(v['ip_address'], 'ip_address'),
      user_agent: r.text(v['user_agent'], 'user_agent'),
      page_url: r.text(v['page_url'], 'page_url'),
      referrer: r.text(v['referrer'], 'referrer') ?? 'direct',
      utm_source: r.text(v['utm_source'], 'utm_source') ?? 'unknown',
      utm_medium: r.text(v['utm_medium'], 'utm_medium') ?? 'unknown',
      utm_campaign: r.text(v['utm_campaign'], 'utm_campaign') ?? 'unknown',
      product_id: r.int64(v['product_id'], 'product_id'),
      product_name: r.text(v['product_name'], 'product_name'),
      product_sku: r.text(v['product_sku'], 'product_sku'),
      product_category: r.text(v['product_category'], 'product_category'),
      product_brand: r.text(v['product_brand'], 'product_brand'),
      product_price_vnd: r.notNegative(
        r.int64(v['product_price_vnd'], 'product_price_vnd') ?? 0,
        'product_price_vnd',
      ),
      product_price_usd: r.notNegative(
        r.double(v['product_price_usd'], 'product_price_usd'),
        'product_price_usd',
      ),
      quantity: r.notNegative(r.int32(v['quantity'], 'quantity') ?? 0, 'quantity'),
      old_quantity: r.notNegative(r.int32(v['old_quantity'], 'old_quantity'), 'old_quantity'),
      line_total_vnd: r.int64(v['line_total_vnd'], 'line_total_vnd') ?? 0,
      line_total_usd: r.double(v['line_total_usd'], 'line_total_usd'),
      view_duration_seconds: r.double(v['view_duration_seconds'], 'view_duration_seconds'),
      order_id: r.text(v['order_id'], 'order_id'),
      total_amount_vnd: r.int64(v['total_amount_vnd'], 'total_amount_vnd'),
      total_amount_usd: r.double(v['total_amount_usd'], 'total_amount_usd'),
      item_count: r.int32(v['item_count'], 'item_count'),
      payment_method: r.text(v['payment_method'], 'payment_method'),
      shipping_method: r.text(v['shipping_method'], 'shipping_method'),
      items: r.items(v['items'], 'items'),
      cart_value_vnd: r.int64(v['cart_value_vnd'], 'cart_value_vnd'),
      cart_value_usd: r.double(v['cart_value_usd'], 'cart_value_usd'),
      shipping_cost_vnd: r.int64(v['shipping_cost_vnd'], 'shipping_cost_vnd'),
      estimated_delivery_days: r.int32(v['estimated_delivery_days'], 'estimated_delivery_days'),
      save_payment_info: r.bool(v['save_payment_info'], 'save_payment_info'),
      failure_reason: r.text(v['failure_reason'], 'failure_reason'),
      attempted_amount_vnd: r.int64(v['attempted_amount_vnd'], 'attempted_amount_vnd'),
      cancelled_by: r.text(v['cancelled_by'], 'cancelled_by'),
      cancellation_reason: r.text(v['cancellation_reason'], 'cancellation_reason'),
      order_value_vnd: r.int64(v['order_value_vnd'], 'order_value_vnd'),
      scroll_depth_percent: r.double(v['scroll_depth_percent'], 'scroll_depth_percent'),
      page_height: r.double(v['page_height'], 'page_height'),
      scroll_position: r.double(v['scroll_position'], 'scroll_position'),
      time_on_page_seconds: r.double(v['time_on_page_seconds'], 'time_on_page_seconds'),
      exit_type: r.text(v['exit_type'], 'exit_type'),
      search_query: r.text(v['search_query'], 'search_query'),
      results_count: r.int32(v['results_count'], 'results_count'),
      search_type: r.text(v['search_type'], 'search_type'),
      properties: null,
      date: day(local),
      hour: hour(local),
    };

    const unknown = Object.keys(v).length !== r.known;
    if (raw.surrogates && unknown && hasLoneSurrogate(v)) r.refuse('lone_surrogate', 'properties');
    if (r.fault === null && dropGuests && customer === null) r.refuse('guest', 'customer_id');
    if (r.fault !== null) return r.fault;

    if (unknown || r.looseItems) event.properties = unknownFields(raw, r.looseItems);
    if (unknown) counts.unknownFields++;
    if (time.fromUnix) counts.timeFromUnix++;
    if (time.disagree) counts.clockDisagreements++;
    if (type !== name) counts.renamed++;
    return event;
  };
}
