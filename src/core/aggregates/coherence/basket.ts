import { totalOf } from './cart.ts';
import type { Faults } from './faults.ts';
import { checkUsd, checkVnd } from './money.ts';
import {
  isGiven,
  isProductId,
  isWhole,
  type CartLine,
  type ProductId,
  type RawEvent,
  type SessionState,
} from './state.ts';

/** Sees whether what is checked out or bought is what the cart holds: its items, their number and their sum. */
export function checkBasket(
  event: RawEvent,
  vndField: 'cart_value_vnd' | 'total_amount_vnd',
  usdField: 'cart_value_usd' | 'total_amount_usd',
  session: SessionState,
  faults: Faults,
): void {
  const { items, item_count: count, [vndField]: vnd } = event;
  checkVnd(vndField, vnd, faults);
  checkUsd(usdField, event[usdField], vnd, faults);
  // An empty cart is one fault, not one more for all that does not fit it.
  const cart = session.isUnsure || session.cart?.size === 0 ? null : session.cart;
  if (cart === null && !session.isUnsure) faults.note('empty_checkout', vndField, vnd);

  let lines = cart?.size;
  let total = cart === null ? Number.NaN : totalOf(session);
  if (isGiven(items)) {
    lines = Array.isArray(items) ? items.length : undefined;
    total = checkItems(items, cart, faults);
  }
  if (isGiven(count) && (!isWhole(count) || (lines !== undefined && count !== lines)))
    faults.note('item_count', 'item_count', count, lines);
  if (isWhole(vnd) && !Number.isNaN(total) && vnd !== total) faults.note('total', vndField, vnd, total);
}

/** The sum of items that are held against the lines of a cart where there is one; NaN when an item is none. */
function checkItems(items: unknown, cart: ReadonlyMap<ProductId, CartLine> | null, faults: Faults): number {
  if (!Array.isArray(items)) {
    faults.note('items', 'items', items);
    return Number.NaN;
  }
  if (items.length === 0 && cart === null) faults.note('empty_checkout', 'items', items);
  if (cart !== null && items.length !== cart.size) faults.note('items', 'items', items, cart.size);
  const seen = new Set<ProductId>();
  let total = 0;
  for (const item of items as unknown[]) {
    const { product_id: id, quantity, price_vnd: price } = (item ?? {}) as Record<string, unknown>;
    if (!isProductId(id) || !isWhole(quantity) || quantity === 0 || !isWhole(price)) {
      faults.note('items', 'item', id);
      return Number.NaN;
    }
    total += quantity * price;
    const line = cart?.get(id);
    if (seen.has(id) || (cart !== null && line === undefined)) faults.note('items', 'product_id', id);
    else if (line !== undefined && differs(quantity, line.quantity))
      faults.note('items', 'quantity', quantity, line.quantity);
    else if (line !== undefined && differs(price, line.price))
      faults.note('items', 'price_vnd', price, line.price);
    seen.add(id);
  }
  return total;
}

function differs(value: number, known: number): boolean {
  return value !== known && !Number.isNaN(known);
}
