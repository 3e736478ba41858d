import type { Place } from '../errors.ts';
import type { RawEvent, RawText, ReadFault } from '../raw.ts';
import { fromBase64 } from './bytes.ts';
import { ElementList } from './element-list.ts';
import type { ReadLimits } from './limits.ts';
import type { PieceRead } from './read-exact.ts';
import { Scanner } from './scanner.ts';

const encoder = new TextEncoder();
const faults: ReadonlySet<unknown> = new Set(['malformed_json', 'too_large', 'too_deep', 'invalid_utf8']);

/** Turns quarantined records into the events whose raw text they hold. */
export function readQuarantine(read: PieceRead, limits: Readonly<ReadLimits>): PieceRead {
  return { ...read, events: read.events.map((record) => replay(record, limits)) };
}

function replay(record: RawEvent, limits: Readonly<ReadLimits>): RawEvent {
  if (record.fault !== null || typeof record.value !== 'object' || record.value === null) return record;
  const { raw, encoding, code } = record.value as Record<string, unknown>;
  if (typeof raw !== 'string') return record;
  const bytes = encoding === 'base64' ? fromBase64(raw) : encoder.encode(raw);
  if (bytes === undefined) return record;
  const piece = {
    file: '',
    entry: null,
    form: 'events',
    offset: 0,
    bytes,
    last: true,
    clean: false,
    start: null,
  } as const;
  const list = new ElementList(piece, limits);
  const scanner = new Scanner();
  scanner.run(bytes, 0, bytes.length);
  list.add(0, bytes.length, scanner.deepest > limits.depth ? 'too_deep' : null);
  return new ReplayedEvent(list.events[0]!, record, isFault(code) ? code : null);
}

function isFault(code: unknown): code is ReadFault {
  return faults.has(code);
}

/** An event out of a quarantine file: its place is that of the line that holds it. */
class ReplayedEvent implements RawEvent {
  readonly value: unknown;
  readonly fault: ReadFault | null;
  readonly surrogates: boolean;
  readonly #event: RawEvent;
  readonly #record: RawEvent;

  constructor(event: RawEvent, record: RawEvent, fault: ReadFault | null) {
    this.value = event.value;
    // A raw text that was cut does not show any more what was wrong with it.
    this.fault = event.fault === null ? null : (fault ?? event.fault);
    this.surrogates = event.surrogates;
    this.#event = event;
    this.#record = record;
  }

  place(): Place {
    return this.#record.place();
  }

  text(limit?: number): RawText {
    return this.#event.text(limit);
  }

  exact(): unknown {
    return this.#event.exact();
  }
}
