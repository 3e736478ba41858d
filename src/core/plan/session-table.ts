import type { SessionFacts } from '../aggregates/session-facts.ts';
import type { Arena } from '../columns/arena.ts';
import type { BytesColumn, NumberColumn, TextColumn } from '../columns/column.ts';
import type { Session } from '../event.ts';
import { type Field, SESSION_FIELDS } from '../fields.ts';
import { JourneyWriter, SHOWN_STEPS } from '../journey-text.ts';
import type { SessionReplay } from '../stages/session-replay.ts';
import type { JourneyFacts } from './journey-facts.ts';
import type { SessionIds } from './session-ids.ts';

/** Names behind the codes of session facts; codes of sources and devices are one more than the index, 0 for null. */
export interface SessionNames {
  types: readonly string[];
  sources: readonly string[];
  devices: readonly string[];
}

/** What session_metrics says of a session but its journey. */
type Told = Exclude<keyof Session, 'event_journey'>;

/** The fields of session_metrics but the journey, which is its steps until it is written. */
export const TOLD_FIELDS = SESSION_FIELDS.filter(({ name }) => name !== 'event_journey') as Field<Told>[];

/** The facts of many sessions by number, as columns. Memory: 100 bytes a session and 4 an event. */
export class SessionTable {
  readonly starts: Float64Array;
  readonly counts: Uint32Array;
  readonly #ends: Float64Array;
  readonly #customers: Float64Array;
  readonly #sources: Uint32Array;
  readonly #devices: Uint32Array;
  readonly #purchases: Uint32Array;
  readonly #cartValues: Float64Array;
  readonly #cartLines: Uint32Array;
  readonly #orderValues: Float64Array;
  readonly #stepEnds: Uint32Array;
  readonly #steps: Uint32Array;
  #filled = 0;
  #stepCount = 0;

  /** @param steps of all of them at most @param room in use as long as the table is */
  constructor(sessions: number, steps: number, room: Arena) {
    this.starts = room.doubles(sessions);
    this.#ends = room.doubles(sessions);
    this.counts = room.words(sessions).fill(0);
    this.#customers = room.doubles(sessions);
    this.#sources = room.words(sessions);
    this.#devices = room.words(sessions);
    this.#purchases = room.words(sessions);
    this.#cartValues = room.doubles(sessions);
    this.#cartLines = room.words(sessions);
    this.#orderValues = room.doubles(sessions);
    this.#stepEnds = room.words(sessions);
    this.#steps = room.words(steps);
  }

  /** Keeps what a replay came to. Sessions have to rise; those that are passed over have no events. */
  set(session: number, replay: SessionReplay): void {
    this.#passTo(session);
    this.starts[session] = replay.start;
    this.#ends[session] = replay.end;
    this.counts[session] = replay.count;
    this.#customers[session] = replay.customer;
    this.#sources[session] = replay.source;
    this.#devices[session] = replay.device;
    this.#purchases[session] = replay.purchases;
    this.#cartValues[session] = replay.cartValue;
    this.#cartLines[session] = replay.cartLines;
    this.#orderValues[session] = replay.orderValue;
    this.#steps.set(replay.steps.subarray(0, replay.count), this.#stepCount);
    this.#stepCount += replay.count;
    this.#passTo(session + 1);
  }

  /** Type codes of a session's events in order of time: a view. */
  steps(session: number): Uint32Array {
    const end = this.#stepEnds[session] as number;
    return this.#steps.subarray(end - (this.counts[session] as number), end);
  }

  /** What event rows show of the sessions, numbered from 0; views. */
  facts(): JourneyFacts {
    this.#passTo(this.counts.length);
    return {
      numbers: Float64Array.from(this.counts.keys()),
      starts: this.starts,
      ends: this.#ends,
      counts: this.counts,
      stepEnds: this.#stepEnds,
      steps: this.#steps,
    };
  }

  /** Some sessions as columns of TOLD_FIELDS, which may lie in the arena. */
  columns(
    sessions: Uint32Array,
    ids: SessionIds,
    { sources, devices }: SessionNames,
    arena: Arena,
  ): (NumberColumn | TextColumn | BytesColumn)[] {
    const number = (valueOf: (session: number) => number): NumberColumn => ({
      kind: 'number',
      values: Float64Array.from(sessions, valueOf),
    });
    const text = (values: readonly string[], codeOf: (session: number) => number): TextColumn => ({
      kind: 'text',
      values: [...values],
      codes: sessions.map(codeOf),
    });
    const told: Record<Told, NumberColumn | TextColumn | BytesColumn> = {
      session_id: ids.column(sessions, arena),
      customer_id: number((session) => this.#customers[session] as number),
      is_guest: number((session) => (Number.isNaN(this.#customers[session]) ? 1 : 0)),
      source: text(sources, (session) => this.#sources[session] as number),
      device: text(devices, (session) => this.#devices[session] as number),
      session_start: number((session) => this.starts[session] as number),
      session_end: number((session) => this.#ends[session] as number),
      session_duration_seconds: number((session) => this.#duration(session) / 1_000_000),
      total_events: number((session) => this.counts[session] as number),
      has_purchase: number((session) => ((this.#purchases[session] as number) > 0 ? 1 : 0)),
      cart_value_vnd: number((session) => this.#cartValues[session] as number),
      cart_item_count: number((session) => this.#cartLines[session] as number),
      order_value_vnd: number((session) => this.#orderValues[session] as number),
    };
    return TOLD_FIELDS.map(({ name }) => told[name]);
  }

  /** What the statistics need of some sessions; their patterns lie in the arena. */
  statistics(sessions: Uint32Array, types: readonly string[], arena: Arena): SessionFacts[] {
    const writer = new JourneyWriter(types);
    const add = types.indexOf('add_to_cart');
    return Array.from(sessions, (session) => {
      const customer = this.#customers[session] as number;
      const steps = this.steps(session);
      const shown = steps.subarray(0, SHOWN_STEPS);
      const isCut = steps.length > shown.length;
      const pattern = arena.bytes(writer.sizeOf(shown, isCut));
      writer.write(pattern, 0, shown, isCut);
      return {
        customer_id: Number.isNaN(customer) ? null : customer,
        session_start: this.starts[session] as number,
        session_end: this.#ends[session] as number,
        total_events: this.counts[session] as number,
        has_purchase: (this.#purchases[session] as number) > 0,
        cart_value_vnd: this.#cartValues[session] as number,
        cart_item_count: this.#cartLines[session] as number,
        order_value_vnd: this.#orderValues[session] as number,
        adds: steps.includes(add),
        endsByAdding: steps.at(-1) === add,
        purchases: this.#purchases[session] as number,
        pattern,
      };
    });
  }

  #duration(session: number): number {
    return (this.#ends[session] as number) - (this.starts[session] as number);
  }

  /** Says of the sessions up to one where their steps end. */
  #passTo(session: number): void {
    this.#stepEnds.fill(this.#stepCount, this.#filled, session);
    this.#filled = session;
  }
}
