import type { StoredEvent } from '../core/questions/answers.ts';
import { wallClock } from '../core/time/wall-clock.ts';
import type { Zone } from '../core/time/zone.ts';
import { WIRE_DETAILS, type WireDetail } from '../core/wire-details.ts';
import type { WireDetails, WireEvent } from '../core/wire-event.ts';

/** What cleaning puts where an event does not say where its visitor came from. */
const NO_REFERRER = 'direct';
const NO_CAMPAIGN = 'unknown';

/** Fields that cleaning fills with 0 where an event has none. */
const FILLED: ReadonlySet<WireDetail> = new Set(['product_price_vnd', 'quantity', 'line_total_vnd']);
const ALL_DETAILS: readonly WireDetail[] = [...new Set([...WIRE_DETAILS.values()].flat())];

/**
 * Makes the function that writes events of the table as events of the wire: times in the shop's zone, of the details those that
 * the type has. An event of a type that nobody knows has the details that say something.
 */
export function wireEvents(zone: Zone): (event: StoredEvent) => WireEvent {
  const text = wallClock(zone);
  return (event) => ({
    event_id: event.event_id,
    event_type: event.event_type,
    timestamp: text(event.timestamp),
    timestamp_unix: event.timestamp_unix,
    session_id: event.session_id,
    customer_id: event.customer_id,
    is_guest: event.is_guest,
    ...details(event),
    source: event.source,
    device: event.device,
    browser: event.browser,
    ip_address: event.ip_address,
    user_agent: event.user_agent,
    page_url: event.page_url,
    referrer: said(event.referrer, NO_REFERRER),
    utm_source: said(event.utm_source, NO_CAMPAIGN),
    utm_medium: said(event.utm_medium, NO_CAMPAIGN),
    utm_campaign: said(event.utm_campaign, NO_CAMPAIGN),
  });
}

function details(event: StoredEvent): WireDetails {
  const known = WIRE_DETAILS.get(event.event_type);
  const names = known ?? ALL_DETAILS.filter((name) => saysSomething(event, name));
  return Object.fromEntries(names.map((name) => [name, event[name]]));
}

function saysSomething(event: StoredEvent, name: WireDetail): boolean {
  return event[name] !== null && !(FILLED.has(name) && event[name] === 0);
}

function said(text: string, filler: string): string | null {
  return text === '' || text === filler ? null : text;
}
