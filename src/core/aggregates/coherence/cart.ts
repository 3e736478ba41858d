import type { Faults } from './faults.ts';
import { checkUsd, checkVnd } from './money.ts';
import { isGiven, isProductId, isWhole, type ProductId, type RawEvent, type SessionState } from './state.ts';

/** Sees whether the total of a line is that of its quantity and price. */
export function checkLine(event: RawEvent, faults: Faults): void {
  const { quantity, product_price_vnd: price, line_total_vnd: total, line_total_usd: usd } = event;
  checkVnd('line_total_vnd', total, faults);
  checkUsd('line_total_usd', usd, total, faults);
  if (isWhole(quantity) && isWhole(price) && isWhole(total) && quantity * price !== total)
    faults.note('line_total', 'line_total_vnd', total, quantity * price);
}

/** Sees whether a quantity can be one. */
export function checkQuantity({ quantity }: RawEvent, least: number, faults: Faults): void {
  if (isGiven(quantity) && !(isWhole(quantity) && quantity >= least))
    faults.note('quantity', 'quantity', quantity);
}

/** Puts a product into the cart; `price` is NaN where unknown. */
export function addToCart(event: RawEvent, session: SessionState, price: number, faults: Faults): void {
  const id = productOf(event, session, faults);
  if (id === null) return;
  const quantity = quantityOf(event, 1);
  const cart = (session.cart ??= new Map());
  const line = cart.get(id);
  if (line === undefined) {
    cart.set(id, { quantity, price });
    return;
  }
  line.quantity += quantity;
  line.price = price;
}

/** Takes a product out of the cart, all of it for a quantity of 0. */
export function removeFromCart(event: RawEvent, session: SessionState, price: number, faults: Faults): void {
  const id = productOf(event, session, faults);
  if (id === null) return;
  const line = session.cart?.get(id);
  if (line === undefined) {
    if (!session.isUnsure) faults.note('remove_of_absent', 'product_id', id);
    return;
  }
  const quantity = quantityOf(event, 0);
  if (quantity > line.quantity && !session.isUnsure)
    faults.note('remove_too_many', 'quantity', quantity, line.quantity);
  if (quantity === 0 || quantity >= line.quantity) session.cart?.delete(id);
  else line.quantity -= quantity;
  line.price = price;
}

/** Sets the quantity of a product in the cart; 0 takes it out, and what is not there stays so. */
export function updateCart(event: RawEvent, session: SessionState, price: number, faults: Faults): void {
  const id = productOf(event, session, faults);
  if (id === null) return;
  const line = session.cart?.get(id);
  if (line === undefined) {
    if (!session.isUnsure) faults.note('update_of_absent', 'product_id', id);
    return;
  }
  line.quantity = quantityOf(event, 0);
  line.price = price;
  if (line.quantity === 0) session.cart?.delete(id);
}

/** What a cart costs in VND; NaN where a line is unknown. */
export function totalOf(session: SessionState): number {
  let total = session.isUnsure ? Number.NaN : 0;
  if (session.cart === null) return total;
  for (const line of session.cart.values()) total += line.quantity * line.price;
  return total;
}

/** The product of an event whose old_quantity is looked at; without one the cart is unsure from now on. */
function productOf(event: RawEvent, session: SessionState, faults: Faults): ProductId | null {
  const id = event.product_id;
  if (!isProductId(id)) {
    session.isUnsure = true;
    return null;
  }
  const old = event.old_quantity;
  if (!isGiven(old)) return id;
  const held = session.cart?.get(id)?.quantity ?? 0;
  if (!isWhole(old)) faults.note('old_quantity', 'old_quantity', old);
  else if (old !== held && !Number.isNaN(held) && !session.isUnsure)
    faults.note('old_quantity', 'old_quantity', old, held);
  return id;
}

/** NaN for a quantity that is none, so that one fault does not make others. */
function quantityOf({ quantity }: RawEvent, least: number): number {
  return isWhole(quantity) && quantity >= least ? quantity : Number.NaN;
}
