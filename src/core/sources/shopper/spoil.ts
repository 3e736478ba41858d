import { Draws } from '../../random/draws.ts';
import type { FaultKind } from '../../truth.ts';
import type { WireEvent } from '../../wire-event.ts';
import { breakText } from './break-text.ts';
import { STREAMS } from './streams.ts';

/** What arrives in place of an event: an object that is none of ours any more, or text that is no JSON. */
export interface Spoilt {
  element: object | string;
  /** The field that is missing, wrong or changed; null where it is none. */
  field: string | null;
}

/** Fields that a copy may differ in, with what a retry or a proxy makes of them. */
const CHANGES: readonly (readonly [field: keyof WireEvent, change: (event: WireEvent) => unknown])[] = [
  ['page_url', ({ page_url }) => `${page_url}#retry`],
  ['utm_campaign', () => 'retargeting'],
  ['user_agent', ({ user_agent }) => `${user_agent} Proxy/1.1`],
  ['timestamp_unix', ({ timestamp_unix }) => timestamp_unix + 1],
];
/** Fields without which an event is none; `timestamp` goes with `timestamp_unix`. */
const NEEDED = ['event_id', 'event_type', 'session_id', 'timestamp'] as const;
/** Values that nothing reads as their field's. */
const WRONG: Readonly<Partial<Record<keyof WireEvent, unknown>>> = {
  session_id: { id: 17 },
  customer_id: 'guest-17',
  is_guest: 'no',
  device: 3,
  ip_address: [113, 160, 0, 1],
  user_agent: ['Mozilla/5.0'],
  page_url: 404,
  product_id: 'SKU-90',
  product_name: { vi: 'Chuột' },
  product_price_vnd: '3.500.000 đ',
  quantity: 'two',
  view_duration_seconds: 'PT12S',
  items: 'see attachment',
  item_count: true,
  total_amount_vnd: { amount: 100 },
  scroll_depth_percent: 'half',
  time_on_page_seconds: [5],
  results_count: 'many',
};

/** Breaks events in one way each, by their numbers. */
export class Spoiler {
  readonly #draws: Draws;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  spoil(event: WireEvent, kind: FaultKind, number: number): Spoilt {
    const draws = this.#draws.seek(STREAMS.spoil, number);
    switch (kind) {
      case 'duplicate':
      case 'late':
      case 'out_of_order':
        return { element: event, field: null };
      case 'future':
        return { element: event, field: 'timestamp' };
      case 'conflict': {
        const [field, change] = draws.pick(CHANGES);
        return { element: { ...event, [field]: change(event) }, field };
      }
      case 'missing_field': {
        const field = draws.pick(NEEDED);
        const element: Partial<WireEvent> = { ...event };
        delete element[field];
        if (field === 'timestamp') delete element.timestamp_unix;
        return { element, field };
      }
      case 'wrong_type': {
        const fields = Object.keys(WRONG).filter((field) => field in event) as (keyof WireEvent)[];
        const field = draws.pick(fields);
        return { element: { ...event, [field]: WRONG[field] }, field };
      }
      case 'malformed_json':
        return { element: breakText(JSON.stringify(event), draws), field: null };
    }
  }
}

/** How much after the end of the period an event of the future says it happened: a minute to 400 days, in microseconds. */
export function futureShift(draws: Draws, number: number): number {
  return 60_000_000 + Math.floor(draws.seek(STREAMS.future, number).unit() * 400 * 86_400_000_000);
}
