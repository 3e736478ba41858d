import type { OrderItem } from '../../event.ts';
import type { Product } from '../../catalog/product.ts';
import type { Search } from './shelves.ts';

/** What every step has: when it happens, in microseconds since 1970-01-01T00:00Z, and on which page. */
interface StepBase {
  at: number;
  url: string;
}

/** An order from its checkout on; what is in it is known once the shopping is done. */
export interface Order {
  readonly id: string;
  total: number;
  items: readonly OrderItem[];
}

export interface ViewStep extends StepBase {
  readonly type: 'view_item';
  readonly product: Product;
  readonly seconds: number;
}

export interface WishStep extends StepBase {
  readonly type: 'add_to_wish_list';
  readonly product: Product;
}

export interface LineStep extends StepBase {
  readonly type: 'add_to_cart' | 'remove_from_cart' | 'update_quantity';
  readonly product: Product;
  readonly quantity: number;
  /** What was in the cart of it; null for an add. */
  readonly old: number | null;
}

export interface ScrollStep extends StepBase {
  readonly type: 'scroll';
  readonly percent: number;
  readonly height: number;
}

export interface SearchStep extends StepBase {
  readonly type: 'search';
  readonly search: Search;
}

export interface ExitStep extends StepBase {
  readonly type: 'exit_page';
  readonly seconds: number;
  readonly exit: string;
}

export interface BeginStep extends StepBase {
  readonly type: 'begin_checkout';
  readonly order: Order;
}

export interface ShippingStep extends StepBase {
  readonly type: 'add_shipping_info';
  readonly order: Order;
  readonly method: string;
  readonly cost: number;
  readonly days: number;
}

export interface PaymentStep extends StepBase {
  readonly type: 'add_payment_info';
  readonly order: Order;
  readonly method: string;
  readonly saves: boolean;
}

export interface FailureStep extends StepBase {
  readonly type: 'payment_failed';
  readonly order: Order;
  readonly method: string;
  readonly reason: string;
}

export interface PurchaseStep extends StepBase {
  readonly type: 'purchase';
  readonly order: Order;
  readonly payment: string;
  readonly shipping: string;
}

export interface CancelStep extends StepBase {
  readonly type: 'order_cancelled';
  readonly order: Order;
  readonly by: string;
  readonly reason: string;
}

/** An event without its identity and context. */
export type Step =
  | ViewStep
  | WishStep
  | LineStep
  | ScrollStep
  | SearchStep
  | ExitStep
  | BeginStep
  | ShippingStep
  | PaymentStep
  | FailureStep
  | PurchaseStep
  | CancelStep;
