import type { OrderItem } from '../event.ts';
import type { Fault, RefusalCode } from './refusal.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?)$/i;
const INT32 = 2_147_483_647;
const ITEM_KEYS = 3;

/**
 * Reads the fields of one event after another by their types. The first fault is kept until `begin` is called again, and
 * what is returned for a faulty field means nothing. Counts the known fields an event has, so that others show.
 */
export class FieldReader {
  fault: Fault | null = null;
  /** Known fields present so far, null ones included. */
  known = 0;
  /** Whether an item of an order had more to it than its column holds. */
  looseItems = false;
  #surrogates = false;

  /** Starts on the next event; `surrogates` asks for strings to be checked. */
  begin(surrogates: boolean): void {
    this.fault = null;
    this.known = 0;
    this.looseItems = false;
    this.#surrogates = surrogates;
  }

  refuse(code: RefusalCode, field: string | null): void {
    this.fault ??= { code, field };
  }

  /** Text that must be there; a whole number is taken as its decimal text. */
  identity(value: unknown, field: string): string {
    if (value === undefined || value === null || value === '') {
      if (value !== undefined) this.known++;
      this.refuse('missing_field', field);
      return '';
    }
    if (typeof value === 'number') {
      this.known++;
      if (!Number.isInteger(value))
        this.refuse(Number.isFinite(value) ? 'wrong_type' : 'unsafe_number', field);
      else if (!Number.isSafeInteger(value)) this.refuse('unsafe_number', field);
      return String(value);
    }
    return this.text(value, field) ?? '';
  }

  text(value: unknown, field: string): string | null {
    if (value === undefined) return null;
    this.known++;
    if (value === null) return null;
    if (typeof value !== 'string') {
      this.refuse('wrong_type', field);
      return null;
    }
    if (this.#surrogates && !value.isWellFormed()) this.refuse('lone_surrogate', field);
    return value;
  }

  bool(value: unknown, field: string): boolean | null {
    if (value === undefined) return null;
    this.known++;
    if (value === null || typeof value === 'boolean') return value;
    this.refuse('wrong_type', field);
    return null;
  }

  /** A number of any kind. */
  double(value: unknown, field: string): number | null {
    if (value === undefined) return null;
    this.known++;
    return value === null ? null : this.#number(value, field);
  }

  /** A whole number within 2^53. */
  int64(value: unknown, field: string): number | null {
    const number = this.double(value, field);
    if (number !== null && !Number.isInteger(number)) this.refuse('wrong_type', field);
    return number;
  }

  /** A whole number of 32 bits. */
  int32(value: unknown, field: string): number | null {
    const number = this.int64(value, field);
    if (number !== null && (number > INT32 || number < -INT32 - 1)) this.refuse('unsafe_number', field);
    return number;
  }

  notNegative<N extends number | null>(value: N, field: string): N {
    if (value !== null && value < 0) this.refuse('negative_value', field);
    return value;
  }

  items(value: unknown, field: string): OrderItem[] | null {
    if (value === undefined) return null;
    this.known++;
    if (value === null) return null;
    if (!Array.isArray(value)) {
      this.refuse('wrong_type', field);
      return null;
    }
    const known = this.known;
    const items = value.map((item, index) => this.#item(item, `${field}[${index}]`));
    this.known = known;
    return items;
  }

  #item(value: unknown, field: string): OrderItem {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse('wrong_type', field);
      return { product_id: null, quantity: null, price_vnd: null };
    }
    const { product_id, quantity, price_vnd } = value as Record<string, unknown>;
    if (Object.keys(value).length > ITEM_KEYS) this.looseItems = true;
    else for (const key of Object.keys(value)) this.looseItems ||= !isItemKey(key);
    return {
      product_id: this.int64(product_id, `${field}.product_id`),
      quantity: this.notNegative(this.int32(quantity, `${field}.quantity`), `${field}.quantity`),
      price_vnd: this.notNegative(this.int64(price_vnd, `${field}.price_vnd`), `${field}.price_vnd`),
    };
  }

  #number(value: unknown, field: string): number {
    let number = Number.NaN;
    if (typeof value === 'number') number = value;
    else if (typeof value === 'string' && NUMBER.test(value)) number = Number(value);
    else
      this.refuse(
        typeof value === 'string' && NOT_FINITE.test(value) ? 'unsafe_number' : 'wrong_type',
        field,
      );
    if (!(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) this.refuse('unsafe_number', field);
    return number + 0; // -0 becomes 0
  }
}

function isItemKey(key: string): boolean {
  return key === 'product_id' || key === 'quantity' || key === 'price_vnd';
}
