import type { WireEvent } from '../../wire-event.ts';

/** An event as somebody sent it: any field may be missing or hold anything. */
export type RawEvent = { readonly [Name in keyof WireEvent]?: unknown };

export type ProductId = number | string;

/** A line of a cart; NaN where a number is unknown. */
export interface CartLine {
  quantity: number;
  price: number;
}

/** A checkout; its id is null until an event has told it. */
export interface Checkout {
  id: string | null;
  hasBegun: boolean;
  shipping: unknown;
  payment: unknown;
}

/** What is known of a session so far. */
export interface SessionState {
  readonly id: string;
  /** Microseconds of the first event: NaN before there is one, -Infinity where it is unknown. */
  start: number;
  /** Microseconds of the latest event; NaN where unknown. */
  last: number;
  /** Undefined until an event has told it. */
  customer_id: unknown;
  is_guest: unknown;
  source: unknown;
  device: unknown;
  browser: unknown;
  ip_address: unknown;
  user_agent: unknown;
  /** Null until something is put into it. */
  cart: Map<ProductId, CartLine> | null;
  /** An event changed the cart without saying which product: nothing is held against this cart. */
  isUnsure: boolean;
  checkouts: Map<string, Checkout> | null;
  /** The one that the latest step was of; null after a purchase. */
  checkout: Checkout | null;
}

/** A session of which nothing is known. */
export function newSession(id: string): SessionState {
  return {
    id,
    start: Number.NaN,
    last: Number.NaN,
    customer_id: undefined,
    is_guest: undefined,
    source: undefined,
    device: undefined,
    browser: undefined,
    ip_address: undefined,
    user_agent: undefined,
    cart: null,
    isUnsure: false,
    checkouts: null,
    checkout: null,
  };
}

/** Whether a field is neither absent nor null. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a value is an exact whole number from 0. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value can tell products apart. */
export function isProductId(value: unknown): value is ProductId {
  return typeof value === 'number' || typeof value === 'string';
}
