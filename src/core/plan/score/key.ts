import { EVENT_ALIASES } from '../../event-types.ts';
import { FIELDS } from '../../fields.ts';
import { parseTimestamp } from '../../time/timestamp.ts';
import { calendar, openZone } from '../../time/zone.ts';
import type { FaultKind, TruthLine } from '../../truth.ts';
import type { WireEvent } from '../../wire-event.ts';

/** Where a late or out-of-order event belongs. */
export interface RightPlace {
  session_id: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  timestamp_unix: number;
  /** YYYY-MM-DD in the shop's zone. */
  date: string;
}

/** Where the table has an event. */
export interface FoundPlace {
  /** Microseconds since 1970-01-01T00:00Z. */
  timestamp: number;
  timestamp_unix: number;
  session_id: string;
  date: string;
  event_sequence_num: number;
}

/** A fault of the truth, and what of it was found. */
export interface KnownFault {
  readonly event_id: string;
  readonly kind: FaultKind;
  readonly field: string | null;
  readonly offset: number;
  /** Of late and out-of-order events. */
  readonly place: RightPlace | null;
  /** Of conflicts: columns and what the table must have in them. */
  readonly payload: readonly (readonly [column: string, value: unknown])[];
  /** The line of quarantine or conflicts at its offset. */
  line: { code: string; field: string | null } | null;
  /** Rows of the table with its id. */
  rows: number;
  /** Of the last such row. */
  found: FoundPlace | null;
  /** A column in which such a row has another payload. */
  changed: string | null;
}

/** The truth, by what it is looked up by. Memory: about 200 bytes a fault, 1 KB a conflict; a Map holds 2^24 entries at most. */
export interface AnswerKey {
  byId: Map<string, KnownFault>;
  byOffset: Map<number, KnownFault>;
  /** Sessions of late and out-of-order events; their rows' times go in here. 8 bytes a row. */
  sessions: Map<string, number[]>;
  /** Columns that conflicts are compared in. */
  columns: Set<string>;
}

/** Columns in which the kept event of a conflict is compared, beside the one that was changed. */
const COMPARED = [
  'event_type',
  'timestamp_unix',
  'session_id',
  'customer_id',
  'page_url',
  'user_agent',
  'utm_campaign',
  'product_id',
  'product_price_vnd',
  'quantity',
  'order_id',
  'total_amount_vnd',
];
/** What cleaning puts where an event has nothing. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['referrer', 'direct'],
  ['utm_source', 'unknown'],
  ['utm_medium', 'unknown'],
  ['utm_campaign', 'unknown'],
  ['product_price_vnd', 0],
  ['quantity', 0],
  ['line_total_vnd', 0],
]);
const PLAIN = new Set<string>(
  FIELDS.filter(
    ({ name, kind }) => !['time', 'json', 'items'].includes(kind) && name !== 'is_guest' && name !== 'hour',
  ).map(({ name }) => name),
);

/**
 * Builds the answer key from the lines of the truth.
 *
 * @throws {Error} naming file and line, where an event or an element has a second fault
 */
export async function buildKey(
  lines: AsyncIterable<{ line: number; truth: TruthLine }>,
  name: string,
  timeZone: string,
): Promise<AnswerKey> {
  const key: AnswerKey = { byId: new Map(), byOffset: new Map(), sessions: new Map(), columns: new Set() };
  const dateOf = dateReader(timeZone);
  for await (const { line, truth } of lines) {
    const { event_id, kind, field, offset, original } = truth;
    if (key.byId.has(event_id) || key.byOffset.has(offset)) {
      const whose = key.byId.has(event_id) ? JSON.stringify(event_id) : `byte ${offset}`;
      throw new Error(
        `Cannot read ${name} as an event has one fault at most: line ${line} is another of ${whose}`,
      );
    }
    const isMoved = kind === 'late' || kind === 'out_of_order';
    const { session_id, timestamp_unix } = original;
    const place = isMoved ? { session_id, timestamp_unix, date: dateOf(original) } : null;
    const payload = kind === 'conflict' ? payloadOf(original, field) : [];
    const fault = {
      event_id,
      kind,
      field,
      offset,
      place,
      payload,
      line: null,
      rows: 0,
      found: null,
      changed: null,
    };
    key.byId.set(event_id, fault);
    key.byOffset.set(offset, fault);
    if (isMoved) key.sessions.set(session_id, []);
    for (const [column] of payload) key.columns.add(column);
  }
  return key;
}

function payloadOf(original: WireEvent, changed: string | null): [column: string, value: unknown][] {
  const columns = new Set(COMPARED);
  if (changed !== null && PLAIN.has(changed)) columns.add(changed);
  const wire = new Map<string, unknown>(Object.entries(original));
  return [...columns].map((column) => {
    const value = wire.get(column) ?? DEFAULTS.get(column) ?? null;
    const isAlias = column === 'event_type' && typeof value === 'string';
    return [column, isAlias ? (EVENT_ALIASES.get(value) ?? value) : value];
  });
}

/** The day of an event: its wall clock is the shop's, unless it says how far that is from UTC. */
function dateReader(timeZone: string): (original: WireEvent) => string {
  const zone = openZone(timeZone);
  const { day } = calendar();
  return ({ timestamp, timestamp_unix }) => {
    const parsed = parseTimestamp(timestamp);
    return day(parsed?.offset === null ? parsed.local : zone.toLocal(timestamp_unix * 1000));
  };
}
