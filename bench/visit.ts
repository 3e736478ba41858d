import { type Product, toUsd } from './products.ts';
import type { Random } from './random.ts';

/** One step of a shopper: an event without its identity, time and context. */
export interface Step {
  type: string;
  page: string;
  /** The fields of the type as JSON, with a comma after each. */
  json: string;
}

/** What the cart holds: product id to quantity. */
export type Cart = Map<number, number>;

const payments = ['credit_card', 'paypal', 'momo', 'zalopay', 'cod'];
const shippings = ['standard', 'express', 'same_day'];
const failures = [
  'insufficient_funds',
  'card_declined',
  'expired_card',
  'network_error',
  'timeout',
  'invalid_cvv',
];
const cancellations = [
  'changed_mind',
  'found_better_price',
  'delivery_too_slow',
  'payment_issue',
  'out_of_stock',
];
const searches = [
  'laptop gaming',
  'chuột không dây',
  'bàn phím cơ',
  'màn hình 4k',
  'tai nghe chống ồn',
  'ssd 1tb',
];
const cartLimit = 20;

/** Plays one shopper through the shop: about ten steps, all possible with what the cart holds. */
export function playVisit(products: readonly Product[], cart: Cart, random: Random): Step[] {
  const steps: Step[] = [];
  let product = pickProduct();

  function pickProduct(): Product {
    return products[Math.floor(products.length * random.next() ** 2)] as Product;
  }

  function add(type: string, page: string, json: string): void {
    steps.push({ type, page, json });
  }

  function addLine(type: string, item: Product, quantity: number, old: number | null): void {
    const total = quantity * item.price;
    const line = `"quantity":${quantity},"old_quantity":${old},"line_total_vnd":${total},"line_total_usd":${toUsd(total)},`;
    add(type, type === 'add_to_cart' ? `/product/${item.id}` : '/cart', `${item.json},${line}`);
  }

  function browse(): void {
    const roll = random.next();
    if (roll < 0.4) {
      product = pickProduct();
      add(
        'view_item',
        `/product/${product.id}`,
        `${product.json},"view_duration_seconds":${random.int(3, 240)},`,
      );
    } else if (roll < 0.68) {
      const height = random.int(1200, 9000);
      const percent = random.int(5, 100);
      const position = Math.floor((height * percent) / 100);
      const json = `"scroll_depth_percent":${percent},"page_height":${height},"scroll_position":${position},`;
      add('scroll', `/product/${product.id}`, json);
    } else if (roll < 0.92) {
      const kind = random.pick(['keyword', 'category', 'brand']);
      const query = random.pick(searches);
      add(
        'search',
        '/search',
        `"search_query":"${query}","results_count":${random.int(0, 80)},"search_type":"${kind}",`,
      );
    } else {
      add('add_to_wish_list', `/product/${product.id}`, `${product.json},`);
    }
  }

  function changeCart(): void {
    const held = [...cart.keys()];
    if (held.length === 0 || (held.length < cartLimit && random.chance(0.55))) {
      const quantity = random.int(1, 3);
      const before = cart.get(product.id) ?? 0;
      cart.set(product.id, before + quantity);
      addLine('add_to_cart', product, quantity, null);
      return;
    }
    const item = products[random.pick(held) - 1] as Product;
    const before = cart.get(item.id) as number;
    if (held.length < cartLimit && random.chance(0.5)) {
      const quantity = random.int(1, 5);
      cart.set(item.id, quantity);
      addLine('update_quantity', item, quantity, before);
    } else {
      const quantity = random.int(0, before);
      if (quantity === 0 || quantity === before) cart.delete(item.id);
      else cart.set(item.id, before - quantity);
      addLine('remove_from_cart', item, quantity, before);
    }
  }

  function checkout(): void {
    const lines = [...cart].map(([id, quantity]) => ({
      product_id: id,
      quantity,
      price_vnd: (products[id - 1] as Product).price,
    }));
    const total = lines.reduce((sum, line) => sum + line.quantity * line.price_vnd, 0);
    const items = `"item_count":${lines.length},"items":${JSON.stringify(lines)},`;
    const order = `"order_id":"ord_${random.hex(8)}${random.hex(4)}",`;
    add(
      'begin_checkout',
      '/checkout',
      `${order}"cart_value_vnd":${total},"cart_value_usd":${toUsd(total)},${items}`,
    );
    if (random.chance(0.25)) return;
    const shipping = random.pick(shippings);
    const cost = random.int(0, 10) * 10_000;
    const days = `"estimated_delivery_days":${random.int(1, 7)},`;
    add(
      'add_shipping_info',
      '/checkout/shipping',
      `${order}"shipping_method":"${shipping}","shipping_cost_vnd":${cost},${days}`,
    );
    if (random.chance(0.2)) return;
    const payment = random.pick(payments);
    const save = `"save_payment_info":${random.chance(0.4)},`;
    add('add_payment_info', '/checkout/payment', `${order}"payment_method":"${payment}",${save}`);
    if (random.chance(0.3)) {
      const reason = `"failure_reason":"${random.pick(failures)}","attempted_amount_vnd":${total},`;
      add('payment_failed', '/checkout/payment', `${order}"payment_method":"${payment}",${reason}`);
      if (random.chance(0.5)) return;
    }
    const methods = `"payment_method":"${payment}","shipping_method":"${shipping}",`;
    const amounts = `"total_amount_vnd":${total},"total_amount_usd":${toUsd(total)},`;
    add('purchase', '/checkout/thank-you', `${order}${amounts}${items}${methods}`);
    cart.clear();
    if (random.chance(0.08)) {
      const reason = `"cancelled_by":"customer","cancellation_reason":"${random.pick(cancellations)}",`;
      add('order_cancelled', '/orders', `${order}${reason}"order_value_vnd":${total},`);
    }
  }

  const shopping = random.chance(0.55);
  const length = random.chance(0.8) ? random.int(3, 12) : random.int(8, 30);
  for (let step = 0; step < length; step++) {
    if (shopping && step > 0 && random.chance(0.3)) changeCart();
    else browse();
  }
  if (cart.size > 0 && random.chance(0.2)) checkout();
  if (random.chance(0.6)) {
    const kind = random.pick(['close_tab', 'back_button', 'navigate_away']);
    add('exit_page', '/', `"time_on_page_seconds":${random.int(2, 600)},"exit_type":"${kind}",`);
  }
  return steps;
}
