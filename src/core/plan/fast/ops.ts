import { type FieldKind, FIELDS } from '../../fields.ts';

/** How the value of a field is read. */
export const OP = {
  id: 0,
  type: 1,
  session: 2,
  time: 3,
  text: 4,
  double: 5,
  whole: 6,
  whole32: 7,
  bool: 8,
  items: 9,
  /** Not on the wire. */
  none: 10,
} as const;

/** Ops up to this one are of fields that every event must have. */
export const LAST_REQUIRED = OP.time;

const OP_OF_KIND: Record<FieldKind, number> = {
  text: OP.text,
  json: OP.none,
  int32: OP.whole32,
  int64: OP.whole,
  double: OP.double,
  bool: OP.bool,
  time: OP.time,
  items: OP.items,
};

const OP_OF_NAME: Partial<Record<string, number>> = {
  event_id: OP.id,
  event_type: OP.type,
  session_id: OP.session,
  hour: OP.none,
};

/** The op of every field, in the order of FIELDS. */
export const OPS = Uint8Array.from(FIELDS, ({ name, kind }) => OP_OF_NAME[name] ?? OP_OF_KIND[kind]);

const NOT_NEGATIVE: ReadonlySet<string> = new Set([
  'product_price_vnd',
  'product_price_usd',
  'quantity',
  'old_quantity',
]);

/** The least value of every field of numbers. */
export const LEAST = Float64Array.from(FIELDS, ({ name }) => (NOT_NEGATIVE.has(name) ? 0 : -Infinity));

/** What stands for a missing number, and for a missing text. */
export const DEFAULT_NUMBERS = { product_price_vnd: 0, quantity: 0, line_total_vnd: 0 } as const;
export const DEFAULT_TEXTS = {
  referrer: 'direct',
  utm_source: 'unknown',
  utm_medium: 'unknown',
  utm_campaign: 'unknown',
} as const;
