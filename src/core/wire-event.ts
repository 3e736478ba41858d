import type { CartEvent } from './event.ts';

/** What every event we write has: who, when and from where; null where there is nothing to say. */
export interface WireCore {
  event_id: string;
  event_type: string;
  /** Wall-clock time in the shop's zone, without an offset: `2025-08-25T23:04:11.545981`, the fraction only where there is one. */
  timestamp: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  timestamp_unix: number;
  session_id: string;
  customer_id: number | null;
  is_guest: boolean;
  source: string | null;
  device: string | null;
  browser: string | null;
  ip_address: string | null;
  user_agent: string | null;
  page_url: string | null;
  referrer: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
}

/** The fields that belong to some types of events only. */
export type WireDetails = {
  [Name in Exclude<keyof CartEvent, keyof WireCore | 'properties' | 'date' | 'hour'>]?:
    | CartEvent[Name]
    | null;
};

/** An event as it goes over the wire, before it is cleaned: the fields of its type beside those that all have. */
export interface WireEvent extends WireCore, WireDetails {}
