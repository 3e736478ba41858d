import type { Product } from '../../catalog/product.ts';
import { toUsd } from '../../money.ts';
import { wallClock } from '../../time/wall-clock.ts';
import type { Zone } from '../../time/zone.ts';
import type { WireDetails, WireEvent } from '../../wire-event.ts';
import type { Ids } from './ids.ts';
import type { Step } from './steps.ts';
import type { Visit } from './visits.ts';

/** Writes steps as events of the wire, at another time than theirs where one is given. */
export function wireWriter(zone: Zone, ids: Ids): (visit: Visit, step: number, at?: number) => WireEvent {
  const text = wallClock(zone);
  return ({ sessionId, visitor, steps, number }, index, time) => {
    const step = steps[index]!;
    const at = time ?? step.at;
    return {
      event_id: `evt_${ids.hex(number + index)}`,
      event_type: step.type,
      timestamp: text(at),
      timestamp_unix: Math.floor(at / 1000),
      session_id: sessionId,
      customer_id: visitor.customer,
      is_guest: visitor.customer === null,
      ...details(step),
      source: visitor.source,
      device: visitor.device,
      browser: visitor.browser,
      ip_address: visitor.ip,
      user_agent: visitor.user_agent,
      page_url: step.url,
      referrer: visitor.referrer,
      utm_source: visitor.utm_source,
      utm_medium: visitor.utm_medium,
      utm_campaign: visitor.utm_campaign,
    };
  };
}

function details(step: Step): WireDetails {
  switch (step.type) {
    case 'view_item':
      return { ...product(step.product), view_duration_seconds: step.seconds };
    case 'add_to_wish_list':
      return product(step.product);
    case 'add_to_cart':
    case 'remove_from_cart':
    case 'update_quantity': {
      const total = step.quantity * step.product.price_vnd;
      return {
        ...product(step.product),
        quantity: step.quantity,
        old_quantity: step.old,
        line_total_vnd: total,
        line_total_usd: toUsd(total),
      };
    }
    case 'scroll':
      return {
        scroll_depth_percent: step.percent,
        page_height: step.height,
        scroll_position: Math.floor((step.height * step.percent) / 100),
      };
    case 'search': {
      const { query, results, type } = step.search;
      return { search_query: query, results_count: results.length, search_type: type };
    }
    case 'exit_page':
      return { time_on_page_seconds: step.seconds, exit_type: step.exit };
    case 'begin_checkout': {
      const { id, total, items } = step.order;
      return {
        order_id: id,
        cart_value_vnd: total,
        cart_value_usd: toUsd(total),
        item_count: items.length,
        items,
      };
    }
    case 'add_shipping_info':
      return {
        order_id: step.order.id,
        shipping_method: step.method,
        shipping_cost_vnd: step.cost,
        estimated_delivery_days: step.days,
      };
    case 'add_payment_info':
      return { order_id: step.order.id, payment_method: step.method, save_payment_info: step.saves };
    case 'payment_failed':
      return {
        order_id: step.order.id,
        payment_method: step.method,
        failure_reason: step.reason,
        attempted_amount_vnd: step.order.total,
      };
    case 'purchase': {
      const { id, total, items } = step.order;
      return {
        order_id: id,
        total_amount_vnd: total,
        total_amount_usd: toUsd(total),
        item_count: items.length,
        payment_method: step.payment,
        shipping_method: step.shipping,
        items,
      };
    }
    case 'order_cancelled':
      return {
        order_id: step.order.id,
        cancelled_by: step.by,
        cancellation_reason: step.reason,
        order_value_vnd: step.order.total,
      };
  }
}

function product({ id, name, sku, category, brand, price_vnd, price_usd }: Product): WireDetails {
  return {
    product_id: id,
    product_name: name,
    product_sku: sku,
    product_category: category,
    product_brand: brand,
    product_price_vnd: price_vnd,
    product_price_usd: price_usd,
  };
}
