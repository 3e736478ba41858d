import { PRODUCT_DETAILS, WIRE_DETAILS, type WireDetail } from '../wire-details.ts';
import type { WireEvent } from '../wire-event.ts';
import type { TextBuffer } from './text-buffer.ts';

/** What the events of a session have in common: before what is their own, around the page, and at the end. */
interface SessionText {
  of: WireEvent;
  before: Uint8Array;
  after: Uint8Array;
  end: Uint8Array;
}

/** What the events about a product have in common. */
interface ProductText {
  of: WireEvent;
  text: Uint8Array;
}

/** The fields of a type that are neither those of all events nor those of a product, with their keys as text. */
interface Own {
  /** What stands from the end of the id to the start of the time. */
  type: Uint8Array;
  hasProduct: boolean;
  fields: readonly { name: WireDetail; key: Uint8Array }[];
}

/** Sessions, products and pages that are remembered: more are open only for moments. */
const MOST = 8192;
const encoder = new TextEncoder();
const NULL = encoder.encode('null');

const OWN: ReadonlyMap<string, Own> = new Map(
  [...WIRE_DETAILS].map(([type, details]) => [
    type,
    {
      type: encoder.encode(`","event_type":"${type}","timestamp":"`),
      hasProduct: details.includes('product_id'),
      fields: details
        .filter((name) => !PRODUCT_DETAILS.includes(name))
        .map((name) => ({ name, key: encoder.encode(`"${name}":`) })),
    },
  ]),
);

/**
 * Writes events of the wire as JSON.stringify does, for less than half of the time: what the events of a session, or those about a
 * product, have in common is made once. An event must have the fields of its type in the order of the wire, as `wireWriter` makes
 * them. Memory: the texts of 8,192 sessions, products and pages.
 */
export class WireText {
  readonly #sessions = new Map<string, SessionText>();
  readonly #products = new Map<number, ProductText>();
  readonly #pages = new Map<string, Uint8Array>();

  /** Appends an event. Whether it could: a type that is not known is left to others. */
  write(event: WireEvent, out: TextBuffer): boolean {
    const own = OWN.get(event.event_type);
    if (own === undefined) return false;
    const session = this.#session(event);
    out.ascii('{"event_id":"');
    out.ascii(event.event_id);
    out.raw(own.type);
    out.ascii(event.timestamp);
    out.ascii('","timestamp_unix":');
    out.ascii(String(event.timestamp_unix));
    out.raw(session.before);
    if (own.hasProduct) out.raw(this.#product(event));
    for (const { name, key } of own.fields) {
      out.raw(key);
      writeValue(event[name], out);
      out.ascii(',');
    }
    out.raw(session.after);
    out.raw(this.#page(event.page_url));
    out.raw(session.end);
    return true;
  }

  #session(event: WireEvent): SessionText {
    const known = this.#sessions.get(event.session_id);
    if (known !== undefined && isSame(known.of, event)) return known;
    const { session_id, customer_id, is_guest, source, device, browser, ip_address, user_agent } = event;
    const { referrer, utm_source, utm_medium, utm_campaign } = event;
    const made: SessionText = {
      of: event,
      before: encoder.encode(`,${inside({ session_id, customer_id, is_guest })},`),
      after: encoder.encode(`${inside({ source, device, browser, ip_address, user_agent })},"page_url":`),
      end: encoder.encode(`,${inside({ referrer, utm_source, utm_medium, utm_campaign })}}`),
    };
    remember(this.#sessions, event.session_id, made);
    return made;
  }

  #product(event: WireEvent): Uint8Array {
    const id = event.product_id ?? -1;
    const known = this.#products.get(id);
    if (known !== undefined && isSameProduct(known.of, event)) return known.text;
    const product = Object.fromEntries(PRODUCT_DETAILS.map((name) => [name, event[name]]));
    const text = encoder.encode(`${inside(product)},`);
    remember(this.#products, id, { of: event, text });
    return text;
  }

  #page(url: string | null): Uint8Array {
    if (url === null) return NULL;
    const known = this.#pages.get(url);
    if (known !== undefined) return known;
    const text = encoder.encode(JSON.stringify(url));
    remember(this.#pages, url, text);
    return text;
  }
}

function isSame(a: WireEvent, b: WireEvent): boolean {
  return (
    a.customer_id === b.customer_id &&
    a.is_guest === b.is_guest &&
    a.source === b.source &&
    a.device === b.device &&
    a.browser === b.browser &&
    a.ip_address === b.ip_address &&
    a.user_agent === b.user_agent &&
    a.referrer === b.referrer &&
    a.utm_source === b.utm_source &&
    a.utm_medium === b.utm_medium &&
    a.utm_campaign === b.utm_campaign
  );
}

function isSameProduct(a: WireEvent, b: WireEvent): boolean {
  return (
    a.product_id === b.product_id &&
    a.product_name === b.product_name &&
    a.product_sku === b.product_sku &&
    a.product_category === b.product_category &&
    a.product_brand === b.product_brand &&
    a.product_price_vnd === b.product_price_vnd &&
    a.product_price_usd === b.product_price_usd
  );
}

/** The text of an object without its braces. */
function inside(values: object): string {
  return JSON.stringify(values).slice(1, -1);
}

function writeValue(value: unknown, out: TextBuffer): void {
  if (typeof value === 'number' && Number.isFinite(value) && value !== 0) out.ascii(String(value));
  else out.text(JSON.stringify(value));
}

function remember<Key, Value>(values: Map<Key, Value>, key: Key, value: Value): void {
  if (values.size >= MOST) values.clear();
  values.set(key, value);
}
