import type { Product } from '../../catalog/product.ts';
import { toUsd } from '../../money.ts';
import { wallClock } from '../../time/wall-clock.ts';
import type { Zone } from '../../time/zone.ts';
import type { WireDetails, WireEvent } from '../../wire-event.ts';
import type { Ids } from './ids.ts';
import type { Search } from './shelves.ts';
import type { Step } from './steps.ts';
import type { Visit } from './visits.ts';

/** Writes steps as events of the wire, at another time than theirs where one is given. */
export function wireWriter(zone: Zone, ids: Ids): (visit: Visit, step: number, at?: number) => WireEvent {
  const text = wallClock(zone);
  return ({ sessionId, visitor, steps, number }, index, time) => {
    const step = steps[index]!;
    const { customer, ip, client, channel } = visitor;
    const at = time ?? step.at;
    // Assigned one after another, in the order of the wire: objects that are spread into the middle of others are slow.
    const event = {
      event_id: `evt_${ids.hex(number + index)}`,
      event_type: step.type,
      timestamp: text(at),
      timestamp_unix: Math.floor(at / 1000),
      session_id: sessionId,
      customer_id: customer,
      is_guest: customer === null,
    } as WireEvent;
    addDetails(event, step);
    event.source = client.source;
    event.device = client.device;
    event.browser = client.browser;
    event.ip_address = ip;
    event.user_agent = client.user_agent;
    event.page_url = step.url;
    event.referrer = channel.referrer;
    event.utm_source = channel.utm_source;
    event.utm_medium = channel.utm_medium;
    event.utm_campaign = channel.utm_campaign;
    return event;
  };
}

/** Says what an event of a type says beside what all do, in the order of the wire. */
export function addDetails(event: WireDetails, step: Step): void {
  switch (step.type) {
    case 'view_item':
      addProduct(event, step.product);
      event.view_duration_seconds = step.seconds;
      return;
    case 'add_to_wish_list':
      addProduct(event, step.product);
      return;
    case 'add_to_cart':
    case 'remove_from_cart':
    case 'update_quantity': {
      const total = step.quantity * step.product.price_vnd;
      addProduct(event, step.product);
      event.quantity = step.quantity;
      event.old_quantity = step.old;
      event.line_total_vnd = total;
      event.line_total_usd = toUsd(total);
      return;
    }
    case 'scroll':
      event.scroll_depth_percent = step.percent;
      event.page_height = step.height;
      event.scroll_position = Math.floor((step.height * step.percent) / 100);
      return;
    case 'search':
      addSearch(event, step.search);
      return;
    case 'exit_page':
      event.time_on_page_seconds = step.seconds;
      event.exit_type = step.exit;
      return;
    case 'begin_checkout': {
      const { id, total, items } = step.order;
      event.order_id = id;
      event.cart_value_vnd = total;
      event.cart_value_usd = toUsd(total);
      event.item_count = items.length;
      event.items = items;
      return;
    }
    case 'add_shipping_info':
      event.order_id = step.order.id;
      event.shipping_method = step.method;
      event.shipping_cost_vnd = step.cost;
      event.estimated_delivery_days = step.days;
      return;
    case 'add_payment_info':
      event.order_id = step.order.id;
      event.payment_method = step.method;
      event.save_payment_info = step.saves;
      return;
    case 'payment_failed':
      event.order_id = step.order.id;
      event.payment_method = step.method;
      event.failure_reason = step.reason;
      event.attempted_amount_vnd = step.order.total;
      return;
    case 'purchase': {
      const { id, total, items } = step.order;
      event.order_id = id;
      event.total_amount_vnd = total;
      event.total_amount_usd = toUsd(total);
      event.item_count = items.length;
      event.payment_method = step.payment;
      event.shipping_method = step.shipping;
      event.items = items;
      return;
    }
    case 'order_cancelled':
      event.order_id = step.order.id;
      event.cancelled_by = step.by;
      event.cancellation_reason = step.reason;
      event.order_value_vnd = step.order.total;
      return;
  }
}

/** Says what was looked for. */
export function addSearch(event: WireDetails, { query, results, type }: Search): void {
  event.search_query = query;
  event.results_count = results.length;
  event.search_type = type;
}

/** Says which product an event is about. */
export function addProduct(event: WireDetails, product: Product): void {
  event.product_id = product.id;
  event.product_name = product.name;
  event.product_sku = product.sku;
  event.product_category = product.category;
  event.product_brand = product.brand;
  event.product_price_vnd = product.price_vnd;
  event.product_price_usd = product.price_usd;
}
